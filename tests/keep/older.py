"""What makes a record of the newest schema one of an older one, newest first."""

AS_OF_0022 = ("DROP TABLE backups", "ALTER TABLE findings DROP COLUMN linked", "ALTER TABLE findings DROP COLUMN behind")
AS_OF_0021 = (*AS_OF_0022, "ALTER TABLE statements DROP COLUMN speaker_country")
AS_OF_0020 = (*AS_OF_0021, "ALTER TABLE jobs DROP COLUMN differing")
