-- The three roles of the database, for the whole server. Safe to run again. Needs a superuser.
--   dasaran_owner      owns the tables and runs the migrations
--   dasaran_app        the site: only the rights that migrations and database.sql grant
--   dasaran_sequencer  gives audit leaves and journal entries their place
-- A site sets passwords afterwards: ALTER ROLE dasaran_app PASSWORD '...';
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['dasaran_owner', 'dasaran_app', 'dasaran_sequencer'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', wanted);
    END IF;
  END LOOP;
END $$;
