-- What one database needs before the first migration. Safe to run again. Needs a superuser.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Tables that a migration makes are the site's to read and write; append-only tables take rights away again.
ALTER DEFAULT PRIVILEGES FOR ROLE dasaran_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO dasaran_app;
ALTER DEFAULT PRIVILEGES FOR ROLE dasaran_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO dasaran_app;
GRANT USAGE ON SCHEMA public TO dasaran_app, dasaran_sequencer;
