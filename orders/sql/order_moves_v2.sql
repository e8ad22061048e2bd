-- Orders and their history agree at commit: no state without its row, no row without its state. The rest of
-- `order_moves_v1.sql` stays in force; version 2 reads the order's id from the row itself, where version 1 turned the
-- whole row into JSON for it.
CREATE OR REPLACE FUNCTION order_state_is_its_last_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject uuid;
  now_state text;
  last_move text;
BEGIN
  IF TG_TABLE_NAME = 'orders_orderhistory' THEN
    subject := NEW.order_id;
  ELSE
    subject := NEW.id;
  END IF;
  SELECT state INTO now_state FROM orders_procurementorder WHERE id = subject;
  SELECT after INTO last_move FROM orders_orderhistory WHERE order_id = subject ORDER BY step DESC LIMIT 1;
  IF now_state IS DISTINCT FROM last_move THEN
    RAISE EXCEPTION 'order % is in state % but its last move led to %', subject, now_state, last_move
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_state_has_its_move', TABLE = 'orders_procurementorder';
  END IF;
  RETURN NULL;
END $$;
