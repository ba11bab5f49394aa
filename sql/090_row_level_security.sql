-- pbiforge: on request
--
-- Row-level security: a direct SQL user sees the rows that the dashboard's dynamic role shows the same person.
--
-- A person is a manager by the name of their database user or login: Entra ID users bear their user principal name;
-- for a Windows or SQL login, create the database user under that name. Whoever is no manager sees nothing of a
-- secured table. The loader, the role for every region and the owners of the database see everything.
--
-- No predicate reads a table whose own predicate reads it in turn. Who sees every region is written down by the load,
-- because a predicate that compared a manager's regions with the table of regions would see that table filtered.

IF OBJECT_ID(N'[mart].[every_region_manager]', N'U') IS NULL
CREATE TABLE [mart].[every_region_manager] (
    [manager] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_every_region_manager] PRIMARY KEY CLUSTERED ([manager])
);
GO

DROP SECURITY POLICY IF EXISTS [mart].[region_policy];
GO

DROP FUNCTION IF EXISTS [mart].[sees_customer];
GO

DROP FUNCTION IF EXISTS [mart].[sees_region];
GO

DROP FUNCTION IF EXISTS [mart].[is_manager];
GO

DROP FUNCTION IF EXISTS [mart].[sees_closed];
GO

DROP FUNCTION IF EXISTS [mart].[is_exempt];
GO

-- Whether the caller sees everything. A role that is not there exempts nobody.
CREATE FUNCTION [mart].[is_exempt]()
RETURNS TABLE
WITH SCHEMABINDING
AS RETURN
SELECT 1 AS [sees]
WHERE IS_MEMBER(N'mart_loader') = 1 OR IS_MEMBER(N'mart_all_regions') = 1 OR IS_MEMBER(N'db_owner') = 1;
GO

-- A table that nothing ties to a region shows its rows to who sees everything, and to nobody else.
CREATE FUNCTION [mart].[sees_closed](@key nvarchar(100))
RETURNS TABLE
WITH SCHEMABINDING
AS RETURN
SELECT 1 AS [sees]
WHERE EXISTS (SELECT 1 FROM [mart].[is_exempt]());
GO

-- Whether the caller is this manager. Principal names are compared as Power BI compares them: in either case.
CREATE FUNCTION [mart].[is_manager](@manager nvarchar(256))
RETURNS TABLE
WITH SCHEMABINDING
AS RETURN
SELECT 1 AS [sees]
WHERE @manager COLLATE Latin1_General_100_CI_AS_KS_WS = USER_NAME() COLLATE Latin1_General_100_CI_AS_KS_WS
    OR @manager COLLATE Latin1_General_100_CI_AS_KS_WS = SUSER_SNAME() COLLATE Latin1_General_100_CI_AS_KS_WS
    OR EXISTS (SELECT 1 FROM [mart].[is_exempt]());
GO

-- Whether the caller sees this region; rows of all regions together are for who sees every region.
CREATE FUNCTION [mart].[sees_region](@region nvarchar(100))
RETURNS TABLE
WITH SCHEMABINDING
AS RETURN
SELECT 1 AS [sees]
WHERE EXISTS (SELECT 1 FROM [mart].[is_exempt]())
    OR EXISTS (
        SELECT 1
        FROM [mart].[region_manager] AS [m]
        CROSS APPLY [mart].[is_manager]([m].[manager]) AS [caller]
        WHERE [m].[region] = @region
    )
    OR @region = N'All' AND EXISTS (
        SELECT 1
        FROM [mart].[every_region_manager] AS [e]
        CROSS APPLY [mart].[is_manager]([e].[manager]) AS [caller]
    );
GO

-- Whether the caller sees the region of this customer.
CREATE FUNCTION [mart].[sees_customer](@customer_id nvarchar(50))
RETURNS TABLE
WITH SCHEMABINDING
AS RETURN
SELECT 1 AS [sees]
WHERE EXISTS (SELECT 1 FROM [mart].[is_exempt]())
    OR EXISTS (
        SELECT 1
        FROM [mart].[dim_customer] AS [c]
        INNER JOIN [mart].[region_manager] AS [m] ON [m].[region] = [c].[region]
        CROSS APPLY [mart].[is_manager]([m].[manager]) AS [caller]
        WHERE [c].[customer_id] = @customer_id
    );
GO

DELETE FROM [mart].[every_region_manager];
INSERT INTO [mart].[every_region_manager] ([manager])
SELECT MIN([m].[manager])
FROM [mart].[region_manager] AS [m]
GROUP BY [m].[manager] COLLATE Latin1_General_100_CI_AS_KS_WS
HAVING COUNT(DISTINCT [m].[region]) = (SELECT COUNT(*) FROM [mart].[dim_region]);
GO

CREATE SECURITY POLICY [mart].[region_policy]
    ADD FILTER PREDICATE [mart].[sees_region]([region]) ON [mart].[dim_region],
    ADD FILTER PREDICATE [mart].[is_manager]([manager]) ON [mart].[region_manager],
    ADD FILTER PREDICATE [mart].[is_manager]([manager]) ON [mart].[every_region_manager],
    ADD FILTER PREDICATE [mart].[sees_region]([region]) ON [mart].[dim_customer],
    ADD FILTER PREDICATE [mart].[sees_customer]([customer_id]) ON [mart].[fact_sales],
    ADD FILTER PREDICATE [mart].[sees_customer]([customer_id]) ON [mart].[fact_customer_month],
    ADD FILTER PREDICATE [mart].[sees_customer]([customer_id]) ON [mart].[customer_rfm],
    ADD FILTER PREDICATE [mart].[sees_region]([region]) ON [mart].[cohort_retention],
    ADD FILTER PREDICATE [mart].[sees_region]([region]) ON [mart].[basket_rule],
    ADD FILTER PREDICATE [mart].[sees_closed]([segment]) ON [mart].[segment_profile],
    ADD FILTER PREDICATE [mart].[sees_closed]([run_id]) ON [mart].[etl_run],
    ADD FILTER PREDICATE [mart].[sees_closed]([run_id]) ON [mart].[etl_reject]
    WITH (STATE = ON, SCHEMABINDING = ON);
GO
