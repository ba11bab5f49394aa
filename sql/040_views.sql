-- The two views that the model and the analysts read. Run again, they are replaced where they stand: who may read
-- them stays as it is.

-- Customer by customer: each finds its lines in the index on customer and invoice, which holds all that is asked of
-- them, so that one customer costs no more than its own lines, and nothing else of the facts is read for all. Where
-- codes are not told apart by their bytes (Babelfish), `/* bytes */` becomes the collation that does.
CREATE OR ALTER VIEW [mart].[vw_customer_360] AS
SELECT
    [c].[customer_id],
    [c].[country],
    [c].[region],
    ISNULL(CAST([b].[frequency] AS bigint), 0) AS [frequency],
    ISNULL(CAST([b].[monetary] AS decimal(19,4)), 0) AS [monetary],
    ISNULL(CAST([b].[first_purchase] AS datetime2(6)), '00010101') AS [first_purchase],
    ISNULL(CAST([b].[last_purchase] AS datetime2(6)), '00010101') AS [last_purchase],
    ISNULL(CAST([b].[quantity] AS bigint), 0) AS [quantity],
    ISNULL(CAST([b].[distinct_products] AS bigint), 0) AS [distinct_products],
    -- Narrow operands leave room for the digits that decide the last one.
    ISNULL(
        CAST(CAST([b].[monetary] AS decimal(19,4)) / CAST([b].[frequency] AS decimal(10,0)) AS decimal(19,4)), 0
    ) AS [average_order_value]
FROM [mart].[dim_customer] AS [c]
CROSS APPLY (
    SELECT
        COUNT_BIG(DISTINCT [f].[invoice_no]) AS [frequency],
        SUM([f].[revenue]) AS [monetary],
        MIN([f].[invoice_date]) AS [first_purchase],
        MAX([f].[invoice_date]) AS [last_purchase],
        SUM([f].[quantity]) AS [quantity],
        COUNT_BIG(DISTINCT [f].[stock_code] /* bytes */) AS [distinct_products]
    FROM [mart].[fact_sales] AS [f]
    WHERE [f].[customer_id] = [c].[customer_id]
    HAVING COUNT_BIG(*) > 0
) AS [b];
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
    [r].[previous_segment],
    [r].[segment_movement],
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
