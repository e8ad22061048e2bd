-- Roles that one person must not hold in the same days (S1, S2, S5, S8), and roles that do not fit the organisation.
-- The Python side with the reasons is marketplace/accounts/segregation.py; a test compares both for every pair.
-- Source: UU 1/2004 Art. 10; PP 12/2019 Art. 14-15, 19-21; Permendagri 79/2022 Art. 1(6); UU 15/2004.

CREATE OR REPLACE FUNCTION accounts_office_root(office bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  -- The office of the province to which a unit belongs: rules "in the same office" hold for all its units together.
  WITH RECURSIVE up AS (
    SELECT office AS id, 0 AS height
    UNION ALL
    SELECT a.parent_id, up.height + 1 FROM up JOIN accounts_agency a ON a.organisation_id = up.id
     WHERE a.parent_id IS NOT NULL AND up.height < 10
  )
  SELECT id FROM up ORDER BY height DESC LIMIT 1
$$;

CREATE OR REPLACE FUNCTION accounts_rule_between(one text, other text, same_office boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN (one IN ('bp', 'bpp')
          AND other IN ('pa', 'kpa', 'bud', 'kuasa_bud', 'ppk_skpd', 'pptk', 'pp', 'vendor_owner', 'vendor_staff'))
      OR (other IN ('bp', 'bpp')
          AND one IN ('pa', 'kpa', 'bud', 'kuasa_bud', 'ppk_skpd', 'pptk', 'pp', 'vendor_owner', 'vendor_staff'))
      THEN 'S1'
    WHEN (one = 'ppk_skpd' AND other IN ('pptk', 'ppk', 'pp'))
      OR (other = 'ppk_skpd' AND one IN ('pptk', 'ppk', 'pp'))
      THEN 'S2'
    WHEN same_office AND ((one = 'card_admin' AND other IN ('card_holder', 'card_delegate'))
      OR (other = 'card_admin' AND one IN ('card_holder', 'card_delegate')))
      THEN 'S5'
    WHEN (one IN ('apip', 'bpk')) <> (other IN ('apip', 'bpk'))
      THEN 'S8'
  END
$$;

CREATE OR REPLACE FUNCTION segregation_of_roles() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  meets record;
  organisation_kind text;
BEGIN
  IF NEW.revoked_at IS NOT NULL THEN
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
     AND held.revoked_at IS NULL
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

DROP TRIGGER IF EXISTS segregation_of_roles ON accounts_roleassignment;
CREATE CONSTRAINT TRIGGER segregation_of_roles AFTER INSERT OR UPDATE ON accounts_roleassignment
  DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION segregation_of_roles();

-- A role that was held stays on record: an assignment is only ever ended, once, and not before it was given.
CREATE OR REPLACE FUNCTION role_assignment_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL
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
CREATE TRIGGER role_assignment_only_ends BEFORE UPDATE OR DELETE ON accounts_roleassignment
  FOR EACH ROW EXECUTE FUNCTION role_assignment_only_ends();

-- Moving an office under another would change what "the same office" means for assignments already judged.
CREATE OR REPLACE FUNCTION agency_parent_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN
    RAISE EXCEPTION 'an office keeps its place; open a new one under the other office'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'agency_parent_is_fixed', TABLE = 'accounts_agency';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS agency_parent_is_fixed ON accounts_agency;
CREATE TRIGGER agency_parent_is_fixed BEFORE UPDATE ON accounts_agency
  FOR EACH ROW EXECUTE FUNCTION agency_parent_is_fixed();
