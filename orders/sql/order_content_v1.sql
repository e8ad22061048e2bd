-- What an approver is shown, as one hash (I-17): the page carries it, the approval stores it, and anyone can compute it
-- again from the rows. Terms are fixed after approval, so it holds for ever.

CREATE FUNCTION order_content_sha256(subject uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\n',
    o.number, o.agency_id, o.vendor_id, o.requester_id, o.fiscal_year, o.total_idr,
    (SELECT string_agg(concat_ws('|', position, listing_id, price_record_id, unit_code, unit_price_idr, quantity, amount_idr,
                                 listing_sha256, title), E'\n' ORDER BY position)
       FROM orders_orderline WHERE order_id = o.id),
    (SELECT string_agg(concat_ws('|', budget_line_id, amount_idr), E'\n' ORDER BY budget_line_id)
       FROM orders_ordercharge WHERE order_id = o.id)), 'UTF8')), 'hex')
    FROM orders_procurementorder o WHERE o.id = subject
$$;

CREATE FUNCTION order_approval_holds_its_content() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.content_sha256 <> order_content_sha256(NEW.id) THEN
    RAISE EXCEPTION 'the approval of order % is not of its present content', NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_approval_holds_its_content', TABLE = 'orders_procurementorder';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER order_approval_holds_its_content AFTER UPDATE OF content_sha256 ON orders_procurementorder
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.content_sha256 <> '')
  EXECUTE FUNCTION order_approval_holds_its_content();
