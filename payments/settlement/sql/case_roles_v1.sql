-- What is settled about a line that a bill held back is written in the role that it takes too, held on that day in the
-- office whose card was charged: a difference, a refusal's answer, a dispute, a debt of the holder, money that comes back
-- (S1, S8). The roles are those of `payments/settlement/policies.py`, which a test compares; `evidence_apart_v1.sql` says
-- the same of papers, and here finds the office by the charge, where the row has no list and no bill.
CREATE OR REPLACE FUNCTION paper_signed_in_its_role() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_row jsonb := to_jsonb(NEW);
  v_person bigint := (v_row ->> TG_ARGV[0])::bigint;
  v_at timestamptz := (v_row ->> TG_ARGV[1])::timestamptz;
  v_day date := (v_at AT TIME ZONE 'Asia/Jakarta')::date;
  v_roles text[] := string_to_array(TG_ARGV[2], ' ');
  v_agency bigint := coalesce(
    (SELECT agency_id FROM settlement_billpaymentlist
      WHERE id = coalesce(v_row ->> 'payment_list_id', CASE TG_TABLE_NAME WHEN 'settlement_billpaymentlist'
                                                                          THEN v_row ->> 'id' END)::uuid),
    (SELECT agency_id FROM settlement_cardstatement WHERE id = (v_row ->> 'statement_id')::uuid),
    (SELECT agency_id FROM cards_cardtransaction
      WHERE id = coalesce((v_row ->> 'transaction_id')::uuid, (
                  SELECT transaction_id FROM settlement_realexpenseline WHERE id = (v_row ->> 'expense_line_id')::bigint))));
BEGIN
  IF NOT EXISTS (
       SELECT 1 FROM accounts_roleassignment
        WHERE user_id = v_person AND role = ANY (v_roles) AND valid_from <= v_day
          AND (valid_to IS NULL OR valid_to >= v_day) AND (revoked_at IS NULL OR revoked_at > v_at)
          AND (organisation_id = v_agency OR role IN ('bud', 'kuasa_bud'))) THEN
    RAISE EXCEPTION 'person % held none of % for row % of %', v_person, TG_ARGV[2], v_row ->> 'id', TG_TABLE_NAME
      USING ERRCODE = 'check_violation', CONSTRAINT = 'paper_signed_in_its_role';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER proposed_in_its_role AFTER INSERT ON settlement_mismatchresolution
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION paper_signed_in_its_role('proposed_by_id', 'proposed_at', 'pptk card_admin bp bpp');
CREATE CONSTRAINT TRIGGER resolved_in_its_role AFTER INSERT OR UPDATE OF decided_by_id ON settlement_mismatchresolution
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.decided_by_id IS NOT NULL)
  EXECUTE FUNCTION paper_signed_in_its_role('decided_by_id', 'decided_at', 'pa kpa ppk_skpd');
CREATE CONSTRAINT TRIGGER answered_in_its_role AFTER INSERT ON settlement_lineanswer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION paper_signed_in_its_role('answered_by_id', 'answered_at', 'card_holder card_delegate pptk');
CREATE CONSTRAINT TRIGGER claimed_in_its_role AFTER INSERT ON settlement_disputeclaim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION paper_signed_in_its_role('raised_by_id', 'raised_at', 'card_admin bp bpp');
CREATE CONSTRAINT TRIGGER told_in_its_role AFTER INSERT OR UPDATE OF answered_by_id ON settlement_disputeclaim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.answered_by_id IS NOT NULL)
  EXECUTE FUNCTION paper_signed_in_its_role('answered_by_id', 'answered_at', 'card_admin bp bpp');
CREATE CONSTRAINT TRIGGER decided_in_its_role AFTER INSERT OR UPDATE OF decided_by_id ON settlement_disputeclaim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.decided_by_id IS NOT NULL)
  EXECUTE FUNCTION paper_signed_in_its_role('decided_by_id', 'decided_at', 'pa kpa');
CREATE CONSTRAINT TRIGGER decided_in_its_role AFTER INSERT ON settlement_personalliability
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION paper_signed_in_its_role('decided_by_id', 'decided_at', 'pa kpa');
CREATE CONSTRAINT TRIGGER recorded_in_its_role AFTER INSERT OR UPDATE OF recorded_by_id ON settlement_personalliability
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.recorded_by_id IS NOT NULL)
  EXECUTE FUNCTION paper_signed_in_its_role('recorded_by_id', 'recorded_at', 'card_admin bp bpp');
CREATE CONSTRAINT TRIGGER agreed_in_its_role AFTER INSERT ON settlement_spendingreturn
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION paper_signed_in_its_role('agreed_by_id', 'agreed_at', 'bp bpp');
CREATE CONSTRAINT TRIGGER received_in_its_role AFTER INSERT OR UPDATE OF received_by_id ON settlement_spendingreturn
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.received_by_id IS NOT NULL)
  EXECUTE FUNCTION paper_signed_in_its_role('received_by_id', 'received_at', 'bp bpp');
CREATE CONSTRAINT TRIGGER deposited_in_its_role AFTER INSERT OR UPDATE OF deposited_by_id ON settlement_spendingreturn
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.deposited_by_id IS NOT NULL)
  EXECUTE FUNCTION paper_signed_in_its_role('deposited_by_id', 'deposited_at', 'bp bpp');
