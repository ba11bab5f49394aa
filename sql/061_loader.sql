-- pbiforge: not on babelfish
--
-- What the loader needs beyond rows. Babelfish grants none of these; there the loader is a member of db_owner.

GRANT ALTER, VIEW DEFINITION ON SCHEMA::[mart] TO [mart_loader];
GO

GRANT ALTER, VIEW DEFINITION ON SCHEMA::[mart_stage] TO [mart_loader];
GO

GRANT CREATE TABLE TO [mart_loader];
GO
