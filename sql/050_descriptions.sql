-- What everything means, where SSMS, the documentation tools and `pbiforge inspect` look for it: `MS_Description` of
-- every table and column (those of the views stand beside the views), and the grain of each table. A description
-- that somebody has written is left alone.

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'What each run read, kept and rejected; the rest of the warehouse is of the last one.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'run',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'run_id', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Hash of the source and the configuration that the run was made from.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'run_id';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'run_number', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Place of the run in the history: the highest is the last run.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'run_number';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'run_at', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Date and time of the run in UTC, where it was told.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'run_at';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'source', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Names of the source files.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'source';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'source_hash', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'SHA-256 of the source''s bytes.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'source_hash';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'rows_in', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of rows read from the source.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'rows_in';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'rows_kept', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of rows that the cleaning kept.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'rows_kept';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'rows_rejected', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of rows that were rejected, each with a reason.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'rows_rejected';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'amount_in', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Quantity times price of all readable rows.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'amount_in';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'amount_kept', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Quantity times price of the rows kept, which is the revenue.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'amount_kept';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'amount_rejected', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Quantity times price of the rows rejected.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'amount_rejected';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'invoices', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of different invoices kept.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'invoices';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'customers', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of different customers of the rows kept.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'customers';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'products', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of different stock codes of the rows kept.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'products';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'first_invoice', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Date and time of the first invoice kept.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'first_invoice';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'last_invoice', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Date and time of the last invoice kept.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'last_invoice';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_run]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_run]'), N'reference_date', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Day to which recency is counted.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_run',
        @level2type = N'COLUMN', @level2name = N'reference_date';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Every source row that was not kept, with its reason and line.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'rejected row',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'sales_line_id', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Row number of the rejected row in the source.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'sales_line_id';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'run_id', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Run that rejected the row.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'run_id';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'source_file', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Source file that the row stands in.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'source_file';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'source_line', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Line of the source file, or row of the sheet, where the row stands.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'source_line';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'reason', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Code of the reason why the row was rejected.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'reason';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'detail', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'What exactly was wrong with the row, where the reason alone does not say it.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'detail';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'invoice_no', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Invoice number of the rejected row, where it could be read.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'invoice_no';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'invoice_date', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Date and time of the rejected row''s invoice, where it could be read.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'invoice_date';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'customer_id', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Customer number of the rejected row, where there is one.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'customer_id';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'stock_code', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Stock code of the rejected row, where it could be read.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'stock_code';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'quantity', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Quantity of the rejected row, where it could be read.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'quantity';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'unit_price', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Price of the rejected row, where it could be read.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'unit_price';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[etl_reject]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[etl_reject]'), N'amount', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Quantity times price of the rejected row, where both could be read.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'etl_reject',
        @level2type = N'COLUMN', @level2name = N'amount';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_region]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Sales regions of the mapping file; Unassigned is always there.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_region';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_region]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'region',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_region';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_region]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_region]'), N'region', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Sales region; Unassigned is where countries go that no region claims.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_region',
        @level2type = N'COLUMN', @level2name = N'region';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[region_manager]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Who may see which region; * is expanded to every region.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'region_manager';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[region_manager]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'region and manager',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'region_manager';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[region_manager]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[region_manager]'), N'region', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Region the manager sees.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'region_manager',
        @level2type = N'COLUMN', @level2name = N'region';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[region_manager]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[region_manager]'), N'manager', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'User principal name of the manager.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'region_manager',
        @level2type = N'COLUMN', @level2name = N'manager';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Calendar in whole years that cover the data.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'day',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'date_key', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Calendar day.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'date_key';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'year', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Calendar year.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'year';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'quarter', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Quarter of the year, 1 to 4.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'quarter';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'quarter_name', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Quarter with its year, such as Q1 2010.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'quarter_name';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'year_quarter', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Year and quarter as a number that sorts, such as 20101.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'year_quarter';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'month', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Month of the year, 1 to 12.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'month';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'month_name', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'English name of the month.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'month_name';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'month_year', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Month with its year, such as Jan 2010.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'month_year';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'year_month', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Year and month as a number that sorts, such as 201001.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'year_month';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'month_start', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'First day of the month.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'month_start';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'day_of_month', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Day of the month, 1 to 31.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'day_of_month';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'day_of_week', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'ISO day of the week, Monday = 1.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'day_of_week';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'weekday_name', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'English name of the weekday.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'weekday_name';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'iso_year', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Year of the ISO week.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'iso_year';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'iso_week', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'ISO week, 1 to 53.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'iso_week';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'is_weekend', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Saturday or Sunday.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'is_weekend';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_date]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_date]'), N'is_covered', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'The data has the day: from the first day of its first month to its last sale.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_date',
        @level2type = N'COLUMN', @level2name = N'is_covered';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_product]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Everything that was sold, services included.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_product';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_product]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'stock code, trimmed and in upper case',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_product';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_product]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_product]'), N'stock_code', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Stock code of the product.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_product',
        @level2type = N'COLUMN', @level2name = N'stock_code';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_product]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_product]'), N'description', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Name of the product: its most frequent description, of equally frequent ones the latest.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_product',
        @level2type = N'COLUMN', @level2name = N'description';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_product]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_product]'), N'is_product', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'False for postage, bank charges, manual lines and the like.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_product',
        @level2type = N'COLUMN', @level2name = N'is_product';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Customers with at least one kept invoice line.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_customer';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_customer]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'customer',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_customer';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_customer]'), N'customer_id', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Customer number.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_customer',
        @level2type = N'COLUMN', @level2name = N'customer_id';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_customer]'), N'country', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Country of the customer; of several, the one of the latest invoice.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_customer',
        @level2type = N'COLUMN', @level2name = N'country';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_customer]'), N'country_count', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of countries the customer has bought from.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_customer',
        @level2type = N'COLUMN', @level2name = N'country_count';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[dim_customer]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[dim_customer]'), N'region', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Sales region of the customer''s country; Unassigned where no region claims it.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'dim_customer',
        @level2type = N'COLUMN', @level2name = N'region';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Sales: every invoice line that the cleaning kept.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_sales';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'one kept invoice line',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_sales';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_sales]'), N'sales_line_id', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Row number of the invoice line in the source; the same in every run over one file.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_sales',
        @level2type = N'COLUMN', @level2name = N'sales_line_id';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_sales]'), N'invoice_no', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Invoice number as in the source.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_sales',
        @level2type = N'COLUMN', @level2name = N'invoice_no';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_sales]'), N'invoice_date', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Date and time of the invoice.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_sales',
        @level2type = N'COLUMN', @level2name = N'invoice_date';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_sales]'), N'date_key', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Day of the invoice.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_sales',
        @level2type = N'COLUMN', @level2name = N'date_key';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_sales]'), N'customer_id', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of the customer who bought.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_sales',
        @level2type = N'COLUMN', @level2name = N'customer_id';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_sales]'), N'stock_code', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Stock code of the product sold.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_sales',
        @level2type = N'COLUMN', @level2name = N'stock_code';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_sales]'), N'quantity', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Units sold.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_sales',
        @level2type = N'COLUMN', @level2name = N'quantity';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_sales]'), N'unit_price', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Price of one unit.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_sales',
        @level2type = N'COLUMN', @level2name = N'unit_price';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_sales]'), N'revenue', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Quantity times unit price.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_sales',
        @level2type = N'COLUMN', @level2name = N'revenue';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_customer_month]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Months in which a customer bought.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_customer_month';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_customer_month]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'customer and month with a purchase',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_customer_month';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_customer_month]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_customer_month]'), N'customer_id', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of the customer who bought.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_customer_month',
        @level2type = N'COLUMN', @level2name = N'customer_id';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_customer_month]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_customer_month]'), N'activity_month', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Month of the purchases, as its first day.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_customer_month',
        @level2type = N'COLUMN', @level2name = N'activity_month';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_customer_month]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_customer_month]'), N'cohort_month', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Month of the customer''s first purchase, as its first day.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_customer_month',
        @level2type = N'COLUMN', @level2name = N'cohort_month';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_customer_month]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_customer_month]'), N'months_since_first', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Months from the customer''s first purchase to this month.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_customer_month',
        @level2type = N'COLUMN', @level2name = N'months_since_first';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_customer_month]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_customer_month]'), N'orders', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Invoices of the customer in the month.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_customer_month',
        @level2type = N'COLUMN', @level2name = N'orders';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[fact_customer_month]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[fact_customer_month]'), N'revenue', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Revenue from the customer in the month.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'fact_customer_month',
        @level2type = N'COLUMN', @level2name = N'revenue';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Recency, frequency and monetary value, scored and segmented.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'customer',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'customer_id', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Customer number.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'customer_id';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'frequency', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of invoices of the customer.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'frequency';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'monetary', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Revenue from the customer.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'monetary';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'recency_days', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Whole days from the customer''s last invoice to the reference date.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'recency_days';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'r_score', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Recency score from 1 to 5; 5 is the fifth of customers who bought most recently.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'r_score';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'f_score', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Frequency score from 1 to 5; 5 is the fifth of customers with the most invoices.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'f_score';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'm_score', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Monetary score from 1 to 5; 5 is the fifth of customers with the highest revenue.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'm_score';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'rfm_score', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Recency, frequency and monetary score side by side, such as 555.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'rfm_score';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'segment', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'RFM segment of the customer, from the three scores.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'segment';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'previous_segment', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'RFM segment that the customer had before ([rfm] movement_days); empty for who had not bought by then.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'previous_segment';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'segment_movement', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'How the segment has changed since: Up, Down, Same, or New for who had not bought by then.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'segment_movement';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'is_whale', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Whether the customer is one of the largest, who together make the top share of revenue.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'is_whale';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'usual_interval_days', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Mean days between the customer''s invoices; empty after one invoice.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'usual_interval_days';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[customer_rfm]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[customer_rfm]'), N'churn_risk', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Whether a frequent or valuable customer has been away for longer than is usual for them.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'customer_rfm',
        @level2type = N'COLUMN', @level2name = N'churn_risk';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Segments described and tested: do the Champions deserve their name?',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'segment',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'segment', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'RFM segment.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'segment';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'segment_order', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Rank of the segment among all segments, best first.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'segment_order';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'customers', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of customers in the segment.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'customers';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'revenue', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Revenue from the segment''s customers.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'revenue';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'customer_share', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Share of all customers who are in the segment, 0 to 1.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'customer_share';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'revenue_share', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Share of all revenue that the segment''s customers make, 0 to 1.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'revenue_share';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'recency_mean', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Mean number of days since the last invoice, over the segment''s customers.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'recency_mean';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'recency_median', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Median number of days since the last invoice, over the segment''s customers.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'recency_median';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'frequency_mean', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Mean number of invoices of the segment''s customers.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'frequency_mean';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'frequency_median', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Median number of invoices of the segment''s customers.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'frequency_median';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'monetary_mean', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Mean revenue from a customer of the segment.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'monetary_mean';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'monetary_median', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Median revenue from a customer of the segment.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'monetary_median';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'recency_kruskal_h', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Kruskal-Wallis statistic H: how much recency differs between all segments.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'recency_kruskal_h';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'recency_kruskal_p', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'P-value of the Kruskal-Wallis test that recency differs between all segments.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'recency_kruskal_p';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'monetary_kruskal_h', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Kruskal-Wallis statistic H: how much revenue differs between all segments.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'monetary_kruskal_h';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'monetary_kruskal_p', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'P-value of the Kruskal-Wallis test that revenue differs between all segments.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'monetary_kruskal_p';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'recency_vs_champions_p', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'P-value of the test that the first segment bought more recently than this one, Holm-adjusted.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'recency_vs_champions_p';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[segment_profile]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[segment_profile]'), N'monetary_vs_champions_p', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'P-value of the test that the first segment spends more than this one, Holm-adjusted.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'segment_profile',
        @level2type = N'COLUMN', @level2name = N'monetary_vs_champions_p';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[cohort_retention]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Retention of monthly cohorts.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'cohort_retention';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[cohort_retention]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'region (and All), cohort month and months since',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'cohort_retention';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[cohort_retention]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[cohort_retention]'), N'region', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Sales region of the customers, or All for every region together.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'cohort_retention',
        @level2type = N'COLUMN', @level2name = N'region';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[cohort_retention]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[cohort_retention]'), N'cohort_month', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Month of the customers'' first purchase, as its first day.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'cohort_retention',
        @level2type = N'COLUMN', @level2name = N'cohort_month';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[cohort_retention]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[cohort_retention]'), N'months_since', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Months since the month of the first purchase.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'cohort_retention',
        @level2type = N'COLUMN', @level2name = N'months_since';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[cohort_retention]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[cohort_retention]'), N'cohort_size', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of customers who first bought in the cohort month.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'cohort_retention',
        @level2type = N'COLUMN', @level2name = N'cohort_size';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[cohort_retention]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[cohort_retention]'), N'active_customers', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Customers of the cohort who bought again so many months later.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'cohort_retention',
        @level2type = N'COLUMN', @level2name = N'active_customers';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[cohort_retention]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[cohort_retention]'), N'retention_rate', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Share of the cohort''s customers who bought so many months later, 0 to 1.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'cohort_retention',
        @level2type = N'COLUMN', @level2name = N'retention_rate';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[cohort_retention]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[cohort_retention]'), N'revenue', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Revenue from the cohort so many months later.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'cohort_retention',
        @level2type = N'COLUMN', @level2name = N'revenue';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[cohort_retention]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[cohort_retention]'), N'cumulative_revenue_per_customer', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Revenue from the cohort up to this month, divided by all of its customers.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'cohort_retention',
        @level2type = N'COLUMN', @level2name = N'cumulative_revenue_per_customer';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[cohort_retention]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[cohort_retention]'), N'is_left_censored', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Whether the cohort is the first of the data, and so holds customers from before it too.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'cohort_retention',
        @level2type = N'COLUMN', @level2name = N'is_left_censored';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[cohort_retention]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[cohort_retention]'), N'is_partial_month', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Whether the month is the last of the data and not complete.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'cohort_retention',
        @level2type = N'COLUMN', @level2name = N'is_partial_month';
