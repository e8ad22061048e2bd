-- The life of an order is the table orders_legalmove and nothing else (I-15), and whoever makes a move holds, at that
-- moment, a role that may make it, in the order's own office or vendor (I-16).
-- Orders and their history agree at commit: no state without its row, no row without its state.

CREATE FUNCTION order_history_is_legal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  may text[];
  expected text;
BEGIN
  SELECT roles INTO may FROM orders_legalmove
   WHERE action = NEW.action AND before = NEW.before AND after = NEW.after;
  IF may IS NULL THEN
    RAISE EXCEPTION 'order move % from "%" to "%" is not in the table of moves', NEW.action, NEW.before, NEW.after
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_move_is_legal', TABLE = 'orders_orderhistory';
  END IF;

  SELECT after INTO expected FROM orders_orderhistory WHERE order_id = NEW.order_id AND step = NEW.step - 1;
  IF (NEW.step = 1) <> (NEW.before = '') OR (NEW.step > 1 AND expected IS DISTINCT FROM NEW.before) THEN
    RAISE EXCEPTION 'order history step % from "%" does not continue "%"', NEW.step, NEW.before, expected
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_history_continues', TABLE = 'orders_orderhistory';
  END IF;

  IF NEW.actor_id IS NULL THEN
    IF NOT 'system' = ANY (may) THEN
      RAISE EXCEPTION 'order move % needs a person', NEW.action
        USING ERRCODE = 'check_violation', CONSTRAINT = 'order_mover_has_the_role', TABLE = 'orders_orderhistory';
    END IF;
  ELSIF NOT EXISTS (
    SELECT 1
      FROM orders_procurementorder o
      JOIN accounts_roleassignment held ON held.organisation_id IN (o.agency_id, o.vendor_id)
     WHERE o.id = NEW.order_id
       AND held.user_id = NEW.actor_id
       AND held.role = ANY (may)
       AND held.valid_from <= (NEW.at AT TIME ZONE 'Asia/Jakarta')::date
       AND (held.valid_to IS NULL OR held.valid_to >= (NEW.at AT TIME ZONE 'Asia/Jakarta')::date)
       AND (held.revoked_at IS NULL OR held.revoked_at > NEW.at)
  ) THEN
    RAISE EXCEPTION 'person % holds no role for order move % at that moment', NEW.actor_id, NEW.action
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_mover_has_the_role', TABLE = 'orders_orderhistory';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER order_history_is_legal BEFORE INSERT ON orders_orderhistory
  FOR EACH ROW EXECUTE FUNCTION order_history_is_legal();

CREATE FUNCTION order_moves_legally() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.state <> OLD.state
     AND NOT EXISTS (SELECT 1 FROM orders_legalmove WHERE before = OLD.state AND after = NEW.state) THEN
    RAISE EXCEPTION 'order % cannot go from % to %', OLD.number, OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_move_is_legal', TABLE = 'orders_procurementorder';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER order_moves_legally BEFORE UPDATE OF state ON orders_procurementorder
  FOR EACH ROW EXECUTE FUNCTION order_moves_legally();

CREATE FUNCTION order_state_is_its_last_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject uuid := CASE TG_TABLE_NAME WHEN 'orders_orderhistory' THEN (to_jsonb(NEW) ->> 'order_id')::uuid
                                     ELSE (to_jsonb(NEW) ->> 'id')::uuid END;
  now_state text;
  last_move text;
BEGIN
  SELECT state INTO now_state FROM orders_procurementorder WHERE id = subject;
  SELECT after INTO last_move FROM orders_orderhistory WHERE order_id = subject ORDER BY step DESC LIMIT 1;
  IF now_state IS DISTINCT FROM last_move THEN
    RAISE EXCEPTION 'order % is in state % but its last move led to %', subject, now_state, last_move
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_state_has_its_move', TABLE = 'orders_procurementorder';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER order_state_has_its_move AFTER INSERT OR UPDATE OF state ON orders_procurementorder
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION order_state_is_its_last_move();
CREATE CONSTRAINT TRIGGER order_move_has_its_state AFTER INSERT ON orders_orderhistory
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION order_state_is_its_last_move();
