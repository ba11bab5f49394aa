-- pbiforge: not on babelfish, not in a transaction
--
-- Columnstore for the scans of reports and of DirectQuery, where the edition has it: every edition from SQL Server
-- 2016 SP1, Azure SQL from Standard S3. Where it is refused, the warehouse works without it.

IF NOT EXISTS (
    SELECT 1 FROM sys.indexes
    WHERE [object_id] = OBJECT_ID(N'[mart].[fact_sales]') AND [name] = N'nc_sales_columns'
)
BEGIN TRY
    EXEC(N'CREATE NONCLUSTERED COLUMNSTORE INDEX [nc_sales_columns] ON [mart].[fact_sales]
        ([date_key], [customer_id], [stock_code], [invoice_no], [invoice_date], [quantity], [unit_price], [revenue])');
END TRY
BEGIN CATCH
    PRINT N'no columnstore index: ' + ERROR_MESSAGE();
END CATCH;
GO
