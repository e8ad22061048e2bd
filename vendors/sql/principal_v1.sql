-- Whoever owns and runs a vendor is corrected and ends while the application is with its owner, and stays as it is from the
-- moment it was handed in: conflicts of interest are joined with these rows (S6, S10). None is ever deleted.
CREATE FUNCTION principal_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' AND NEW.vendor_id = OLD.vendor_id
     AND EXISTS (SELECT 1 FROM vendors_vendor WHERE organisation_id = OLD.vendor_id AND state IN ('draft', 'needs_fix')) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'principal % stays as it was handed in', OLD.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'principal_stays', TABLE = 'vendors_principal';
END $$;
CREATE TRIGGER principal_stays BEFORE UPDATE OR DELETE ON vendors_principal
  FOR EACH ROW EXECUTE FUNCTION principal_stays();
