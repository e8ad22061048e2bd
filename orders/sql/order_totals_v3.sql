-- Judged at commit (I-10): an order's total is the sum of its lines and the sum of its charges, and every charge is on a
-- budget line of the same office and fiscal year (I-42).
--
-- Version 3 asks each question of rows in one read, for it is asked once per row of every order.
CREATE OR REPLACE FUNCTION order_totals_agree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject uuid;
BEGIN
  IF TG_TABLE_NAME = 'orders_procurementorder' THEN
    subject := NEW.id;
  ELSIF TG_OP = 'DELETE' THEN
    subject := OLD.order_id;
  ELSE
    subject := NEW.order_id;
  END IF;
  IF TG_TABLE_NAME <> 'orders_ordercharge' AND EXISTS (
       SELECT 1 FROM orders_procurementorder o WHERE o.id = subject
          AND o.total_idr <> (SELECT coalesce(sum(amount_idr), 0) FROM orders_orderline WHERE order_id = subject)) THEN
    RAISE EXCEPTION 'order % does not equal the sum of its lines', subject
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_total_is_sum_of_lines', TABLE = 'orders_procurementorder';
  END IF;
  IF TG_TABLE_NAME <> 'orders_orderline' AND EXISTS (
       SELECT 1 FROM orders_procurementorder o WHERE o.id = subject
          AND o.total_idr <> (SELECT coalesce(sum(amount_idr), 0) FROM orders_ordercharge WHERE order_id = subject)) THEN
    RAISE EXCEPTION 'order % does not equal the sum of its charges', subject
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_total_is_sum_of_charges', TABLE = 'orders_procurementorder';
  END IF;
  IF TG_TABLE_NAME = 'orders_ordercharge' AND EXISTS (
       SELECT 1 FROM orders_ordercharge c
         JOIN orders_procurementorder o ON o.id = c.order_id
         JOIN budget_budgetline b ON b.id = c.budget_line_id
        WHERE c.order_id = subject AND (b.agency_id <> o.agency_id OR b.fiscal_year <> o.fiscal_year)) THEN
    RAISE EXCEPTION 'order % is charged to a line of another office or year', subject
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_charge_in_own_budget', TABLE = 'orders_ordercharge';
  END IF;
  RETURN NULL;
END $$;
