-- How much of a line was sent, sent back and taken, and how much of an order and its charges is owed, is what its papers
-- add up to, judged at commit, from both sides: no counter without its lot, count or handover report, and none of these
-- without the counter. What is paid, and what is still to come, is read from the counters (UU 1/2004 art. 21 (1)).
CREATE FUNCTION order_line_is_as_delivered(p_line bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN NOT EXISTS (
    SELECT 1 FROM orders_orderline line WHERE line.id = p_line
       AND (line.shipped_quantity
              <> (SELECT coalesce(sum(quantity), 0) FROM orders_shipmentline WHERE order_line_id = line.id)
         OR line.rejected_quantity
              <> (SELECT coalesce(sum(rejected_quantity), 0) FROM orders_inspectionline WHERE order_line_id = line.id)
         OR line.accepted_quantity
              <> (SELECT coalesce(sum(seen.accepted_quantity), 0)
                    FROM orders_inspectionline seen JOIN orders_handover report USING (inspection_id)
                   WHERE seen.order_line_id = line.id AND report.accepted_by_id IS NOT NULL)));
END $$;

CREATE FUNCTION order_line_counts_its_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_good boolean;
BEGIN
  IF TG_TABLE_NAME = 'orders_orderline' THEN
    v_good := order_line_is_as_delivered(NEW.id);
  ELSIF TG_TABLE_NAME = 'orders_handover' THEN
    v_good := NOT EXISTS (SELECT 1 FROM orders_inspectionline
                           WHERE inspection_id = NEW.inspection_id AND NOT order_line_is_as_delivered(order_line_id));
  ELSE
    v_good := order_line_is_as_delivered(NEW.order_line_id);
  END IF;
  IF NOT v_good THEN
    RAISE EXCEPTION 'row % of % and the counters of its order line disagree', NEW.id, TG_TABLE_NAME
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_line_counts_its_deliveries', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER order_line_counts_its_deliveries
  AFTER INSERT OR UPDATE OF shipped_quantity, rejected_quantity, accepted_quantity ON orders_orderline
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.shipped_quantity <> 0 OR NEW.rejected_quantity <> 0 OR NEW.accepted_quantity <> 0)
  EXECUTE FUNCTION order_line_counts_its_deliveries();
CREATE CONSTRAINT TRIGGER order_line_counts_its_deliveries AFTER INSERT ON orders_shipmentline
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION order_line_counts_its_deliveries();
CREATE CONSTRAINT TRIGGER order_line_counts_its_deliveries AFTER INSERT ON orders_inspectionline
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION order_line_counts_its_deliveries();
CREATE CONSTRAINT TRIGGER order_line_counts_its_deliveries AFTER INSERT OR UPDATE OF accepted_by_id ON orders_handover
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.accepted_by_id IS NOT NULL)
  EXECUTE FUNCTION order_line_counts_its_deliveries();

-- In money: an order and its charges owe what its signed handover reports say, and a charge gives back its rest only when
-- the order was closed short.
CREATE FUNCTION order_owes_what_was_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_order uuid;
BEGIN
  IF TG_TABLE_NAME = 'orders_procurementorder' THEN
    v_order := NEW.id;
  ELSE
    v_order := NEW.order_id;
  END IF;
  IF EXISTS (
       SELECT 1 FROM orders_procurementorder o
         CROSS JOIN LATERAL (SELECT coalesce(sum(amount_idr), 0) AS idr FROM orders_handover
                              WHERE order_id = o.id AND accepted_by_id IS NOT NULL) accepted
         CROSS JOIN LATERAL (SELECT coalesce(sum(obligated_idr), 0) AS obligated, coalesce(sum(released_idr), 0) AS released
                               FROM orders_ordercharge WHERE order_id = o.id) charged
        WHERE o.id = v_order
          AND (o.accepted_idr <> accepted.idr OR charged.obligated <> accepted.idr
               OR charged.released <> CASE WHEN EXISTS (
                    SELECT 1 FROM orders_orderhistory WHERE order_id = o.id AND action = 'close_short')
                    THEN o.total_idr - accepted.idr ELSE 0 END)) THEN
    RAISE EXCEPTION 'order % owes another amount than was accepted of it', v_order
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_owes_what_was_accepted', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER order_owes_what_was_accepted AFTER INSERT OR UPDATE OF accepted_idr ON orders_procurementorder
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.accepted_idr <> 0)
  EXECUTE FUNCTION order_owes_what_was_accepted();
CREATE CONSTRAINT TRIGGER order_owes_what_was_accepted AFTER INSERT OR UPDATE OF accepted_by_id ON orders_handover
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.accepted_by_id IS NOT NULL)
  EXECUTE FUNCTION order_owes_what_was_accepted();
CREATE CONSTRAINT TRIGGER order_owes_what_was_accepted AFTER INSERT OR UPDATE OF obligated_idr, released_idr
  ON orders_ordercharge DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.obligated_idr <> 0 OR NEW.released_idr <> 0) EXECUTE FUNCTION order_owes_what_was_accepted();
