-- The people whom an order names are those who moved it, all of them, judged at commit. The rest of `one_side_v1.sql`
-- stays in force; version 1 let a name be taken away, so that nobody was compared with it any more (S3, S6). Read from the
-- row as it is by then, for several moves may be made in one transaction.
CREATE OR REPLACE FUNCTION order_names_its_movers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_order orders_procurementorder;
  v_named bigint[];
  v_moves text[] := ARRAY['choose choose_direct', 'approve', 'confirm', 'inspect'];
BEGIN
  SELECT * INTO v_order FROM orders_procurementorder WHERE id = NEW.id;
  v_named := ARRAY[v_order.chooser_id, v_order.approver_id, v_order.confirmed_by_id, v_order.receiver_id];
  FOR place IN 1..4 LOOP
    IF v_named[place] IS DISTINCT FROM (
         SELECT actor_id FROM orders_orderhistory
          WHERE order_id = NEW.id AND action = ANY (string_to_array(v_moves[place], ' ')) ORDER BY step DESC LIMIT 1) THEN
      RAISE EXCEPTION 'order % names % who did not %, or not who did', NEW.number, v_named[place], v_moves[place]
        USING ERRCODE = 'check_violation', CONSTRAINT = 'order_names_its_movers', TABLE = 'orders_procurementorder';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
