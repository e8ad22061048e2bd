-- A paper written whole: number, hash, row, who may open it, first signature, audit entry. From the number until the
-- commit all papers of its series wait, so nothing that could be done before is done here. As the caller, so every
-- trigger, CHECK and grant judges each row as ever.
-- p_content and p_said are canonical JSON, of the paper and of its audit entry, with blanks for what is known only here.
-- p_numbered holds the parts of a number around sequence and unit; without it the paper brings a number of its own.
-- Answers without a number, and writes nothing, when there is no such issuer.
DROP FUNCTION IF EXISTS document_issue(jsonb, bigint[], jsonb);
CREATE OR REPLACE FUNCTION document_issue(
  p_document jsonb, p_numbered text[], p_content text, p_viewers bigint[], p_signer bigint, p_signer_name text,
  p_signer_role text, p_entry jsonb, p_said text, OUT number text, OUT content_sha256 text
) LANGUAGE plpgsql AS $$
DECLARE
  v_paper documents_document := jsonb_populate_record(NULL::documents_document, p_document);
  v_unit text;
BEGIN
  SELECT coalesce(nullif(agency.unit_code, ''), nullif(issuer.short_code, ''), 'PJ' || issuer.id) INTO v_unit
    FROM accounts_organisation issuer LEFT JOIN accounts_agency agency ON agency.organisation_id = issuer.id
   WHERE issuer.id = v_paper.issuer_id;
  IF v_unit IS NULL THEN
    RETURN;
  END IF;

  number := v_paper.number;
  IF p_numbered IS NOT NULL THEN
    number := concat_ws('/', p_numbered[1], p_numbered[2],
                        number_draw(v_paper.issuer_id, v_paper.series, v_paper.year), v_unit, p_numbered[3]);
  END IF;
  content_sha256 := encode(sha256(convert_to(
    replace(p_content, '"\u0000number"', to_json(number)::text), 'UTF8')), 'hex');
  v_paper.number := number;
  v_paper.content_sha256 := content_sha256;

  INSERT INTO documents_document VALUES (v_paper.*);
  INSERT INTO documents_documentviewer (document_id, organisation_id)
    SELECT v_paper.id, viewer FROM unnest(p_viewers) AS viewer;
  INSERT INTO documents_signature (document_id, user_id, name, nip, role, content_sha256, signed_at)
    SELECT v_paper.id, person.id, coalesce(person.full_name, p_signer_name), coalesce(person.nip, ''), p_signer_role,
           v_paper.content_sha256, v_paper.issued_at
      FROM (SELECT p_signer AS id) signer LEFT JOIN accounts_user person USING (id);

  p_said := replace(replace(p_said, '"\u0000number"', to_json(number)::text),
                    '"\u0000content_sha256"', to_json(content_sha256)::text);
  PERFORM log_said(p_entry, p_said);
END $$;
REVOKE ALL ON FUNCTION document_issue FROM PUBLIC;
GRANT EXECUTE ON FUNCTION document_issue TO dasaran_app;
