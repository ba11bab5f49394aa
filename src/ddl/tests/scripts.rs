//! Scripts as people have them.

use super::*;

const MANAGEMENT_STUDIO: &str = "USE [Shop]
GO
SET ANSI_NULLS ON
GO
/****** Object:  UserDefinedDataType [dbo].[Code] ******/
CREATE TYPE [dbo].[Code] FROM [nvarchar](10) NOT NULL
GO
/****** Object:  Table [dbo].[Store] ******/
CREATE TABLE [dbo].[Store](
\t[StoreID] [int] IDENTITY(1,1) NOT FOR REPLICATION NOT NULL,
\t[Code] [dbo].[Code] NULL,
\t[Kind] [dbo].[Code],
\t[City] [nvarchar](50) COLLATE Latin1_General_CI_AS SPARSE NULL,
\t[rowguid] [uniqueidentifier] ROWGUIDCOL  NOT NULL,
\t[Area] [float] NOT NULL,
\t[Double]  AS ([Area]*(2)) PERSISTED,
\t[ModifiedDate] [datetime] NOT NULL,
 CONSTRAINT [PK_Store] PRIMARY KEY CLUSTERED
(
\t[StoreID] ASC
)WITH (PAD_INDEX = OFF, STATISTICS_NORECOMPUTE = OFF, ALLOW_ROW_LOCKS = ON) ON [PRIMARY]
) ON [PRIMARY] TEXTIMAGE_ON [PRIMARY]
GO
CREATE TABLE [dbo].[Visit](
\t[StoreID] [int] NOT NULL,
\t[Day] [date] NOT NULL,
 CONSTRAINT [PK_Visit] PRIMARY KEY NONCLUSTERED ([Day] DESC, [StoreID] ASC)
) ON [PRIMARY]
GO
CREATE UNIQUE NONCLUSTERED INDEX [IX_City] ON [dbo].[Store] ([City] ASC) INCLUDE([Area]) WITH (ONLINE = OFF) ON [PRIMARY]
GO
INSERT [dbo].[Store] ([City]) VALUES (N'CREATE TABLE x (a int)')
GO
ALTER TABLE [dbo].[Store] ADD  CONSTRAINT [DF_Store_Date]  DEFAULT (getdate()) FOR [ModifiedDate]
GO
ALTER TABLE [dbo].[Visit]  WITH CHECK ADD  CONSTRAINT [FK_Visit_Store] FOREIGN KEY([StoreID])
REFERENCES [dbo].[Store] ([StoreID])
ON UPDATE CASCADE
ON DELETE SET NULL
GO
ALTER TABLE [dbo].[Visit] CHECK CONSTRAINT [FK_Visit_Store]
GO
CREATE PROCEDURE [dbo].[rebuild] AS BEGIN CREATE TABLE hidden (a int) END
GO
GRANT SELECT, ALTER ON [dbo].[Store] TO [reader]
GRANT CREATE TABLE TO [loader]
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'Stores.' , @level0type=N'SCHEMA',@level0name=N'dbo', \
@level1type=N'TABLE',@level1name=N'Store'
GO
DECLARE @v sql_variant
SET @v = N'Where it is.'
EXECUTE sp_addextendedproperty N'MS_Description', @v, N'SCHEMA', N'dbo', N'TABLE', N'Store', N'COLUMN', N'City'
GO
";

#[test]
fn what_management_studio_generates_is_read() {
    let catalog = clean(MANAGEMENT_STUDIO);
    let store = table(&catalog, "Store");
    assert_eq!(
        columns(store),
        [
            "StoreID integer",
            "Code text?",
            "Kind text",
            "City text?",
            "rowguid text",
            "Area number",
            "Double number",
            "ModifiedDate datetime"
        ]
    );
    assert_eq!((keys(store), store.description.as_str()), (vec!["StoreID".to_owned()], "Stores."));
    assert_eq!(store.column("City").map(|column| column.description.as_str()), Some("Where it is."));
    assert_eq!(keys(table(&catalog, "Visit")), ["Day+StoreID", "StoreID>Store.StoreID"]);
    assert_eq!(catalog.tables.len(), 2);
}

