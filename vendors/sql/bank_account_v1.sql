-- A changed account names the account of the same vendor that it replaces, so that nobody takes it for a first one.
ALTER TABLE vendors_bankaccount
  ADD CONSTRAINT bank_account_replaces_own FOREIGN KEY (vendor_id, replaces_id)
    REFERENCES vendors_bankaccount (vendor_id, id);

-- Who proposed an account, who looked at it and from when it is paid stay as they were written; the first look at a
-- change is not given to another, and the second, with its times, is written when the account comes into force.
CREATE FUNCTION bank_account_seen_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_written text[] := CASE WHEN OLD.state <> 'proposed' THEN ARRAY['state']
    WHEN NEW.state = 'verified' THEN
      ARRAY['state', 'verified_by_id', 'second_verified_by_id', 'verified_at', 'usable_from', 'reference']
    WHEN NEW.state = 'proposed' THEN ARRAY['verified_by_id', 'reference']
    ELSE ARRAY['state', 'replaces_id'] END;
BEGIN
  IF to_jsonb(NEW) - v_written IS DISTINCT FROM to_jsonb(OLD) - v_written
     OR (OLD.replaces_id IS NOT NULL AND OLD.verified_by_id IS NOT NULL
         AND NEW.verified_by_id IS DISTINCT FROM OLD.verified_by_id) THEN
    RAISE EXCEPTION 'what was looked at of account % stays', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'bank_account_seen_once', TABLE = 'vendors_bankaccount';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_account_seen_once BEFORE UPDATE ON vendors_bankaccount
  FOR EACH ROW EXECUTE FUNCTION bank_account_seen_once();

-- An account after another comes into force as a change: it names the one before, and waits out the hold time of the law
-- row `bank_account_hold_hours`.
CREATE FUNCTION bank_account_waits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_day date := (NEW.verified_at AT TIME ZONE 'Asia/Jakarta')::date;
  v_hours numeric := (SELECT value FROM kernel_lawrow
                       WHERE kind = 'bank_account_hold_hours' AND valid_from <= v_day
                         AND (valid_to IS NULL OR valid_to >= v_day) ORDER BY valid_from DESC LIMIT 1);
BEGIN
  IF NEW.replaces_id IS NULL AND EXISTS (
       SELECT 1 FROM vendors_bankaccount
        WHERE vendor_id = NEW.vendor_id AND id <> NEW.id AND verified_at IS NOT NULL) THEN
    RAISE EXCEPTION 'account % does not say which it replaces', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_account_waits', TABLE = 'vendors_bankaccount';
  END IF;
  IF NEW.replaces_id IS NOT NULL AND (NEW.usable_from >= NEW.verified_at + v_hours * interval '1 hour') IS NOT TRUE THEN
    RAISE EXCEPTION 'account % is paid before its hold time is over', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_account_waits', TABLE = 'vendors_bankaccount';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_account_waits BEFORE INSERT ON vendors_bankaccount
  FOR EACH ROW WHEN (NEW.state = 'verified') EXECUTE FUNCTION bank_account_waits();
CREATE TRIGGER bank_account_waits_when_seen BEFORE UPDATE ON vendors_bankaccount
  FOR EACH ROW WHEN (NEW.state = 'verified' AND OLD.state <> 'verified') EXECUTE FUNCTION bank_account_waits();
