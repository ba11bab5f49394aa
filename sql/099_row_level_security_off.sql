-- pbiforge: on request
--
-- Takes row-level security away: whoever may read the tables reads all rows again.

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

DROP TABLE IF EXISTS [mart].[every_region_manager];
GO
