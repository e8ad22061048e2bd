-- A hold is placed and released by an internal auditor, is only ever released, and the order's flag says the same.
CREATE FUNCTION audit_hold_is_an_auditors() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_person bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.placed_by_id ELSE NEW.released_by_id END;
  v_day date := ((CASE TG_OP WHEN 'INSERT' THEN NEW.placed_at ELSE NEW.released_at END) AT TIME ZONE 'Asia/Jakarta')::date;
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.released_at IS NOT NULL
      OR to_jsonb(NEW) - '{released_at,released_by_id,release_reason}'::text[]
         IS DISTINCT FROM to_jsonb(OLD) - '{released_at,released_by_id,release_reason}'::text[]) THEN
    RAISE EXCEPTION 'audit hold % is only released', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'audit_hold_only_released', TABLE = 'orders_orderaudithold';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM accounts_roleassignment
                  WHERE user_id = v_person AND role = 'apip' AND revoked_at IS NULL AND valid_from <= v_day
                    AND (valid_to IS NULL OR valid_to >= v_day)) THEN
    RAISE EXCEPTION 'an audit hold is an internal auditor''s'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_hold_is_an_auditors', TABLE = 'orders_orderaudithold';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_hold_is_an_auditors BEFORE INSERT OR UPDATE ON orders_orderaudithold
  FOR EACH ROW EXECUTE FUNCTION audit_hold_is_an_auditors();

CREATE FUNCTION audit_hold_agrees() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_order uuid := CASE TG_TABLE_NAME WHEN 'orders_orderaudithold' THEN (to_jsonb(NEW) ->> 'order_id')::uuid
                                     ELSE (to_jsonb(NEW) ->> 'id')::uuid END;
BEGIN
  IF (SELECT audit_hold FROM orders_procurementorder WHERE id = v_order) IS DISTINCT FROM
     EXISTS (SELECT 1 FROM orders_orderaudithold WHERE order_id = v_order AND released_at IS NULL) THEN
    RAISE EXCEPTION 'order % and its audit holds disagree', v_order
      USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_hold_agrees', TABLE = 'orders_procurementorder';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_hold_agrees AFTER INSERT OR UPDATE ON orders_orderaudithold
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_hold_agrees();
CREATE CONSTRAINT TRIGGER audit_hold_agrees AFTER UPDATE OF audit_hold ON orders_procurementorder
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_hold_agrees();

-- While held, an order is neither approved nor accepted nor paid, whatever the program says.
CREATE FUNCTION audit_hold_stops_the_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.audit_hold AND NEW.state <> OLD.state AND (OLD.state, NEW.state) IN (
       ('awaiting_approval', 'ordered'), ('inspection', 'accepted'), ('inspection', 'partially_accepted')) THEN
    RAISE EXCEPTION 'order % is held for audit', OLD.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_hold_stops_the_order', TABLE = 'orders_procurementorder';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_hold_stops_the_order BEFORE UPDATE OF state ON orders_procurementorder
  FOR EACH ROW EXECUTE FUNCTION audit_hold_stops_the_order();
