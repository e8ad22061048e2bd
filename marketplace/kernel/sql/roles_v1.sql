-- What the two working roles may do with tables that the owner makes, now and later. A table that must only grow, or
-- is written by a function alone, takes rights away again in its own migration.
GRANT USAGE ON SCHEMA public TO dasaran_app, dasaran_sequencer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO dasaran_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO dasaran_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO dasaran_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO dasaran_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO dasaran_sequencer;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO dasaran_sequencer;

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION '% of % is refused: its rows are written once', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'append_only';
END $$;
