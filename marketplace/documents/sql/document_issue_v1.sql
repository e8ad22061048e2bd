-- A paper written whole: its row, who may open it, and the first signature. As the caller, so every trigger, CHECK and
-- grant judges each row as ever; the signature is compared with the paper, which must be there before.
-- Rows come whole from the models, by column, each as an array of one.
CREATE OR REPLACE FUNCTION document_issue(p_document jsonb, p_viewers bigint[], p_signature jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO documents_document SELECT * FROM jsonb_populate_recordset(NULL::documents_document, p_document);
  INSERT INTO documents_documentviewer (document_id, organisation_id)
    SELECT (p_document -> 0 ->> 'id')::uuid, viewer FROM unnest(p_viewers) AS viewer;
  INSERT INTO documents_signature OVERRIDING USER VALUE
    SELECT * FROM jsonb_populate_recordset(NULL::documents_signature, p_signature);
END $$;
REVOKE ALL ON FUNCTION document_issue FROM PUBLIC;
GRANT EXECUTE ON FUNCTION document_issue TO dasaran_app;
