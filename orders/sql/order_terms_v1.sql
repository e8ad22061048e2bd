-- What was ordered never changes once it has left the purchasing officer (I-14): not the lines, the price, the parties
-- or the charges. Corrections are new papers. Only delivery counters and the use of a charge move, and only forward.

CREATE FUNCTION order_is_changeable(subject uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT state IN ('draft', 'submitted', 'comparing') FROM orders_procurementorder WHERE id = subject), true)
$$;

CREATE FUNCTION order_terms_are_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'order % cannot be deleted', OLD.number
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'order_terms_are_fixed', TABLE = 'orders_procurementorder';
  END IF;
  IF (NEW.id, NEW.number, NEW.need_id, NEW.agency_id, NEW.requester_id, NEW.fiscal_year, NEW.created_at)
       IS DISTINCT FROM (OLD.id, OLD.number, OLD.need_id, OLD.agency_id, OLD.requester_id, OLD.fiscal_year, OLD.created_at)
     OR (OLD.state NOT IN ('draft', 'submitted', 'comparing')
         AND (NEW.vendor_id, NEW.total_idr, NEW.chooser_id, NEW.title)
             IS DISTINCT FROM (OLD.vendor_id, OLD.total_idr, OLD.chooser_id, OLD.title))
     OR (OLD.approver_id IS NOT NULL
         AND (NEW.approver_id, NEW.approved_at, NEW.content_sha256, NEW.oscar_order_id)
             IS DISTINCT FROM (OLD.approver_id, OLD.approved_at, OLD.content_sha256, OLD.oscar_order_id))
     OR (OLD.confirmed_by_id IS NOT NULL AND NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id)
     OR NEW.accepted_idr < OLD.accepted_idr THEN
    RAISE EXCEPTION 'the terms of order % are fixed', OLD.number
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'order_terms_are_fixed', TABLE = 'orders_procurementorder';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER order_terms_are_fixed BEFORE UPDATE OR DELETE ON orders_procurementorder
  FOR EACH ROW EXECUTE FUNCTION order_terms_are_fixed();

CREATE FUNCTION order_lines_are_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  counters text[] := ARRAY['shipped_quantity', 'rejected_quantity', 'accepted_quantity'];
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - counters = to_jsonb(OLD) - counters THEN
    IF NEW.accepted_quantity < OLD.accepted_quantity OR NEW.rejected_quantity < OLD.rejected_quantity
       OR NEW.shipped_quantity < OLD.shipped_quantity THEN
      RAISE EXCEPTION 'delivery counters only grow'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'order_lines_are_fixed', TABLE = 'orders_orderline';
    END IF;
    RETURN NEW;
  END IF;
  IF NOT order_is_changeable(CASE TG_OP WHEN 'INSERT' THEN NEW.order_id ELSE OLD.order_id END) THEN
    RAISE EXCEPTION 'lines of a placed order are fixed'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'order_lines_are_fixed', TABLE = 'orders_orderline';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER order_lines_are_fixed BEFORE INSERT OR UPDATE OR DELETE ON orders_orderline
  FOR EACH ROW EXECUTE FUNCTION order_lines_are_fixed();

CREATE FUNCTION order_charges_are_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  counters text[] := ARRAY['obligated_idr', 'released_idr'];
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - counters = to_jsonb(OLD) - counters THEN
    IF NEW.obligated_idr < OLD.obligated_idr OR NEW.released_idr < OLD.released_idr THEN
      RAISE EXCEPTION 'the use of a charge only grows'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'order_charges_are_fixed', TABLE = 'orders_ordercharge';
    END IF;
    RETURN NEW;
  END IF;
  IF NOT order_is_changeable(CASE TG_OP WHEN 'INSERT' THEN NEW.order_id ELSE OLD.order_id END) THEN
    RAISE EXCEPTION 'charges of a placed order are fixed'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'order_charges_are_fixed', TABLE = 'orders_ordercharge';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER order_charges_are_fixed BEFORE INSERT OR UPDATE OR DELETE ON orders_ordercharge
  FOR EACH ROW EXECUTE FUNCTION order_charges_are_fixed();
