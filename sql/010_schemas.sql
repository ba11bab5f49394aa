-- The two schemas, and the record of what was done to them.
--
-- [mart] holds what readers see. [mart_stage] holds tables on their way in; a load makes them and takes them away.

IF SCHEMA_ID(N'mart') IS NULL
    EXEC(N'CREATE SCHEMA [mart]');
GO

IF SCHEMA_ID(N'mart_stage') IS NULL
    EXEC(N'CREATE SCHEMA [mart_stage]');
GO

-- One row a script that pbiforge has run, with the SHA-256 of the text that it ran. Scripts run by hand leave no row:
-- pbiforge runs them once more, which changes nothing, and then knows.
IF OBJECT_ID(N'[mart].[schema_version]', N'U') IS NULL
CREATE TABLE [mart].[schema_version] (
    [script]  nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [version] int NOT NULL,
    [sha256]  nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_schema_version] PRIMARY KEY CLUSTERED ([script])
);
GO
