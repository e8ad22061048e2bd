-- Who administers the cards of an office holds none of them and uses none, whether or not it has the holder's role (S5); an
-- auditor pays with nothing (S8). Roles that meet in one person are refused where they are given; this is about persons whom
-- a card, a letter of attorney or a charge names.
CREATE FUNCTION card_user_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_row jsonb := to_jsonb(NEW);
  v_card cards_card;
  v_first date := (v_row ->> 'valid_from')::date;
  v_last date := (v_row ->> 'valid_to')::date;
BEGIN
  IF TG_TABLE_NAME = 'cards_card' THEN
    v_card := NEW;
  ELSE
    SELECT * INTO v_card FROM cards_card WHERE id = (v_row ->> 'card_id')::bigint;
  END IF;
  IF TG_TABLE_NAME = 'cards_cardtransaction' THEN
    v_first := ((v_row ->> 'requested_at')::timestamptz AT TIME ZONE 'Asia/Jakarta')::date;
    v_last := v_first;
  END IF;
  IF EXISTS (
       SELECT 1 FROM accounts_roleassignment held
        WHERE held.user_id IN ((v_row ->> TG_ARGV[0])::bigint, v_card.holder_id) AND held.revoked_at IS NULL
          AND held.valid_from <= v_last AND (held.valid_to IS NULL OR held.valid_to >= v_first)
          AND (held.role IN ('apip', 'bpk')
               OR (held.role = 'card_admin'
                   AND accounts_office_root(held.organisation_id) = accounts_office_root(v_card.agency_id)))) THEN
    RAISE EXCEPTION 'card % is administered or audited by who uses it', v_card.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'card_user_apart';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER card_user_apart AFTER INSERT ON cards_card
  FOR EACH ROW EXECUTE FUNCTION card_user_apart('holder_id');
CREATE TRIGGER card_user_apart AFTER INSERT ON cards_carddelegate
  FOR EACH ROW EXECUTE FUNCTION card_user_apart('user_id');
CREATE TRIGGER card_user_apart AFTER INSERT ON cards_cardtransaction
  FOR EACH ROW WHEN (NEW.origin = 'payable') EXECUTE FUNCTION card_user_apart('initiated_by_id');
