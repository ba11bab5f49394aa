-- Indexes beside the primary keys. A name is compared by its beginning: Babelfish adds a hash to it.

-- The facts lie in the order of their day, which is how they are read: by period.
IF NOT EXISTS (
    SELECT 1 FROM sys.indexes
    WHERE [object_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] LIKE N'cx_sales_date%'
)
    CREATE CLUSTERED INDEX [cx_sales_date] ON [mart].[fact_sales] ([date_key], [sales_line_id]);
GO

-- All that `vw_customer_360` asks of the facts, customer by customer and invoice by invoice: the view reads this
-- index and nothing else of the table.
IF NOT EXISTS (
    SELECT 1 FROM sys.indexes
    WHERE [object_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] LIKE N'ix_sales_customer%'
)
    CREATE INDEX [ix_sales_customer] ON [mart].[fact_sales] ([customer_id], [invoice_no])
        INCLUDE ([stock_code], [invoice_date], [quantity], [revenue]);
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.indexes
    WHERE [object_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] LIKE N'ix_sales_product%'
)
    CREATE INDEX [ix_sales_product] ON [mart].[fact_sales] ([stock_code], [date_key])
        INCLUDE ([customer_id], [quantity], [revenue]);
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.indexes
    WHERE [object_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] LIKE N'ix_sales_invoice%'
)
    CREATE INDEX [ix_sales_invoice] ON [mart].[fact_sales] ([invoice_no]);
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.indexes
    WHERE [object_id] = OBJECT_ID(N'[mart].[dim_customer]') AND [name] LIKE N'ix_customer_region%'
)
    CREATE INDEX [ix_customer_region] ON [mart].[dim_customer] ([region]);
GO

-- The key of a rule is wider than a clustered index can be; the rules of a region are read together.
IF NOT EXISTS (
    SELECT 1 FROM sys.indexes
    WHERE [object_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] LIKE N'cx_rule_region%'
)
    CREATE CLUSTERED INDEX [cx_rule_region] ON [mart].[basket_rule] ([region]);
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.indexes
    WHERE [object_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] LIKE N'ix_reject_run%'
)
    CREATE INDEX [ix_reject_run] ON [mart].[etl_reject] ([run_id], [reason]);
GO
