-- One audit entry and its place in the sequencer's queue, in one statement and one round trip.
-- The leaf is made by the caller from the canonical bytes, so the stand-alone verifier can make it again.
CREATE OR REPLACE FUNCTION log_append(
  p_id uuid, p_at timestamptz, p_what text, p_subject_kind text, p_subject_id text, p_organisation_id bigint,
  p_actor_id bigint, p_actor_name text, p_actor_role text, p_address text, p_request_id text,
  p_before jsonb, p_after jsonb, p_why text, p_leaf bytea
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  INSERT INTO kernel_auditentry (id, at, recorded_at, what, subject_kind, subject_id, organisation_id, actor_id,
      actor_name, actor_role, address, request_id, before, after, why, leaf)
    VALUES (p_id, p_at, clock_timestamp(), p_what, p_subject_kind, p_subject_id, p_organisation_id, p_actor_id,
      p_actor_name, p_actor_role, p_address, p_request_id, p_before, p_after, p_why, p_leaf);
  INSERT INTO kernel_logqueue (kind, ref, leaf, recorded_at) VALUES ('audit', p_id::text, p_leaf, clock_timestamp());
$$;
REVOKE ALL ON FUNCTION log_append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log_append TO dasaran_app;
