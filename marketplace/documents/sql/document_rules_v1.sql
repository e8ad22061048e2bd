-- A paper says for ever what it said when it was issued, and a signature is on exactly that.
-- Source: UU 11/2008 art. 11 as amended by UU 1/2024 (a change after signing must be noticed); Permendagri 1/2023.

CREATE OR REPLACE FUNCTION document_content_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
     AND to_jsonb(NEW) - ARRAY['state', 'void_reason', 'voided_at', 'pdf_sha256']
       = to_jsonb(OLD) - ARRAY['state', 'void_reason', 'voided_at', 'pdf_sha256']
     AND (NEW.state = OLD.state
          OR (OLD.state, NEW.state) IN (('issued', 'valid'), ('issued', 'void'), ('valid', 'void'))) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'document %: a paper is signed or made void, never changed', OLD.number
    USING ERRCODE = 'check_violation', CONSTRAINT = 'document_content_stays', TABLE = 'documents_document';
END $$;
CREATE TRIGGER document_content_stays BEFORE UPDATE OR DELETE ON documents_document
  FOR EACH ROW EXECUTE FUNCTION document_content_stays();

CREATE OR REPLACE FUNCTION signature_on_the_content() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  paper record;
BEGIN
  SELECT content_sha256, state INTO paper FROM documents_document WHERE id = NEW.document_id;
  IF paper.content_sha256 IS DISTINCT FROM NEW.content_sha256 OR paper.state = 'void' THEN
    RAISE EXCEPTION 'signature on document % names other content, or the document is void', NEW.document_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_on_other_content', TABLE = 'documents_signature';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signature_on_the_content BEFORE INSERT ON documents_signature
  FOR EACH ROW EXECUTE FUNCTION signature_on_the_content();
