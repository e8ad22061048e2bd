-- Version 2 of two functions of `segregation_of_roles_v1.sql`, the rest of which stays in force. A role ends when it is revoked
-- and not before: version 1 took every revoked role for one that had ended, so that an end written for a day to come, on a
-- new row too, let two roles meet that must not (S1, S2, S5, S8).

CREATE OR REPLACE FUNCTION segregation_of_roles() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  meets record;
  organisation_kind text;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.revoked_at IS NOT NULL THEN
    RETURN NULL;
  END IF;
  -- One at a time for each person: two decisions at once cannot both overlook the other.
  PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;

  SELECT kind INTO organisation_kind FROM accounts_organisation WHERE id = NEW.organisation_id;
  IF (organisation_kind = 'vendor') <> (NEW.role IN ('vendor_owner', 'vendor_staff'))
     OR (organisation_kind = 'operator'
         AND NEW.role NOT IN ('apip', 'bpk', 'verifier', 'ukpbj', 'site_admin')) THEN
    RAISE EXCEPTION 'role % cannot be held in an organisation of kind %', NEW.role, organisation_kind
      USING ERRCODE = 'check_violation', CONSTRAINT = 'role_fits_organisation', TABLE = 'accounts_roleassignment';
  END IF;

  SELECT held.role, accounts_rule_between(
           NEW.role, held.role,
           accounts_office_root(NEW.organisation_id) = accounts_office_root(held.organisation_id)) AS rule
    INTO meets
    FROM accounts_roleassignment held
   WHERE held.user_id = NEW.user_id
     AND held.id <> NEW.id
     AND (held.revoked_at IS NULL OR held.revoked_at > NEW.assigned_at)
     AND daterange(held.valid_from, held.valid_to, '[]') && daterange(NEW.valid_from, NEW.valid_to, '[]')
     AND accounts_rule_between(
           NEW.role, held.role,
           accounts_office_root(NEW.organisation_id) = accounts_office_root(held.organisation_id)) IS NOT NULL
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'rule %: role % meets role % in one person', meets.rule, NEW.role, meets.role
      USING ERRCODE = 'check_violation', CONSTRAINT = 'segregation_of_roles', TABLE = 'accounts_roleassignment';
  END IF;
  RETURN NULL;
END $$;

-- An end is written when it comes: not before the role was given, nor for later than the clocks of two machines may differ.
CREATE OR REPLACE FUNCTION role_assignment_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.revoked_at IS NULL THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.revoked_at IS NULL
     AND NEW.revoked_at BETWEEN NEW.assigned_at AND greatest(clock_timestamp(), NEW.assigned_at) + interval '1 day'
     AND ROW(NEW.id, NEW.user_id, NEW.role, NEW.organisation_id, NEW.valid_from, NEW.valid_to,
             NEW.decision_number, NEW.decision_date, NEW.assigned_at)
         IS NOT DISTINCT FROM
         ROW(OLD.id, OLD.user_id, OLD.role, OLD.organisation_id, OLD.valid_from, OLD.valid_to,
             OLD.decision_number, OLD.decision_date, OLD.assigned_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a role assignment is ended by revoking it, not changed or deleted'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'role_assignment_only_ends', TABLE = 'accounts_roleassignment';
END $$;

DROP TRIGGER IF EXISTS role_assignment_only_ends ON accounts_roleassignment;
CREATE TRIGGER role_assignment_only_ends BEFORE INSERT OR UPDATE OR DELETE ON accounts_roleassignment
  FOR EACH ROW EXECUTE FUNCTION role_assignment_only_ends();
