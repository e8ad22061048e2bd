-- Each paper carries the amount of its list: another amount cannot be stored.
ALTER TABLE settlement_disbursementnote ADD CONSTRAINT disbursement_note_amount
  FOREIGN KEY (payment_list_id, total_idr) REFERENCES settlement_billpaymentlist (id, total_idr);
ALTER TABLE settlement_paymentrequest ADD CONSTRAINT payment_request_amount
  FOREIGN KEY (payment_list_id, total_idr) REFERENCES settlement_billpaymentlist (id, total_idr);
ALTER TABLE settlement_paymentorder ADD CONSTRAINT payment_order_amount
  FOREIGN KEY (payment_list_id, total_idr) REFERENCES settlement_billpaymentlist (id, total_idr);
ALTER TABLE settlement_disbursementorder ADD CONSTRAINT disbursement_order_amount
  FOREIGN KEY (payment_list_id, total_idr) REFERENCES settlement_billpaymentlist (id, total_idr);
ALTER TABLE settlement_repayment ADD CONSTRAINT repayment_amount
  FOREIGN KEY (payment_list_id, total_idr) REFERENCES settlement_billpaymentlist (id, total_idr);
-- The SPM whose signer the SP2D names is the one it pays, signed by that person: so the CHECK compares the right two.
ALTER TABLE settlement_disbursementorder ADD CONSTRAINT sp2d_names_the_spm_signer
  FOREIGN KEY (order_id, order_signed_by_id) REFERENCES settlement_paymentorder (id, signed_by_id);
ALTER TABLE settlement_billpaymentlist ADD CONSTRAINT payment_list_in_agency
  FOREIGN KEY (agency_id, statement_id) REFERENCES settlement_cardstatement (agency_id, id);

-- S3 and S4: whoever held the card, asked for or chose the goods, or wrote the DPR does not approve the evidence.
CREATE OR REPLACE FUNCTION dpt_approver_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_approver bigint;
BEGIN
  SELECT approved_by_id INTO v_approver FROM settlement_billpaymentlist WHERE id = NEW.payment_list_id;
  IF EXISTS (
    SELECT 1 FROM cards_cardtransaction t JOIN cards_card c ON c.id = t.card_id
      LEFT JOIN payables_payable p ON p.id = t.payable_id
     WHERE t.id = NEW.transaction_id
       AND v_approver IN (c.holder_id, t.initiated_by_id, p.requester_id, p.chooser_id))
  OR EXISTS (
    SELECT 1 FROM settlement_realexpenseline l JOIN settlement_realexpenselist d ON d.id = l.expense_list_id
     WHERE l.transaction_id = NEW.transaction_id AND d.withdrawn_at IS NULL AND d.listed_by_id = v_approver)
  THEN
    RAISE EXCEPTION 'the approver of list % took part in transaction %', NEW.payment_list_id, NEW.transaction_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'dpt_approver_apart';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER dpt_approver_apart BEFORE INSERT OR UPDATE ON settlement_billpaymentline
  FOR EACH ROW EXECUTE FUNCTION dpt_approver_apart();

-- A line of the DPT stands for a line that passed all six tests (T25), and the list is the sum of its lines.
CREATE OR REPLACE FUNCTION dpt_is_tested_and_summed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_list uuid := CASE TG_TABLE_NAME WHEN 'settlement_billpaymentlist' THEN NEW.id ELSE NEW.payment_list_id END;
BEGIN
  IF (SELECT total_idr FROM settlement_billpaymentlist WHERE id = v_list)
     IS DISTINCT FROM (SELECT SUM(amount_idr) FROM settlement_billpaymentline WHERE payment_list_id = v_list) THEN
    RAISE EXCEPTION 'payment list % is not the sum of its lines', v_list
      USING ERRCODE = 'check_violation', CONSTRAINT = 'dpt_is_sum_of_lines';
  END IF;
  IF EXISTS (
    SELECT 1 FROM settlement_billpaymentline line WHERE line.payment_list_id = v_list AND NOT EXISTS (
      SELECT 1 FROM settlement_realexpenseline dpr JOIN settlement_billtest test ON test.line_id = dpr.id AND test.passed
       WHERE dpr.transaction_id = line.transaction_id AND dpr.approved AND dpr.amount_idr = line.amount_idr
       GROUP BY dpr.id HAVING count(*) = 6)) THEN
    RAISE EXCEPTION 'payment list % holds a line without six passed tests', v_list
      USING ERRCODE = 'check_violation', CONSTRAINT = 'dpt_line_passed_six_tests';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER dpt_is_sum_of_lines AFTER INSERT OR UPDATE ON settlement_billpaymentlist
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dpt_is_tested_and_summed();
CREATE CONSTRAINT TRIGGER dpt_line_passed_six_tests AFTER INSERT OR UPDATE ON settlement_billpaymentline
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dpt_is_tested_and_summed();

-- What the bank wrote does not change; only the state of the bill and the finding on a line do.
CREATE OR REPLACE FUNCTION statement_facts_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'state') IS DISTINCT FROM (to_jsonb(OLD) - 'state') THEN
    RAISE EXCEPTION 'what the bank wrote does not change' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'append_only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER statement_facts_stay BEFORE UPDATE OR DELETE ON settlement_cardstatement
  FOR EACH ROW EXECUTE FUNCTION statement_facts_stay();
