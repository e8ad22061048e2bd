-- One natural person has one account (S10): whose it is was found out once, and stays. Else the NIK could be taken off one
-- account and put on the next. Persons are compared by it, with vendors' owners too.
CREATE FUNCTION person_keeps_the_nik() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'account % stays that of its person', OLD.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'person_keeps_the_nik', TABLE = 'accounts_user';
END $$;
CREATE TRIGGER person_keeps_the_nik BEFORE UPDATE OF nik_hash ON accounts_user
  FOR EACH ROW WHEN (OLD.nik_hash IS NOT NULL AND NEW.nik_hash IS DISTINCT FROM OLD.nik_hash)
  EXECUTE FUNCTION person_keeps_the_nik();
