-- Who took part in a purchase neither tests nor approves its evidence (S3, S4), and who received its goods is apart from
-- whoever verifies its payment, here and in the check of the SPP (S6). `settlement_guards_v1.sql` compared the approver of
-- the list with all of them but the receiver, and left the six tests to the program.
CREATE FUNCTION charge_was_partly_of(p_charge uuid, p_person bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN EXISTS (
      SELECT 1 FROM cards_cardtransaction t JOIN cards_card c ON c.id = t.card_id
        LEFT JOIN payables_payable p ON p.id = t.payable_id
       WHERE t.id = p_charge
         AND p_person IN (c.holder_id, t.initiated_by_id, p.requester_id, p.chooser_id, p.receiver_id))
    OR EXISTS (
      SELECT 1 FROM settlement_realexpenseline l JOIN settlement_realexpenselist d ON d.id = l.expense_list_id
       WHERE l.transaction_id = p_charge AND d.withdrawn_at IS NULL AND d.listed_by_id = p_person);
END $$;

CREATE OR REPLACE FUNCTION dpt_approver_apart() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF charge_was_partly_of(NEW.transaction_id, (
       SELECT approved_by_id FROM settlement_billpaymentlist WHERE id = NEW.payment_list_id)) THEN
    RAISE EXCEPTION 'the approver of list % took part in transaction %', NEW.payment_list_id, NEW.transaction_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'dpt_approver_apart';
  END IF;
  RETURN NEW;
END $$;

-- Once for each line and person, for six tests come in one statement.
CREATE FUNCTION bill_tester_apart() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (
       SELECT 1 FROM (SELECT DISTINCT line_id, tested_by_id FROM written) AS test
         JOIN settlement_realexpenseline line ON line.id = test.line_id
        WHERE charge_was_partly_of(line.transaction_id, test.tested_by_id)) THEN
    RAISE EXCEPTION 'who took part in a purchase tests its evidence'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'dpt_approver_apart', TABLE = 'settlement_billtest';
  END IF;
  IF EXISTS (
       SELECT 1 FROM (SELECT DISTINCT line_id, tested_by_id, tested_at, (tested_at AT TIME ZONE 'Asia/Jakarta')::date AS day
                        FROM written) AS test
         JOIN settlement_realexpenseline line ON line.id = test.line_id
         JOIN cards_cardtransaction charge ON charge.id = line.transaction_id
        WHERE NOT EXISTS (
                SELECT 1 FROM accounts_roleassignment
                 WHERE user_id = test.tested_by_id AND organisation_id = charge.agency_id AND role IN ('pa', 'kpa')
                   AND valid_from <= test.day AND (valid_to IS NULL OR valid_to >= test.day)
                   AND (revoked_at IS NULL OR revoked_at > test.tested_at))) THEN
    RAISE EXCEPTION 'who tests evidence is no budget authority of the office'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'paper_signed_in_its_role', TABLE = 'settlement_billtest';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER bill_tester_apart AFTER INSERT ON settlement_billtest
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION bill_tester_apart();

CREATE FUNCTION request_checker_apart() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (
       SELECT 1 FROM settlement_billpaymentline line JOIN cards_cardtransaction charge ON charge.id = line.transaction_id
         JOIN payables_payable owed ON owed.id = charge.payable_id
        WHERE line.payment_list_id = NEW.payment_list_id AND owed.receiver_id = NEW.checked_by_id) THEN
    RAISE EXCEPTION 'who received the goods checks their payment in request %', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'request_checker_apart', TABLE = 'settlement_paymentrequest';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER request_checker_apart AFTER INSERT OR UPDATE OF checked_by_id ON settlement_paymentrequest
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.checked_by_id IS NOT NULL)
  EXECUTE FUNCTION request_checker_apart();

-- Every paper between bill and repaid bank is signed in the role that it takes, held on that day in the office that it is
-- about (the treasury's anywhere): so roles that one person does not hold together (S1, S2, S8) do not meet in its papers.
-- Named are the columns of who and when, and the roles; `payments/settlement/policies.py` says the same, and a test compares.
-- Judged at commit, after what a row itself says no to.
CREATE FUNCTION paper_signed_in_its_role() RETURNS trigger LANGUAGE plpgsql AS $$
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
    (SELECT agency_id FROM settlement_cardstatement WHERE id = (v_row ->> 'statement_id')::uuid));
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
CREATE CONSTRAINT TRIGGER listed_in_its_role AFTER INSERT ON settlement_realexpenselist DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION paper_signed_in_its_role('listed_by_id', 'listed_at', 'pptk');
CREATE CONSTRAINT TRIGGER approved_in_its_role AFTER INSERT ON settlement_billpaymentlist DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION paper_signed_in_its_role('approved_by_id', 'approved_at', 'pa kpa');
CREATE CONSTRAINT TRIGGER noted_in_its_role AFTER INSERT ON settlement_disbursementnote DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION paper_signed_in_its_role('signed_by_id', 'signed_at', 'pa kpa');
CREATE CONSTRAINT TRIGGER requested_in_its_role AFTER INSERT ON settlement_paymentrequest DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION paper_signed_in_its_role('signed_by_id', 'signed_at', 'bp bpp');
CREATE CONSTRAINT TRIGGER checked_in_its_role AFTER INSERT OR UPDATE OF checked_by_id ON settlement_paymentrequest
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.checked_by_id IS NOT NULL)
  EXECUTE FUNCTION paper_signed_in_its_role('checked_by_id', 'checked_at', 'ppk_skpd');
CREATE CONSTRAINT TRIGGER ordered_in_its_role AFTER INSERT ON settlement_paymentorder DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION paper_signed_in_its_role('signed_by_id', 'signed_at', 'pa');
CREATE CONSTRAINT TRIGGER disbursed_in_its_role AFTER INSERT ON settlement_disbursementorder DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION paper_signed_in_its_role('signed_by_id', 'signed_at', 'kuasa_bud bud');
CREATE CONSTRAINT TRIGGER repaid_in_its_role AFTER INSERT ON settlement_repayment DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION paper_signed_in_its_role('paid_by_id', 'started_at', 'bp bpp');
