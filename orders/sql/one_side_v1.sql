-- Nobody acts on both sides of one order (S6). Whoever is of the vendor does nothing for the office on an order of that
-- vendor, whatever role is held in the office; and whoever acted for the office on an order does nothing for its vendor on
-- it. Of the vendor is, on the day of the act, its owner and staff by role, its owners and managers by NIK (with or without
-- an account, S10), and for ever on that order whoever acted for the vendor on it.
-- The Python side with the reasons is orders/policies.py. Source: segregation rule S6; Perpres 16/2018 art. 7 (1) e and (2).

CREATE FUNCTION order_move_is_the_vendors(p_action text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT p_action IN ('confirm', 'decline', 'start', 'ship', 'ship_next', 'close_short')
$$;

CREATE FUNCTION order_is_of_its_vendor(p_order uuid, p_vendor bigint, p_person bigint, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_day date := (p_at AT TIME ZONE 'Asia/Jakarta')::date;
BEGIN
  RETURN EXISTS (
      SELECT 1 FROM accounts_roleassignment
       WHERE user_id = p_person AND organisation_id = p_vendor AND valid_from <= v_day
         AND (valid_to IS NULL OR valid_to >= v_day) AND (revoked_at IS NULL OR revoked_at > p_at))
    OR EXISTS (
      SELECT 1 FROM vendors_principal owner JOIN accounts_user person ON person.nik_hash = owner.nik_hash
       WHERE owner.vendor_id = p_vendor AND person.id = p_person AND owner.since <= v_day
         AND (owner.until IS NULL OR owner.until > v_day))
    OR EXISTS (
      SELECT 1 FROM orders_orderhistory
       WHERE order_id = p_order AND actor_id = p_person AND order_move_is_the_vendors(action))
    OR EXISTS (
      SELECT 1 FROM orders_handover WHERE order_id = p_order AND vendor_signed_by_id = p_person);
END $$;

CREATE FUNCTION order_keep_sides_apart(p_order uuid, p_vendor bigint, p_person bigint, p_at timestamptz, p_side text)
RETURNS void LANGUAGE plpgsql STABLE AS $$ BEGIN
  IF p_side = 'office' AND order_is_of_its_vendor(p_order, p_vendor, p_person, p_at) THEN
    RAISE EXCEPTION 'person % is of the vendor of order % and does not act for the office on it', p_person, p_order
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_vendor_acts_for_office';
  END IF;
  IF p_side = 'vendor' AND EXISTS (
       SELECT 1 FROM orders_orderhistory
        WHERE order_id = p_order AND actor_id = p_person AND NOT order_move_is_the_vendors(action)) THEN
    RAISE EXCEPTION 'person % acted for the office on order % and does not act for its vendor', p_person, p_order
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_office_acts_for_vendor';
  END IF;
END $$;

-- Each move, and with it that the people whom the order names are those who moved it: who is compared is who acted (S3).
-- The first move is its submitter's, who is looked at in the second.
CREATE FUNCTION order_move_on_one_side() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_order orders_procurementorder;
BEGIN
  SELECT * INTO v_order FROM orders_procurementorder WHERE id = NEW.order_id;
  IF NEW.actor_id IS DISTINCT FROM (CASE NEW.action
       WHEN 'submit' THEN v_order.requester_id
       WHEN 'choose' THEN v_order.chooser_id
       WHEN 'choose_direct' THEN v_order.chooser_id
       WHEN 'approve' THEN v_order.approver_id
       WHEN 'confirm' THEN v_order.confirmed_by_id
       WHEN 'inspect' THEN v_order.receiver_id
       ELSE NEW.actor_id END) THEN
    RAISE EXCEPTION 'order % names another than % for its move %', v_order.number, NEW.actor_id, NEW.action
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_names_its_movers', TABLE = 'orders_orderhistory';
  END IF;
  PERFORM order_keep_sides_apart(NEW.order_id, v_order.vendor_id, NEW.actor_id, NEW.at,
                                 CASE WHEN order_move_is_the_vendors(NEW.action) THEN 'vendor' ELSE 'office' END);
  RETURN NULL;
END $$;
CREATE TRIGGER order_move_on_one_side AFTER INSERT ON orders_orderhistory
  FOR EACH ROW WHEN (NEW.actor_id IS NOT NULL AND NEW.action <> 'create') EXECUTE FUNCTION order_move_on_one_side();

-- The people whom the order names change with a move of theirs, judged at commit.
CREATE FUNCTION order_names_its_movers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_named bigint[] := ARRAY[NEW.chooser_id, NEW.approver_id, NEW.confirmed_by_id, NEW.receiver_id];
  v_moves text[] := ARRAY['choose choose_direct', 'approve', 'confirm', 'inspect'];
BEGIN
  FOR place IN 1..4 LOOP
    IF v_named[place] IS NOT NULL AND v_named[place] IS DISTINCT FROM (
         SELECT actor_id FROM orders_orderhistory
          WHERE order_id = NEW.id AND action = ANY (string_to_array(v_moves[place], ' ')) ORDER BY step DESC LIMIT 1) THEN
      RAISE EXCEPTION 'order % names % who did not %', NEW.number, v_named[place], v_moves[place]
        USING ERRCODE = 'check_violation', CONSTRAINT = 'order_names_its_movers', TABLE = 'orders_procurementorder';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER order_names_its_movers AFTER UPDATE ON orders_procurementorder
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((NEW.chooser_id, NEW.approver_id, NEW.confirmed_by_id, NEW.receiver_id)
        IS DISTINCT FROM (OLD.chooser_id, OLD.approver_id, OLD.confirmed_by_id, OLD.receiver_id))
  EXECUTE FUNCTION order_names_its_movers();

-- What is written beside the moves: the side, then the columns of who and when.
CREATE FUNCTION order_act_on_one_side() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_row jsonb := to_jsonb(NEW);
BEGIN
  PERFORM order_keep_sides_apart(id, vendor_id, (v_row ->> TG_ARGV[1])::bigint, (v_row ->> TG_ARGV[2])::timestamptz, TG_ARGV[0])
     FROM orders_procurementorder WHERE id = NEW.order_id;
  RETURN NULL;
END $$;
CREATE TRIGGER opened_on_one_side AFTER INSERT ON orders_comparison
  FOR EACH ROW EXECUTE FUNCTION order_act_on_one_side('office', 'opened_by_id', 'opened_at');
CREATE TRIGGER shipped_on_one_side AFTER INSERT ON orders_shipment
  FOR EACH ROW EXECUTE FUNCTION order_act_on_one_side('vendor', 'shipped_by_id', 'shipped_at');
CREATE TRIGGER arrival_on_one_side AFTER INSERT OR UPDATE OF arrival_recorded_by_id ON orders_shipment
  FOR EACH ROW WHEN (NEW.arrival_recorded_by_id IS NOT NULL)
  EXECUTE FUNCTION order_act_on_one_side('office', 'arrival_recorded_by_id', 'arrived_at');
CREATE TRIGGER inspected_on_one_side AFTER INSERT ON orders_inspection
  FOR EACH ROW EXECUTE FUNCTION order_act_on_one_side('office', 'receiver_id', 'at');
CREATE TRIGGER signed_on_one_side AFTER INSERT OR UPDATE OF vendor_signed_by_id ON orders_handover
  FOR EACH ROW WHEN (NEW.vendor_signed_by_id IS NOT NULL)
  EXECUTE FUNCTION order_act_on_one_side('vendor', 'vendor_signed_by_id', 'vendor_signed_at');
CREATE TRIGGER accepted_on_one_side AFTER INSERT OR UPDATE OF accepted_by_id ON orders_handover
  FOR EACH ROW WHEN (NEW.accepted_by_id IS NOT NULL)
  EXECUTE FUNCTION order_act_on_one_side('office', 'accepted_by_id', 'accepted_at');
CREATE TRIGGER reviewed_on_one_side AFTER INSERT ON orders_performancereview
  FOR EACH ROW EXECUTE FUNCTION order_act_on_one_side('office', 'reviewed_by_id', 'reviewed_at');

-- The handover report names the receiver who inspected, and its payable the people of the order: by them evidence and
-- payment are kept apart later (S3, S6).
CREATE FUNCTION handover_names_its_people() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM orders_inspection
                  WHERE id = NEW.inspection_id AND order_id = NEW.order_id AND receiver_id = NEW.receiver_id) THEN
    RAISE EXCEPTION 'handover % names another receiver than its inspection', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_names_its_people', TABLE = 'orders_handover';
  END IF;
  IF NEW.payable_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM payables_payable owed JOIN orders_procurementorder o ON o.id = owed.order_id
        WHERE owed.id = NEW.payable_id AND o.id = NEW.order_id
          AND (owed.agency_id, owed.vendor_id, owed.requester_id, owed.chooser_id, owed.approver_id, owed.receiver_id)
              = (o.agency_id, o.vendor_id, o.requester_id, o.chooser_id, o.approver_id, NEW.receiver_id)) THEN
    RAISE EXCEPTION 'the payable of handover % names other people than its order', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_names_its_people', TABLE = 'orders_handover';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER handover_names_its_people AFTER INSERT OR UPDATE OF payable_id ON orders_handover
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION handover_names_its_people();

-- A signature on a paper of an order: purchase letter, comparison, inspection, handover report.
CREATE FUNCTION order_signature_on_one_side() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM order_keep_sides_apart(o.id, o.vendor_id, NEW.user_id, NEW.signed_at,
                                 CASE WHEN NEW.role LIKE 'vendor%' THEN 'vendor' ELSE 'office' END)
     FROM documents_document paper
     JOIN orders_procurementorder o
       ON o.id = CASE paper.subject_kind WHEN 'orders.procurementorder' THEN paper.subject_id::uuid END
    WHERE paper.id = NEW.document_id;
  RETURN NULL;
END $$;
CREATE TRIGGER signature_on_one_side AFTER INSERT ON documents_signature
  FOR EACH ROW WHEN (NEW.user_id IS NOT NULL AND NEW.role IN ('pp', 'ppk', 'receiver', 'vendor_owner', 'vendor_staff'))
  EXECUTE FUNCTION order_signature_on_one_side();
