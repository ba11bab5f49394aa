-- Who may do what. The roles are empty: put users or groups into them.
--
-- [mart_reader] reads. [mart_all_regions] reads too, and sees every region where row-level security is on: it is for
-- the account that refreshes an import model. [mart_loader] is the account that pbiforge loads with: it reads and
-- writes the tables, widens their text columns, and owns the stage; it makes no schema.

IF DATABASE_PRINCIPAL_ID(N'mart_reader') IS NULL
    EXEC(N'CREATE ROLE [mart_reader]');
GO

IF DATABASE_PRINCIPAL_ID(N'mart_all_regions') IS NULL
    EXEC(N'CREATE ROLE [mart_all_regions]');
GO

IF DATABASE_PRINCIPAL_ID(N'mart_loader') IS NULL
    EXEC(N'CREATE ROLE [mart_loader]');
GO

GRANT SELECT ON SCHEMA::[mart] TO [mart_reader];
GO

GRANT SELECT ON SCHEMA::[mart] TO [mart_all_regions];
GO

GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::[mart] TO [mart_loader];
GO

GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::[mart_stage] TO [mart_loader];
GO
