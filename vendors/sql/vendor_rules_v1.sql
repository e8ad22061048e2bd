-- A vendor moves only along its table, and is certified only by the people it takes. vendors/states.py has the same table;
-- a test compares both. Source: vendor verification with two pairs of eyes for legal entities; Perpres 16/2018 art. 7.

CREATE OR REPLACE FUNCTION vendor_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
       ('draft', 'submitted'), ('needs_fix', 'submitted'), ('submitted', 'in_review'), ('in_review', 'needs_fix'),
       ('verified', 'needs_fix'), ('in_review', 'verified'), ('in_review', 'rejected'), ('verified', 'active'),
       ('active', 'suspended'), ('suspended', 'active'), ('active', 'blacklisted'), ('suspended', 'blacklisted'),
       ('draft', 'closed'), ('active', 'closed'), ('suspended', 'closed')) THEN
    RAISE EXCEPTION 'a vendor does not go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'vendor_moves', TABLE = 'vendors_vendor';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER vendor_moves BEFORE UPDATE OF state ON vendors_vendor FOR EACH ROW EXECUTE FUNCTION vendor_moves();

CREATE OR REPLACE FUNCTION vendor_certified_by_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'active' AND NOT EXISTS (
       SELECT 1 FROM vendors_review r
        WHERE r.vendor_id = NEW.organisation_id AND r.decision = 'verify' AND r.verifier_id IS NOT NULL
          AND (NEW.legal_form = 'perorangan' OR r.second_verifier_id IS NOT NULL)
          AND NOT EXISTS (
            SELECT 1 FROM vendors_principal p JOIN accounts_user u ON u.nik_hash = p.nik_hash
             WHERE p.vendor_id = NEW.organisation_id AND u.id IN (r.verifier_id, r.second_verifier_id))) THEN
    RAISE EXCEPTION 'vendor % is active without the verification it needs', NEW.organisation_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'vendor_certified_by_people', TABLE = 'vendors_vendor';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER vendor_certified_by_people AFTER INSERT OR UPDATE OF state, legal_form ON vendors_vendor
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION vendor_certified_by_people();

-- An account that was proposed keeps its number for ever: another number is another version.
CREATE OR REPLACE FUNCTION bank_account_number_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND ROW(NEW.vendor_id, NEW.version, NEW.bank_code, NEW.number, NEW.number_hash, NEW.holder_name, NEW.proposed_at)
       IS NOT DISTINCT FROM ROW(OLD.vendor_id, OLD.version, OLD.bank_code, OLD.number, OLD.number_hash, OLD.holder_name, OLD.proposed_at)
     AND (OLD.state = NEW.state OR (OLD.state, NEW.state) IN
       (('proposed', 'verified'), ('proposed', 'refused'), ('proposed', 'replaced'), ('verified', 'replaced'))) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a bank account is replaced by another version, not changed'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_account_number_stays', TABLE = 'vendors_bankaccount';
END $$;
CREATE TRIGGER bank_account_number_stays BEFORE UPDATE OR DELETE ON vendors_bankaccount
  FOR EACH ROW EXECUTE FUNCTION bank_account_number_stays();
