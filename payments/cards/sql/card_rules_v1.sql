-- The figures of a card: nothing of ours may rise above the limit. What the bank posted without asking is a fact and
-- does not count; a cut of the limit below what is used is legal, and then nothing more is authorised.
CREATE FUNCTION card_within_limit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.held_idr + NEW.used_idr - NEW.bank_posted_idr > OLD.held_idr + OLD.used_idr - OLD.bank_posted_idr
     AND NEW.held_idr + NEW.used_idr - NEW.bank_posted_idr > NEW.limit_idr THEN
    RAISE EXCEPTION 'card % would pass its limit', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'card_within_limit';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER card_within_limit BEFORE UPDATE ON cards_card FOR EACH ROW EXECUTE FUNCTION card_within_limit();

-- The limits of a programme's cards stay within its UP KKPD: judged at commit, with the programme locked, so that two
-- cards issued at once cannot both take the last of it.
CREATE FUNCTION cards_within_float() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_programme bigint := CASE TG_TABLE_NAME WHEN 'cards_cardprogramme' THEN (to_jsonb(NEW) ->> 'id')::bigint
                                           ELSE (to_jsonb(NEW) ->> 'programme_id')::bigint END;
  v_credit bigint;
BEGIN
  SELECT up_kkpd_idr INTO v_credit FROM cards_cardprogramme WHERE id = v_programme FOR UPDATE;
  IF (SELECT coalesce(sum(limit_idr), 0) FROM cards_card WHERE programme_id = v_programme) > v_credit THEN
    RAISE EXCEPTION 'limits of programme % exceed its credit', v_programme
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cards_within_float';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cards_within_float AFTER INSERT OR UPDATE OF limit_idr, programme_id ON cards_card
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cards_within_float();
CREATE CONSTRAINT TRIGGER cards_within_float AFTER UPDATE OF up_kkpd_idr ON cards_cardprogramme
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cards_within_float();

-- Cards move along `states.CARD_FLOW`.
CREATE FUNCTION card_moves_along_its_flow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
       ('requested', 'approved'), ('approved', 'issued'), ('issued', 'delivered'), ('delivered', 'active'),
       ('active', 'suspended'), ('suspended', 'active'), ('active', 'blocked_lost'), ('suspended', 'blocked_lost'),
       ('blocked_lost', 'replaced'), ('active', 'expired'), ('suspended', 'expired'), ('active', 'closed'),
       ('suspended', 'closed')) THEN
    RAISE EXCEPTION 'card % cannot go from % to %', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'card_move_legal';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER card_moves_along_its_flow BEFORE UPDATE ON cards_card
  FOR EACH ROW EXECUTE FUNCTION card_moves_along_its_flow();

-- A charge: what was asked never changes, what the bank said is written once, states move along
-- `states.TRANSACTION_FLOW`.
CREATE FUNCTION charge_moves_along_its_flow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_free text[] := ARRAY['state', 'captured_idr', 'refunded_idr', 'fee_idr', 'key_number', 'key_since', 'asked_at',
                         'times_asked', 'provider_id', 'auth_code', 'rrn', 'authorised_at', 'captured_at',
                         'decline_code'];
BEGIN
  IF to_jsonb(NEW) - v_free IS DISTINCT FROM to_jsonb(OLD) - v_free THEN
    RAISE EXCEPTION 'what charge % asked never changes', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'charge_facts_fixed';
  END IF;
  IF OLD.captured_at IS NOT NULL
     AND (NEW.captured_idr, NEW.captured_at, NEW.rrn, NEW.auth_code, NEW.fee_idr)
         IS DISTINCT FROM (OLD.captured_idr, OLD.captured_at, OLD.rrn, OLD.auth_code, OLD.fee_idr) THEN
    RAISE EXCEPTION 'charge % was captured once', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'charge_captured_once';
  END IF;
  IF NEW.refunded_idr < OLD.refunded_idr THEN
    RAISE EXCEPTION 'a refund of charge % is not taken back', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'charge_facts_fixed';
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
       ('initiated', 'authorised'), ('initiated', 'declined'), ('initiated', 'captured'), ('authorised', 'captured'),
       ('authorised', 'reversed'), ('authorised', 'expired'), ('captured', 'posted'), ('posted', 'billed'),
       ('billed', 'mismatch'), ('mismatch', 'billed'), ('billed', 'in_dpr'), ('in_dpr', 'in_dpt'),
       ('in_dpr', 'rejected'), ('rejected', 'in_dpr'), ('rejected', 'personal_liability'), ('billed', 'disputed'),
       ('rejected', 'disputed'), ('mismatch', 'disputed'), ('disputed', 'charged_back'), ('disputed', 'in_dpr'),
       ('disputed', 'personal_liability'), ('in_dpt', 'in_spp'), ('in_spp', 'in_dpt'), ('in_spp', 'in_spm'),
       ('in_spm', 'in_spp'), ('in_spm', 'sp2d_issued'), ('sp2d_issued', 'settled'), ('settled', 'closed'),
       ('personal_liability', 'closed')) THEN
    RAISE EXCEPTION 'charge % cannot go from % to %', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_move_legal';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER charge_moves_along_its_flow BEFORE UPDATE ON cards_cardtransaction
  FOR EACH ROW EXECUTE FUNCTION charge_moves_along_its_flow();

