-- Judged at commit (I-10): an order's total is the sum of its lines and the sum of its charges, and every charge is on a
-- budget line of the same office and fiscal year (I-42).

CREATE FUNCTION order_totals_agree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject uuid := CASE
    WHEN TG_TABLE_NAME = 'orders_procurementorder' THEN (to_jsonb(NEW) ->> 'id')::uuid
    WHEN TG_OP = 'DELETE' THEN (to_jsonb(OLD) ->> 'order_id')::uuid
    ELSE (to_jsonb(NEW) ->> 'order_id')::uuid END;
  total bigint;
BEGIN
  SELECT total_idr INTO total FROM orders_procurementorder WHERE id = subject;
  IF TG_TABLE_NAME <> 'orders_ordercharge'
     AND total <> (SELECT coalesce(sum(amount_idr), 0) FROM orders_orderline WHERE order_id = subject) THEN
    RAISE EXCEPTION 'order % does not equal the sum of its lines', subject
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_total_is_sum_of_lines', TABLE = 'orders_procurementorder';
  END IF;
  IF TG_TABLE_NAME <> 'orders_orderline'
     AND total <> (SELECT coalesce(sum(amount_idr), 0) FROM orders_ordercharge WHERE order_id = subject) THEN
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

CREATE CONSTRAINT TRIGGER order_total_agrees AFTER INSERT OR UPDATE OF total_idr ON orders_procurementorder
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION order_totals_agree();
CREATE CONSTRAINT TRIGGER order_lines_sum_to_total AFTER INSERT OR DELETE OR UPDATE OF amount_idr, order_id ON orders_orderline
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION order_totals_agree();
CREATE CONSTRAINT TRIGGER order_charges_sum_to_total
  AFTER INSERT OR DELETE OR UPDATE OF amount_idr, budget_line_id, order_id ON orders_ordercharge
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION order_totals_agree();
