-- pbiforge: not on babelfish
--
-- What the columns of the views mean. Babelfish keeps such descriptions and never shows them.

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer_360]'), N'customer_id', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Customer number.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360',
        @level2type = N'COLUMN', @level2name = N'customer_id';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer_360]'), N'country', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Country of the customer; of several, the one of the latest invoice.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360',
        @level2type = N'COLUMN', @level2name = N'country';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer_360]'), N'region', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Sales region of the customer''s country; Unassigned where no region claims it.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360',
        @level2type = N'COLUMN', @level2name = N'region';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer_360]'), N'frequency', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of invoices of the customer.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360',
        @level2type = N'COLUMN', @level2name = N'frequency';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer_360]'), N'monetary', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Revenue from the customer.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360',
        @level2type = N'COLUMN', @level2name = N'monetary';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer_360]'), N'first_purchase', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Date and time of the customer''s first invoice.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360',
        @level2type = N'COLUMN', @level2name = N'first_purchase';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer_360]'), N'last_purchase', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Date and time of the customer''s last invoice.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360',
        @level2type = N'COLUMN', @level2name = N'last_purchase';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer_360]'), N'quantity', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of units the customer has bought.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360',
        @level2type = N'COLUMN', @level2name = N'quantity';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer_360]'), N'distinct_products', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of different stock codes the customer has bought.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360',
        @level2type = N'COLUMN', @level2name = N'distinct_products';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer_360]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer_360]'), N'average_order_value', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Revenue from the customer divided by the number of their invoices.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer_360',
        @level2type = N'COLUMN', @level2name = N'average_order_value';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'customer_id', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Customer number.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'customer_id';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'country', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Country of the customer; of several, the one of the latest invoice.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'country';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'country_count', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of countries the customer has bought from.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'country_count';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'region', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Sales region of the customer''s country; Unassigned where no region claims it.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'region';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'frequency', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of invoices of the customer.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'frequency';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'monetary', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Revenue from the customer.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'monetary';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'first_purchase', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Date and time of the customer''s first invoice.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'first_purchase';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'last_purchase', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Date and time of the customer''s last invoice.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'last_purchase';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'quantity', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of units the customer has bought.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'quantity';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'distinct_products', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of different stock codes the customer has bought.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'distinct_products';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'average_order_value', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Revenue from the customer divided by the number of their invoices.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'average_order_value';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'recency_days', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Whole days from the customer''s last invoice to the reference date.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'recency_days';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'r_score', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Recency score from 1 to 5; 5 is the fifth of customers who bought most recently.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'r_score';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'f_score', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Frequency score from 1 to 5; 5 is the fifth of customers with the most invoices.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'f_score';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'm_score', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Monetary score from 1 to 5; 5 is the fifth of customers with the highest revenue.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'm_score';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'rfm_score', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Recency, frequency and monetary score side by side, such as 555.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'rfm_score';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'segment', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'RFM segment of the customer, from the three scores.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'segment';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'previous_segment', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'RFM segment that the customer had before ([rfm] movement_days); empty for who had not bought by then.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'previous_segment';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'segment_movement', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'How the segment has changed since: Up, Down, Same, or New for who had not bought by then.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'segment_movement';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'is_whale', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Whether the customer is one of the largest, who together make the top share of revenue.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'is_whale';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'usual_interval_days', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Mean days between the customer''s invoices; empty after one invoice.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'usual_interval_days';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[vw_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[vw_customer]'), N'churn_risk', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Whether a frequent or valuable customer has been away for longer than is usual for them.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'VIEW', @level1name = N'vw_customer',
        @level2type = N'COLUMN', @level2name = N'churn_risk';
GO