GO

IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Association rules: who buys the antecedents also buys the consequents.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'pbiforge_grain'
        AND [minor_id] = 0
)
    EXEC sys.sp_addextendedproperty @name = N'pbiforge_grain',
        @value = N'region (and All) and rule',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'region', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Sales region of the customers, or All for every region together.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'region';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'antecedents', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Stock codes of the rule''s left side, sorted, with + between.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'antecedents';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'consequents', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Stock codes of the rule''s right side, sorted, with + between.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'consequents';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'antecedent_names', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Product names of the rule''s left side.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'antecedent_names';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'consequent_names', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Product names of the rule''s right side.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'consequent_names';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'antecedent_size', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of products on the rule''s left side.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'antecedent_size';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'consequent_size', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of products on the rule''s right side.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'consequent_size';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'baskets', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of invoices of the region.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'baskets';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'antecedent_count', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of invoices with every product of the rule''s left side.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'antecedent_count';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'consequent_count', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of invoices with every product of the rule''s right side.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'consequent_count';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'rule_count', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Number of invoices with every product of the rule.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'rule_count';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'support', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Share of all invoices that have every product of the rule, 0 to 1.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'support';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'confidence', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Of the invoices with the rule''s left side, the share that have its right side too, 0 to 1.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'confidence';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'lift', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'How many times as often both sides stand on one invoice as they would by chance.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'lift';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'leverage', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Support of the rule less the support that chance would give.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'leverage';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'conviction', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'How many times as often the rule would be wrong by chance as it is; empty where it never is.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'conviction';
IF NOT EXISTS (
    SELECT 1 FROM sys.extended_properties
    WHERE [class] = 1 AND [major_id] = OBJECT_ID(N'[mart].[basket_rule]') AND [name] = N'MS_Description'
        AND [minor_id] = COLUMNPROPERTY(OBJECT_ID(N'[mart].[basket_rule]'), N'zhang', 'ColumnId')
)
    EXEC sys.sp_addextendedproperty @name = N'MS_Description',
        @value = N'Zhang''s metric: from -1, the two sides avoid each other, to 1, they always go together.',
        @level0type = N'SCHEMA', @level0name = N'mart', @level1type = N'TABLE', @level1name = N'basket_rule',
        @level2type = N'COLUMN', @level2name = N'zhang';
GO
