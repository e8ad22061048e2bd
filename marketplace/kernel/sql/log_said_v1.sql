-- One audit entry of which something is known only in the database: the function that knows it has filled the blanks of
-- the canonical text, p_said, and what the entry says after the act and its leaf are made of that.
CREATE OR REPLACE FUNCTION log_said(p_entry jsonb, p_said text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM log_tell(jsonb_build_array(p_entry || jsonb_build_object(
    'after', p_said::jsonb -> 'after', 'leaf', encode(sha256('\x00'::bytea || convert_to(p_said, 'UTF8')), 'hex'))), '[]');
END $$;
REVOKE ALL ON FUNCTION log_said FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log_said TO dasaran_app;
