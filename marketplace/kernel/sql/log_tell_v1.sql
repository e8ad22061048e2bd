-- All that one act tells: its audit entries with their places in the sequencer's queue, and its events for the outbox, in
-- one statement and one round trip. Leaves are made by the caller from the canonical bytes, as for `log_append`.
-- In plpgsql, which keeps its plans; a function in SQL would make them again at every call.
CREATE OR REPLACE FUNCTION log_tell(p_entries jsonb, p_messages jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  WITH told AS (
    INSERT INTO kernel_auditentry (id, at, recorded_at, what, subject_kind, subject_id, organisation_id, actor_id,
        actor_name, actor_role, address, request_id, before, after, why, leaf)
    SELECT id, at, clock_timestamp(), what, subject_kind, subject_id, organisation_id, actor_id, actor_name, actor_role,
           address, request_id, before, after, why, decode(leaf, 'hex')
      FROM jsonb_to_recordset(p_entries) AS entry(
        id uuid, at timestamptz, what text, subject_kind text, subject_id text, organisation_id bigint, actor_id bigint,
        actor_name text, actor_role text, address text, request_id text, before jsonb, after jsonb, why text, leaf text)
    RETURNING id, leaf
  )
  INSERT INTO kernel_logqueue (kind, ref, leaf, recorded_at) SELECT 'audit', id::text, leaf, clock_timestamp() FROM told;

  INSERT INTO kernel_outboxmessage (event, payload, attempts, last_error)
  SELECT event, payload, 0, '' FROM jsonb_to_recordset(p_messages) AS message(event text, payload jsonb);
END $$;
REVOKE ALL ON FUNCTION log_tell FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log_tell TO dasaran_app;
