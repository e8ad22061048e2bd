-- A round of verification stays as it was decided: then only the second pair of eyes may still sign, once.
CREATE FUNCTION review_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_second text[] := ARRAY['second_verifier_id', 'second_note', 'second_at'];
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.second_at IS NULL
     AND (OLD.decision = '' OR to_jsonb(NEW) - v_second = to_jsonb(OLD) - v_second)
     AND (NEW.vendor_id, NEW.round, NEW.submitted_at) = (OLD.vendor_id, OLD.round, OLD.submitted_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'review % stays as it was decided', OLD.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'review_stays', TABLE = 'vendors_review';
END $$;
CREATE TRIGGER review_stays BEFORE UPDATE OR DELETE ON vendors_review
  FOR EACH ROW EXECUTE FUNCTION review_stays();
