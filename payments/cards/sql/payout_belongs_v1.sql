-- A payout pays the vendor whose goods its charge paid, on an account of that vendor.
ALTER TABLE cards_payout
  ADD CONSTRAINT payout_charge_same_vendor FOREIGN KEY (vendor_id, transaction_id)
    REFERENCES cards_cardtransaction (vendor_id, id),
  ADD CONSTRAINT payout_account_same_vendor FOREIGN KEY (vendor_id, bank_account_id)
    REFERENCES vendors_bankaccount (vendor_id, id);

-- It begins with what the bank captured, what the acquirer keeps of it and what the platform withholds of the payable.
CREATE FUNCTION payout_is_of_its_charge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (
       SELECT 1 FROM cards_cardtransaction charge JOIN payables_payable payable ON payable.id = charge.payable_id
        WHERE charge.id = NEW.transaction_id AND charge.captured_at = NEW.created_at
          AND charge.captured_idr = NEW.captured_idr AND charge.fee_idr = NEW.fee_idr
          AND NEW.ppn_idr = CASE payable.ppn_collector WHEN 'PIHAK_LAIN' THEN payable.ppn_idr ELSE 0 END
          AND NEW.ppn_idr + NEW.pph_idr = payable.accepted_idr - payable.net_to_vendor_idr) THEN
    RAISE EXCEPTION 'payout % is not of its charge', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_is_of_its_charge', TABLE = 'cards_payout';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_is_of_its_charge BEFORE INSERT ON cards_payout
  FOR EACH ROW EXECUTE FUNCTION payout_is_of_its_charge();

-- It is sent to the account in force then.
CREATE FUNCTION payout_to_account_in_force() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM vendors_bankaccount
                  WHERE id = NEW.bank_account_id AND state = 'verified' AND usable_from <= NEW.sent_at) THEN
    RAISE EXCEPTION 'payout % goes to an account that may not be paid', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_to_account_in_force', TABLE = 'cards_payout';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_to_account_in_force BEFORE INSERT ON cards_payout
  FOR EACH ROW WHEN (NEW.bank_account_id IS NOT NULL) EXECUTE FUNCTION payout_to_account_in_force();
CREATE TRIGGER payout_to_account_when_sent BEFORE UPDATE ON cards_payout
  FOR EACH ROW WHEN (NEW.bank_account_id IS NOT NULL AND (NEW.bank_account_id, NEW.sent_at) IS DISTINCT FROM
                                                         (OLD.bank_account_id, OLD.sent_at))
  EXECUTE FUNCTION payout_to_account_in_force();

-- Captured, sent, paid, taxes remitted: in this order. The clocks of the bank and ours may differ, an hour at the most.
CREATE FUNCTION payout_times_in_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.sent_at < NEW.created_at - interval '1 hour' OR NEW.paid_at < NEW.sent_at - interval '1 hour'
     OR NEW.tax_remitted_on IS NOT NULL
        AND (NEW.tax_remitted_on >= (NEW.paid_at AT TIME ZONE 'Asia/Jakarta')::date) IS NOT TRUE THEN
    RAISE EXCEPTION 'payout % is paid before it is sent, or its taxes before it', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_times_in_order', TABLE = 'cards_payout';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_times_in_order BEFORE INSERT OR UPDATE OF sent_at, paid_at, tax_remitted_on ON cards_payout
  FOR EACH ROW EXECUTE FUNCTION payout_times_in_order();

-- Its state is where its last move led, judged at commit: no state without its row, no row without its state.
CREATE FUNCTION payout_state_is_its_last_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_payout uuid;
BEGIN
  IF TG_TABLE_NAME = 'cards_payouthistory' THEN
    v_payout := NEW.payout_id;
  ELSE
    v_payout := NEW.id;
  END IF;
  IF (SELECT state FROM cards_payout WHERE id = v_payout) IS DISTINCT FROM coalesce(
       (SELECT after FROM cards_payouthistory WHERE payout_id = v_payout ORDER BY id DESC LIMIT 1), 'pending') THEN
    RAISE EXCEPTION 'payout % is not where its last move led', v_payout
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_state_is_its_last_move', TABLE = 'cards_payout';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payout_state_has_its_move AFTER INSERT OR UPDATE OF state ON cards_payout
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payout_state_is_its_last_move();
CREATE CONSTRAINT TRIGGER payout_move_has_its_state AFTER INSERT ON cards_payouthistory
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payout_state_is_its_last_move();
