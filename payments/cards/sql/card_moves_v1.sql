-- What the bank answered to a charge is taken over once: after the answer only its state and what was given back move.
CREATE FUNCTION charge_told_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'the answer of the bank to charge % stays', OLD.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'charge_told_once', TABLE = 'cards_cardtransaction';
END $$;
CREATE TRIGGER charge_told_once BEFORE UPDATE ON cards_cardtransaction
  FOR EACH ROW WHEN (OLD.state NOT IN ('initiated', 'authorised') AND
    (NEW.provider_id, NEW.auth_code, NEW.rrn, NEW.authorised_at, NEW.captured_at, NEW.captured_idr, NEW.fee_idr,
     NEW.decline_code, NEW.key_number, NEW.key_since, NEW.asked_at, NEW.times_asked) IS DISTINCT FROM
    (OLD.provider_id, OLD.auth_code, OLD.rrn, OLD.authorised_at, OLD.captured_at, OLD.captured_idr, OLD.fee_idr,
     OLD.decline_code, OLD.key_number, OLD.key_since, OLD.asked_at, OLD.times_asked))
  EXECUTE FUNCTION charge_told_once();

-- What was given back of a charge is the sum of the bank's credits, judged at commit. `charge_not_over_refunded` keeps
-- that sum within what was captured.
CREATE FUNCTION charge_refunds_sum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_charge uuid;
BEGIN
  IF TG_TABLE_NAME = 'cards_cardrefund' THEN
    v_charge := NEW.transaction_id;
  ELSE
    v_charge := NEW.id;
  END IF;
  IF (SELECT refunded_idr FROM cards_cardtransaction WHERE id = v_charge) IS DISTINCT FROM
     (SELECT coalesce(sum(amount_idr), 0) FROM cards_cardrefund WHERE transaction_id = v_charge) THEN
    RAISE EXCEPTION 'what was given back of charge % is not the sum of its credits', v_charge
      USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_refunds_sum', TABLE = 'cards_cardtransaction';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER charge_begins_unrefunded AFTER INSERT ON cards_cardtransaction DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.refunded_idr <> 0) EXECUTE FUNCTION charge_refunds_sum();
CREATE CONSTRAINT TRIGGER charge_refunds_sum AFTER UPDATE ON cards_cardtransaction DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.refunded_idr <> OLD.refunded_idr) EXECUTE FUNCTION charge_refunds_sum();
CREATE CONSTRAINT TRIGGER charge_refunds_sum AFTER INSERT ON cards_cardrefund DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION charge_refunds_sum();

-- Cards and charges are where their last move led, judged at commit: no state without its row, no row without its state.
CREATE FUNCTION card_state_is_its_last_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_card bigint;
BEGIN
  IF TG_TABLE_NAME = 'cards_cardhistory' THEN
    v_card := NEW.card_id;
  ELSE
    v_card := NEW.id;
  END IF;
  IF (SELECT state FROM cards_card WHERE id = v_card) IS DISTINCT FROM coalesce(
       (SELECT after FROM cards_cardhistory WHERE card_id = v_card ORDER BY id DESC LIMIT 1), 'requested') THEN
    RAISE EXCEPTION 'card % is not where its last move led', v_card
      USING ERRCODE = 'check_violation', CONSTRAINT = 'card_state_is_its_last_move', TABLE = 'cards_card';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER card_begins_with_its_move AFTER INSERT ON cards_card DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION card_state_is_its_last_move();
CREATE CONSTRAINT TRIGGER card_state_has_its_move AFTER UPDATE ON cards_card DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state <> OLD.state) EXECUTE FUNCTION card_state_is_its_last_move();
CREATE CONSTRAINT TRIGGER card_move_has_its_state AFTER INSERT ON cards_cardhistory DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION card_state_is_its_last_move();

CREATE FUNCTION charge_state_is_its_last_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_charge uuid;
BEGIN
  IF TG_TABLE_NAME = 'cards_cardtransactionhistory' THEN
    v_charge := NEW.transaction_id;
  ELSE
    v_charge := NEW.id;
  END IF;
  IF (SELECT state FROM cards_cardtransaction WHERE id = v_charge) IS DISTINCT FROM
     (SELECT after FROM cards_cardtransactionhistory WHERE transaction_id = v_charge ORDER BY id DESC LIMIT 1) THEN
    RAISE EXCEPTION 'charge % is not where its last move led', v_charge
      USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_state_is_its_last_move', TABLE = 'cards_cardtransaction';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER charge_begins_with_its_move AFTER INSERT ON cards_cardtransaction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION charge_state_is_its_last_move();
CREATE CONSTRAINT TRIGGER charge_state_has_its_move AFTER UPDATE ON cards_cardtransaction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state <> OLD.state)
  EXECUTE FUNCTION charge_state_is_its_last_move();
CREATE CONSTRAINT TRIGGER charge_move_has_its_state AFTER INSERT ON cards_cardtransactionhistory
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION charge_state_is_its_last_move();
