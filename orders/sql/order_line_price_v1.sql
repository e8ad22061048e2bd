-- The price of a line is a published price of that very listing, and of the order's own vendor (I-13): nobody types it.

CREATE FUNCTION order_line_price_is_published() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  -- The row as it is at commit: a line that was exchanged in the same transaction is no longer there.
  IF EXISTS (SELECT 1 FROM orders_orderline WHERE id = NEW.id) AND NOT EXISTS (
    SELECT 1 FROM catalog_pricerecord p
      JOIN catalog_listing l ON l.id = p.listing_id
      JOIN orders_procurementorder o ON o.id = NEW.order_id
     WHERE p.id = NEW.price_record_id AND p.listing_id = NEW.listing_id
       AND p.unit_price_idr = NEW.unit_price_idr AND l.vendor_id = o.vendor_id) THEN
    RAISE EXCEPTION 'order line price % is not a published price of listing %', NEW.unit_price_idr, NEW.listing_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'order_line_price_is_published', TABLE = 'orders_orderline';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER order_line_price_is_published AFTER INSERT OR UPDATE OF price_record_id, unit_price_idr, listing_id
  ON orders_orderline DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION order_line_price_is_published();
