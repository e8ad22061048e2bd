-- What the governor's decision says of a programme and of a card stays as it was entered; what the bank and the handover
-- add to a card is filled in once. Its state, limits and sums move under rules of their own.
CREATE FUNCTION card_facts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_moving text[] := ARRAY['state', 'revision', 'limit_idr', 'per_txn_idr', 'held_idr', 'used_idr', 'bank_posted_idr'];
  v_once text[] := ARRAY['provider_id', 'pan_masked', 'lost_reported_at', 'handover_number'];
  v_column text;
  v_kept boolean;
BEGIN
  v_kept := to_jsonb(NEW) - v_moving - v_once = to_jsonb(OLD) - v_moving - v_once AND NEW.revision >= OLD.revision;
  FOREACH v_column IN ARRAY v_once LOOP
    v_kept := v_kept AND (coalesce(to_jsonb(OLD) ->> v_column, '') = ''
                          OR to_jsonb(NEW) -> v_column = to_jsonb(OLD) -> v_column);
  END LOOP;
  IF NOT v_kept THEN
    RAISE EXCEPTION 'card % stays as it was decided', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'card_facts_stay', TABLE = 'cards_card';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER facts_stay BEFORE UPDATE ON cards_card FOR EACH ROW EXECUTE FUNCTION card_facts_stay();

CREATE FUNCTION card_programme_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'programme % stays as it was decided', OLD.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'card_programme_stays', TABLE = 'cards_cardprogramme';
END $$;
CREATE TRIGGER card_programme_stays BEFORE UPDATE ON cards_cardprogramme
  FOR EACH ROW EXECUTE FUNCTION card_programme_stays();

-- A card's limits are those of its last change, judged at commit: no limit without its reason, no reason without its limit.
CREATE FUNCTION limit_is_its_last_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_card bigint := CASE TG_TABLE_NAME WHEN 'cards_card' THEN (to_jsonb(NEW) ->> 'id')::bigint
                                      ELSE (to_jsonb(NEW) ->> 'card_id')::bigint END;
BEGIN
  IF (SELECT (limit_idr, per_txn_idr) FROM cards_card WHERE id = v_card) IS DISTINCT FROM
     (SELECT (after_idr, per_txn_idr) FROM cards_limitchange WHERE card_id = v_card ORDER BY id DESC LIMIT 1) THEN
    RAISE EXCEPTION 'the limit of card % is not that of its last change', v_card
      USING ERRCODE = 'check_violation', CONSTRAINT = 'limit_is_its_last_change', TABLE = 'cards_card';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER first_limit_is_its_change AFTER INSERT ON cards_card DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION limit_is_its_last_change();
CREATE CONSTRAINT TRIGGER limit_is_its_last_change AFTER UPDATE ON cards_card DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN ((OLD.limit_idr, OLD.per_txn_idr) <> (NEW.limit_idr, NEW.per_txn_idr))
  EXECUTE FUNCTION limit_is_its_last_change();
CREATE CONSTRAINT TRIGGER limit_is_its_last_change AFTER INSERT ON cards_limitchange DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION limit_is_its_last_change();

-- What a payout says of its sending, its arrival and its taxes is written by the move that makes it so, and only then.
CREATE FUNCTION payout_stays_as_sent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_written text[] := CASE OLD.state || ' ' || NEW.state
    WHEN 'pending sent' THEN ARRAY['state', 'bank_account_id', 'sent_at']
    WHEN 'sent paid' THEN ARRAY['state', 'paid_at', 'provider_id']
    WHEN 'sent refused' THEN ARRAY['state', 'failure_code']
    WHEN 'refused pending' THEN ARRAY['state', 'number', 'bank_account_id', 'sent_at', 'failure_code']
    ELSE '{}' END;
BEGIN
  IF OLD.state = 'paid' AND OLD.tax_remitted_on IS NULL THEN
    v_written := ARRAY['tax_remitted_on', 'tax_reference'];
  END IF;
  IF to_jsonb(NEW) - v_written IS DISTINCT FROM to_jsonb(OLD) - v_written
     OR (OLD.state = 'refused' AND NEW.state = 'pending' AND NEW.number <> OLD.number + 1)
     OR (NEW.tax_reference <> OLD.tax_reference AND NEW.tax_remitted_on IS NULL) THEN
    RAISE EXCEPTION 'payout % stays as it was sent', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payout_stays_as_sent', TABLE = 'cards_payout';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_stays_as_sent BEFORE UPDATE ON cards_payout FOR EACH ROW EXECUTE FUNCTION payout_stays_as_sent();