-- A charge of ours begins as an intent of the holder or of a delegate; one of the bank begins disputed.
CREATE FUNCTION charge_begins_right() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.state <> (CASE NEW.origin WHEN 'bank' THEN 'disputed' ELSE 'initiated' END) THEN
    RAISE EXCEPTION 'charge % begins in the wrong state', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_move_legal';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM cards_card WHERE id = NEW.card_id AND holder_id = NEW.holder_id) THEN
    RAISE EXCEPTION 'charge % names another holder', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_by_holder_or_delegate';
  END IF;
  IF NEW.origin = 'payable' AND NEW.initiated_by_id <> NEW.holder_id AND NOT EXISTS (
       SELECT 1 FROM cards_carddelegate
        WHERE card_id = NEW.card_id AND user_id = NEW.initiated_by_id AND revoked_at IS NULL
          AND (NEW.requested_at AT TIME ZONE 'Asia/Jakarta')::date BETWEEN valid_from AND valid_to) THEN
    RAISE EXCEPTION 'charge % is by neither holder nor delegate', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_by_holder_or_delegate';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER charge_begins_right BEFORE INSERT ON cards_cardtransaction
  FOR EACH ROW EXECUTE FUNCTION charge_begins_right();

-- Only the holder gives a letter of attorney (no passing on, S9); it is revoked, never rewritten.
CREATE FUNCTION card_delegate_rules() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'INSERT' AND NOT EXISTS (
       SELECT 1 FROM cards_card WHERE id = NEW.card_id AND holder_id = NEW.granted_by_id) THEN
    RAISE EXCEPTION 'only the holder of card % gives power over it', NEW.card_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'card_delegate_by_holder';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.revoked_at IS NOT NULL
       OR to_jsonb(NEW) - 'revoked_at' IS DISTINCT FROM to_jsonb(OLD) - 'revoked_at') THEN
    RAISE EXCEPTION 'letter of attorney % is only revoked', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'card_delegate_only_revoked';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER card_delegate_rules BEFORE INSERT OR UPDATE ON cards_carddelegate
  FOR EACH ROW EXECUTE FUNCTION card_delegate_rules();

-- A payout: amounts never change, states move along `states.PAYOUT_FLOW`.
CREATE FUNCTION payout_moves_along_its_flow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_free text[] := ARRAY['state', 'number', 'sent_at', 'paid_at', 'provider_id', 'failure_code', 'bank_account_id',
                         'tax_remitted_on', 'tax_reference'];
BEGIN
  IF to_jsonb(NEW) - v_free IS DISTINCT FROM to_jsonb(OLD) - v_free THEN
    RAISE EXCEPTION 'the amounts of payout % never change', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payout_facts_fixed';
  END IF;
  IF OLD.tax_remitted_on IS NOT NULL AND NEW.tax_remitted_on IS DISTINCT FROM OLD.tax_remitted_on THEN
    RAISE EXCEPTION 'the taxes of payout % were remitted once', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payout_facts_fixed';
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
       ('pending', 'sent'), ('sent', 'paid'), ('sent', 'refused'), ('refused', 'pending')) THEN
    RAISE EXCEPTION 'payout % cannot go from % to %', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_move_legal';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_moves_along_its_flow BEFORE UPDATE ON cards_payout
  FOR EACH ROW EXECUTE FUNCTION payout_moves_along_its_flow();

-- Rows stay inside their organisation: card and programme, charge, card and payable name the same agency; charge and
-- payable, payout and charge the same vendor.
ALTER TABLE cards_card
  ADD CONSTRAINT card_programme_same_agency FOREIGN KEY (agency_id, programme_id)
    REFERENCES cards_cardprogramme (agency_id, id);
ALTER TABLE cards_cardtransaction
  ADD CONSTRAINT charge_card_same_agency FOREIGN KEY (agency_id, card_id) REFERENCES cards_card (agency_id, id),
  ADD CONSTRAINT charge_payable_same_agency FOREIGN KEY (agency_id, payable_id)
    REFERENCES payables_payable (agency_id, id),
  ADD CONSTRAINT charge_payable_same_vendor FOREIGN KEY (vendor_id, payable_id)
    REFERENCES payables_payable (vendor_id, id);
