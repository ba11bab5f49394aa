-- The two views that the model and the analysts read. Run again, they are replaced where they stand: who may read
-- them stays as it is.

-- Two steps instead of COUNT(DISTINCT …): first an invoice, and a stock code, of a customer is one row each, then
-- they are counted. The sums take a pass of their own over the few customers instead of the many invoices, and no
-- step needs more than the index on customer and invoice holds. Where keys are not told apart by their bytes
-- (Babelfish), `/* bytes */` becomes the collation that does: to compare by language takes twice the time.
CREATE OR ALTER VIEW [mart].[vw_customer_360] AS
WITH [bought] AS (
    SELECT
        [customer_id] /* bytes */ AS [customer_id],
        SUM([revenue]) AS [monetary],
        MIN([invoice_date]) AS [first_purchase],
        MAX([invoice_date]) AS [last_purchase],
        SUM([quantity]) AS [quantity]
    FROM [mart].[fact_sales]
    GROUP BY [customer_id] /* bytes */
),
[invoice_keys] AS (
    SELECT [customer_id] /* bytes */ AS [customer_id]
    FROM [mart].[fact_sales]
    GROUP BY [customer_id] /* bytes */, [invoice_no]
),
[invoices] AS (
    SELECT [customer_id], COUNT_BIG(*) AS [frequency]
    FROM [invoice_keys]
    GROUP BY [customer_id]
),
[product_keys] AS (
    SELECT [customer_id] /* bytes */ AS [customer_id]
    FROM [mart].[fact_sales]
    GROUP BY [customer_id] /* bytes */, [stock_code] /* bytes */
),
[products] AS (
    SELECT [customer_id], COUNT_BIG(*) AS [distinct_products]
    FROM [product_keys]
    GROUP BY [customer_id]
)
SELECT
    [c].[customer_id],
    [c].[country],
    [c].[region],
    ISNULL(CAST([i].[frequency] AS bigint), 0) AS [frequency],
    ISNULL(CAST([b].[monetary] AS decimal(19,4)), 0) AS [monetary],
    ISNULL(CAST([b].[first_purchase] AS datetime2(6)), '00010101') AS [first_purchase],
    ISNULL(CAST([b].[last_purchase] AS datetime2(6)), '00010101') AS [last_purchase],
    ISNULL(CAST([b].[quantity] AS bigint), 0) AS [quantity],
    ISNULL(CAST([p].[distinct_products] AS bigint), 0) AS [distinct_products],
    -- Narrow operands leave room for the digits that decide the last one.
    ISNULL(
        CAST(CAST([b].[monetary] AS decimal(19,4)) / CAST([i].[frequency] AS decimal(10,0)) AS decimal(19,4)), 0
    ) AS [average_order_value]
FROM [mart].[dim_customer] AS [c]
INNER JOIN [bought] AS [b] ON [b].[customer_id] = [c].[customer_id] /* bytes */
INNER JOIN [invoices] AS [i] ON [i].[customer_id] = [c].[customer_id] /* bytes */
INNER JOIN [products] AS [p] ON [p].[customer_id] = [c].[customer_id] /* bytes */;
GO

CREATE OR ALTER VIEW [mart].[vw_customer] AS
SELECT
    [c].[customer_id],
    [c].[country],
    [c].[country_count],
    [c].[region],
    [b].[frequency],
    [b].[monetary],
    [b].[first_purchase],
    [b].[last_purchase],
    [b].[quantity],
    [b].[distinct_products],
    [b].[average_order_value],
    [r].[recency_days],
    [r].[r_score],
    [r].[f_score],
    [r].[m_score],
    [r].[rfm_score],
    [r].[segment],
    [r].[is_whale],
    [r].[usual_interval_days],
    [r].[churn_risk] /* extra columns */
FROM [mart].[dim_customer] AS [c]
INNER JOIN [mart].[vw_customer_360] AS [b] ON [b].[customer_id] = [c].[customer_id]
INNER JOIN [mart].[customer_rfm] AS [r] ON [r].[customer_id] = [c].[customer_id];
GO

-- What the views say of themselves: description, grain, and what a view cannot declare, the key that its rows keep and
-- the tables that it refers to.

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Customer 360: what each customer has bought, in one row.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'customer',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'pbiforge_primary_key'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_primary_key',
        @value = N'PRIMARY KEY ([customer_id])',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'pbiforge_foreign_keys'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_foreign_keys',
        @value = N'FOREIGN KEY ([customer_id]) REFERENCES [dim_customer] ([customer_id])',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Customer with its customer 360 and RFM figures: the model''s one Customer table.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'customer',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'pbiforge_primary_key'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_primary_key',
        @value = N'PRIMARY KEY ([customer_id])',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'pbiforge_foreign_keys'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_foreign_keys',
        @value = N'FOREIGN KEY ([customer_id]) REFERENCES [dim_customer] ([customer_id]), FOREIGN KEY ([region]) REFERENCES [dim_region] ([region])',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer';
GO