#[test]
fn the_files_of_a_database_project_may_come_in_any_order() {
    let (catalog, told) = read_all(&[
        (
            "Tables/Order.sql",
            "CREATE TABLE [dbo].[Order] ([Id] INT NOT NULL PRIMARY KEY, [CustomerId] INT NOT NULL \
          CONSTRAINT [FK_Order_Customer] FOREIGN KEY REFERENCES [Customer]);",
        ),
        ("Types/Flag.sql", "CREATE TYPE [dbo].[Flag] FROM BIT NOT NULL;"),
        (
            "Tables/Customer.sql",
            "CREATE TABLE [dbo].[Customer] ([Id] INT NOT NULL CONSTRAINT [PK] PRIMARY KEY ([Id]), \
          [Active] [dbo].[Flag]);\nGO\nALTER TABLE [dbo].[Later] ADD [Note] NVARCHAR(9) NULL, CONSTRAINT fk FOREIGN KEY \
          (Id) REFERENCES dbo.[ORDER] (ID)",
        ),
        (
            "Views/Active.sql",
            "CREATE VIEW [dbo].[Active] AS SELECT c.*, l.Note FROM Customer c LEFT JOIN Later l ON 1 = 1",
        ),
        ("Zoo/Later.sql", "CREATE TABLE Later (Id INT)"),
    ]);
    assert_eq!(told, [""; 0]);
    assert_eq!(keys(table(&catalog, "Order")), ["Id", "CustomerId>Customer.Id"]);
    assert_eq!(keys(table(&catalog, "Later")), ["Id>Order.Id"]);
    assert_eq!(columns(table(&catalog, "Active")), ["Id integer", "Active boolean", "Note text?"]);
}

#[test]
fn migrations_add_up() {
    let catalog = clean(
        "IF OBJECT_ID(N'dbo.t', N'U') IS NULL
BEGIN
    CREATE TABLE dbo.t (a int NOT NULL, b int, c int, CONSTRAINT pk_t PRIMARY KEY (a));
    PRINT 'made'
END
go
IF COL_LENGTH('dbo.t', 'd') IS NULL ALTER TABLE dbo.t ADD d nvarchar(9) NOT NULL DEFAULT N'PRIMARY KEY', e date NULL
ALTER TABLE t ALTER COLUMN b decimal(19, 4) NOT NULL;
ALTER TABLE dbo.t DROP COLUMN IF EXISTS c, e
ALTER TABLE dbo.t DROP CONSTRAINT [pk_t]
ALTER TABLE dbo.t WITH NOCHECK ADD CONSTRAINT pk_u PRIMARY KEY CLUSTERED (d) WITH (FILLFACTOR = 90)
ALTER TABLE dbo.t ENABLE TRIGGER ALL
GO
IF OBJECT_ID('t') IS NULL CREATE TABLE dbo.t (other int)
DROP TABLE IF EXISTS dbo.gone, dbo.never
IF 1 = 1 EXEC(N'CREATE TABLE dbo.dynamic ' + N'(id int, [it''s] int)');
ELSE EXEC sp_executesql @stmt = N'CREATE TABLE dbo.dynamic (other int)'
CREATE TABLE #scratch (x int)
CREATE TABLE dbo.gone (x int)
DROP TABLE dbo.gone
GO 3
CREATE OR ALTER VIEW v AS SELECT a FROM t
GO
ALTER VIEW v AS SELECT d FROM t
GO",
    );
    assert_eq!(columns(table(&catalog, "t")), ["a integer", "b money", "d text"]);
    assert_eq!(keys(table(&catalog, "t")), ["d"]);
    assert_eq!(columns(table(&catalog, "v")), ["d text"]);
    assert_eq!(columns(table(&catalog, "dynamic")), ["id integer?", "it's integer?"]);
    assert_eq!(catalog.tables.len(), 3);
}

#[test]
fn a_temporal_table_is_taken_in_without_its_history() {
    let catalog = clean(
        "CREATE TABLE price_history (id int NOT NULL, amount money NOT NULL)
CREATE TABLE price (
    id int NOT NULL PRIMARY KEY,
    amount money NOT NULL,
    valid_from datetime2 GENERATED ALWAYS AS ROW START NOT NULL,
    valid_to datetime2 GENERATED ALWAYS AS ROW END HIDDEN NOT NULL,
    PERIOD FOR SYSTEM_TIME (valid_from, valid_to)
) WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.price_history))",
    );
    assert_eq!(columns(&catalog.tables[0]), ["id integer", "amount money", "valid_from datetime"]);
    assert_eq!(catalog.tables.len(), 1);
}

