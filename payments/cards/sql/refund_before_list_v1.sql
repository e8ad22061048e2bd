-- What stands in a payment list is paid as it stands: from there on money comes back through the treasurer, not the card.
CREATE FUNCTION charge_refunded_before_list() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.refunded_idr > OLD.refunded_idr
     AND OLD.state NOT IN ('captured', 'posted', 'billed', 'mismatch', 'in_dpr', 'rejected', 'disputed') THEN
    RAISE EXCEPTION 'charge % stands in a payment list', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_refunded_before_list';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER charge_refunded_before_list BEFORE UPDATE ON cards_cardtransaction
  FOR EACH ROW EXECUTE FUNCTION charge_refunded_before_list();
