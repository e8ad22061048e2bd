-- Who may open a paper is said when it is issued: all its readers are written by one statement. Afterwards nobody is
-- added, as nobody is taken away.
CREATE OR REPLACE FUNCTION document_viewers_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (
       SELECT 1 FROM written JOIN documents_documentviewer viewer USING (document_id)
        WHERE viewer.id NOT IN (SELECT id FROM written)) THEN
    RAISE EXCEPTION 'the readers of a paper were said when it was issued'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'document_viewers_stay', TABLE = 'documents_documentviewer';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER document_viewers_stay AFTER INSERT ON documents_documentviewer
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION document_viewers_stay();