#[test]
fn what_cannot_be_taken_in_is_said_with_its_place() {
    let (catalog, told) = read_all(&[(
        "a.sql",
        "CREATE TABLE t (
    id int NOT NULL,
    opens time,
    photo varbinary(max),
    flag dbo.nobody,
    margin AS dbo.f(id),
    store int REFERENCES crm.store (id)
)
GO
CREATE TABLE T (id int)
GO
ALTER TABLE nowhere ADD x int
GO
CREATE TABLE broken (a int b
GO
ALTER TABLE t FROBNICATE
GO
CREATE VIEW v AS SELECT FROM WHERE
GO",
    )]);
    assert_eq!(columns(table(&catalog, "t")), ["id integer", "store integer?"]);
    assert_eq!(
        told,
        [
            "SC041 3: `t.opens` is left out: the type `time` is none that a model can hold",
            "SC041 4: `t.photo` is left out: the type `varbinary` is none that a model can hold",
            "SC041 5: `t.flag` is left out: the type `nobody` is not known",
            "SC042 6: `t.margin` is left out: its type does not follow from its expression",
            "SC044 7: `t` refers to `crm.store`, which is not part of the catalog",
            "SC045 10: `dbo.T` is made a second time",
            "SC043 12: the table `dbo.nowhere` is altered but made nowhere",
            "SC040 14: cannot read this `CREATE TABLE`",
            "SC040 16: cannot read this `ALTER TABLE`",
            "SC040 18: cannot read the query of the view `v`",
        ]
    );
}

#[test]
fn of_several_schemas_one_is_chosen_and_the_others_are_outside() {
    let files =
        files(&[("a.sql", "CREATE TABLE crm.a (id int)\nGO\nCREATE TABLE Shop.b (id int, a int REFERENCES crm.a)")]);
    let (catalog, told) = read(&files, Some("shop"));
    assert_eq!(catalog.tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["b"]);
    assert_eq!(told.iter().map(|diagnostic| diagnostic.code.id).collect::<Vec<_>>(), ["SC044"]);
    let (_, told) = read(&files, Some("none"));
    assert_eq!((told[0].code.id, told[0].help[0].as_str()), ("SC046", "they make some in Shop, crm"));
}

#[test]
fn hostile_names_come_through() {
    let name = "O'Brien \"North\" & Co] -- /*";
    let quoted = crate::name::sql_name(name);
    let text = crate::name::sql_text(name);
    let catalog = clean(&format!(
        "CREATE TABLE {quoted}.{quoted} ({quoted} int NOT NULL, CONSTRAINT {quoted} PRIMARY KEY ({quoted}))
GO
CREATE VIEW {quoted}.w AS SELECT x.{quoted} FROM {quoted}.{quoted} AS x
GO
EXEC sp_addextendedproperty 'MS_Description', {text}, 'SCHEMA', {text}, 'TABLE', {text}, 'COLUMN', {text}"
    ));
    let own = table(&catalog, name);
    assert_eq!((own.columns[0].name.as_str(), own.columns[0].description.as_str()), (name, name));
    assert_eq!(keys(own), [name]);
    assert_eq!(columns(table(&catalog, "w")), [format!("{name} integer")]);
}

#[test]
fn a_view_may_name_its_keys_in_a_property() {
    let catalog = clean(
        "CREATE TABLE region (region nvarchar(9) NOT NULL PRIMARY KEY)
GO
CREATE VIEW shop AS SELECT CAST('x' AS nvarchar(9)) AS id, region FROM region
GO
EXEC sp_addextendedproperty N'pbiforge_primary_key', N'PRIMARY KEY ([id])', N'SCHEMA', N'dbo', N'VIEW', N'shop'
EXEC sp_addextendedproperty N'pbiforge_foreign_keys', N'FOREIGN KEY ([region]) REFERENCES [region] ([region])', \
         N'SCHEMA', N'dbo', N'VIEW', N'shop'
EXEC sp_addextendedproperty N'pbiforge_grain', N'shop', N'SCHEMA', N'dbo', N'VIEW', N'shop'",
    );
    assert_eq!(keys(table(&catalog, "shop")), ["id", "region>region.region"]);
    assert_eq!(table(&catalog, "shop").grain, "shop");
}
