-- Who takes part in a charge does not decide on it: whoever confirms a difference, decides after a lost dispute or on a
-- personal liability, or records that it was paid, is not the holder of its card nor the one who charged it (S4).
CREATE FUNCTION case_decider_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_person text;
BEGIN
  FOREACH v_person IN ARRAY TG_ARGV LOOP
    IF EXISTS (SELECT 1 FROM cards_cardtransaction t JOIN cards_card c ON c.id = t.card_id
                WHERE t.id = NEW.transaction_id
                  AND (to_jsonb(NEW) ->> v_person)::bigint IN (t.holder_id, t.initiated_by_id, c.holder_id)) THEN
      RAISE EXCEPTION '% took part in charge %', v_person, NEW.transaction_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'case_decider_apart';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER case_decider_apart BEFORE INSERT OR UPDATE ON settlement_mismatchresolution
  FOR EACH ROW EXECUTE FUNCTION case_decider_apart('decided_by_id');
CREATE TRIGGER case_decider_apart BEFORE INSERT OR UPDATE ON settlement_disputeclaim
  FOR EACH ROW EXECUTE FUNCTION case_decider_apart('decided_by_id');
CREATE TRIGGER case_decider_apart BEFORE INSERT OR UPDATE ON settlement_personalliability
  FOR EACH ROW EXECUTE FUNCTION case_decider_apart('decided_by_id', 'recorded_by_id');

-- A decision is taken once: what was decided or answered does not change, and what was written stays.
CREATE FUNCTION case_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_column text;
BEGIN
  FOREACH v_column IN ARRAY TG_ARGV LOOP
    IF to_jsonb(OLD) ->> v_column IS NOT NULL AND to_jsonb(NEW) -> v_column IS DISTINCT FROM to_jsonb(OLD) -> v_column THEN
      RAISE EXCEPTION 'row % of % was decided', OLD.id, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'case_decided_once';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER case_decided_once BEFORE UPDATE ON settlement_mismatchresolution
  FOR EACH ROW EXECUTE FUNCTION case_decided_once('accepted', 'decided_by_id', 'decided_at', 'difference_id');
CREATE TRIGGER case_decided_once BEFORE UPDATE ON settlement_disputeclaim
  FOR EACH ROW EXECUTE FUNCTION case_decided_once('answered_by_id', 'answered_at', 'decided_by_id', 'decided_at');
CREATE TRIGGER case_decided_once BEFORE UPDATE ON settlement_personalliability
  FOR EACH ROW EXECUTE FUNCTION case_decided_once('paid_on', 'recorded_by_id', 'recorded_at', 'proof_id');
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON settlement_mismatchresolution
  FOR EACH ROW EXECUTE FUNCTION settlement_facts_stay('accepted', 'decided_by_id', 'decided_at', 'decision_note',
                                                      'difference_id');
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON settlement_disputeclaim
  FOR EACH ROW EXECUTE FUNCTION settlement_facts_stay('outcome', 'bank_reference', 'answered_by_id', 'answered_at',
                                                      'course', 'decided_by_id', 'decided_at', 'decision_reason');
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON settlement_personalliability
  FOR EACH ROW EXECUTE FUNCTION settlement_facts_stay('paid_on', 'payment_reference', 'proof_id', 'recorded_by_id',
                                                      'recorded_at');

-- Only a refused line is answered.
CREATE FUNCTION line_answer_to_refusal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM settlement_realexpenseline WHERE id = NEW.expense_line_id AND approved = false) THEN
    RAISE EXCEPTION 'line % was not refused', NEW.expense_line_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'line_answer_to_refusal';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER line_answer_to_refusal BEFORE INSERT ON settlement_lineanswer
  FOR EACH ROW EXECUTE FUNCTION line_answer_to_refusal();

-- A line of the DPT is what the bank is to get for its charge: what was captured, less what was given back to the card by
-- then (PAY_NET), and never more than the DPR stated (T30).
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
       WHERE dpr.transaction_id = line.transaction_id AND dpr.approved AND dpr.amount_idr >= line.amount_idr
       GROUP BY dpr.id HAVING count(*) = 6)) THEN
    RAISE EXCEPTION 'payment list % holds a line without six passed tests', v_list
      USING ERRCODE = 'check_violation', CONSTRAINT = 'dpt_line_passed_six_tests';
  END IF;
  IF EXISTS (
    SELECT 1 FROM settlement_billpaymentline line JOIN cards_cardtransaction charge ON charge.id = line.transaction_id
     WHERE line.payment_list_id = v_list AND line.amount_idr <> charge.captured_idr - charge.refunded_idr) THEN
    RAISE EXCEPTION 'payment list % pays another amount than is owed', v_list
      USING ERRCODE = 'check_violation', CONSTRAINT = 'dpt_line_is_owed';
  END IF;
  RETURN NULL;
END $$;
