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
DECLARE v_list uuid := (to_jsonb(NEW) ->> CASE TG_TABLE_NAME WHEN 'settlement_billpaymentlist' THEN 'id'
                                                            ELSE 'payment_list_id' END)::uuid;
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

-- One paper follows another: no SPP without NPD, no repayment without SP2D.
ALTER TABLE settlement_paymentrequest ADD CONSTRAINT payment_request_after_note
  FOREIGN KEY (payment_list_id) REFERENCES settlement_disbursementnote (payment_list_id);
ALTER TABLE settlement_repayment ADD CONSTRAINT repayment_after_disbursement
  FOREIGN KEY (payment_list_id) REFERENCES settlement_disbursementorder (payment_list_id);

-- SPM: only on the checked, living SPP of the same list, and not by the treasurer who filed it.
CREATE OR REPLACE FUNCTION payment_order_follows_request() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_request settlement_paymentrequest;
BEGIN
  SELECT * INTO v_request FROM settlement_paymentrequest WHERE id = NEW.request_id FOR SHARE;
  IF v_request.payment_list_id <> NEW.payment_list_id OR v_request.returned_at IS NOT NULL
     OR v_request.checked_by_id IS NULL THEN
    RAISE EXCEPTION 'request % is not checked, or was returned', NEW.request_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_order_after_check';
  END IF;
  IF NEW.signed_by_id = v_request.signed_by_id THEN
    RAISE EXCEPTION 'the treasurer of request % signs its order', NEW.request_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'spm_signer_is_not_treasurer';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payment_order_follows_request BEFORE INSERT ON settlement_paymentorder
  FOR EACH ROW EXECUTE FUNCTION payment_order_follows_request();

-- SP2D: only on a living SPM of the same list.
CREATE OR REPLACE FUNCTION disbursement_follows_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM 1 FROM settlement_paymentorder
    WHERE id = NEW.order_id AND payment_list_id = NEW.payment_list_id AND returned_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'order % was returned, or is of another list', NEW.order_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursement_after_order';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disbursement_follows_order BEFORE INSERT ON settlement_disbursementorder
  FOR EACH ROW EXECUTE FUNCTION disbursement_follows_order();

-- What was written stays: of each row only the named columns may change, and no row goes.
CREATE OR REPLACE FUNCTION settlement_facts_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - TG_ARGV IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV THEN
    RAISE EXCEPTION 'what % says does not change', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'append_only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON settlement_cardstatement
  FOR EACH ROW EXECUTE FUNCTION settlement_facts_stay('state', 'step_due_on');
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON settlement_statementline
  FOR EACH ROW EXECUTE FUNCTION settlement_facts_stay('match', 'transaction_id');
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON settlement_realexpenselist
  FOR EACH ROW EXECUTE FUNCTION settlement_facts_stay('withdrawn_at');
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON settlement_realexpenseline
  FOR EACH ROW EXECUTE FUNCTION settlement_facts_stay('approved', 'note');
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON settlement_paymentrequest
  FOR EACH ROW EXECUTE FUNCTION settlement_facts_stay('checked_by_id', 'checked_at', 'returned_at', 'return_reason');
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON settlement_paymentorder
  FOR EACH ROW EXECUTE FUNCTION settlement_facts_stay('returned_at', 'return_reason');
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON settlement_repayment
  FOR EACH ROW EXECUTE FUNCTION settlement_facts_stay('state', 'provider_id', 'failure', 'received_at', 'times_asked',
                                                      'idempotency_key', 'key_since');

-- A statement moves along `states.STATEMENT_FLOW`.
CREATE OR REPLACE FUNCTION statement_moves_along_its_flow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
       ('ISSUED', 'MATCHED'), ('MATCHED', 'NOTHING_DUE'), ('MATCHED', 'LISTED'), ('LISTED', 'MATCHED'),
       ('LISTED', 'VERIFIED_FULL'), ('LISTED', 'VERIFIED_PARTIAL'), ('LISTED', 'NOTHING_DUE'),
       ('VERIFIED_FULL', 'NPD_ISSUED'), ('VERIFIED_PARTIAL', 'NPD_ISSUED'), ('NPD_ISSUED', 'SPP_FILED'),
       ('SPP_FILED', 'SPP_CHECKED'), ('SPP_FILED', 'NPD_ISSUED'), ('SPP_CHECKED', 'SPM_ISSUED'),
       ('SPM_ISSUED', 'SPP_FILED'), ('SPM_ISSUED', 'SP2D_ISSUED'), ('SP2D_ISSUED', 'REPAYING'),
       ('REPAYING', 'SP2D_ISSUED'), ('REPAYING', 'PAID')) THEN
    RAISE EXCEPTION 'statement % cannot go from % to %', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_move_legal';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER statement_moves_along_its_flow BEFORE UPDATE ON settlement_cardstatement
  FOR EACH ROW EXECUTE FUNCTION statement_moves_along_its_flow();
