-- A decision stays with its words: once the first column that the trigger names is filled, the others do not change. The
-- columns that are empty text before it could not be held by `case_decided_once`, which looks for NULL.
CREATE FUNCTION decision_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_column text;
BEGIN
  IF to_jsonb(OLD) ->> TG_ARGV[0] IS NULL THEN
    RETURN NEW;
  END IF;
  FOREACH v_column IN ARRAY TG_ARGV LOOP
    IF to_jsonb(NEW) -> v_column IS DISTINCT FROM to_jsonb(OLD) -> v_column THEN
      RAISE EXCEPTION 'row % of % was decided', OLD.id, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'decision_text_stays';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER decision_text_stays BEFORE UPDATE ON settlement_realexpenseline
  FOR EACH ROW EXECUTE FUNCTION decision_text_stays('approved', 'note');
CREATE TRIGGER decision_text_stays BEFORE UPDATE ON settlement_statementline
  FOR EACH ROW EXECUTE FUNCTION decision_text_stays('transaction_id');
CREATE TRIGGER decision_text_stays BEFORE UPDATE ON settlement_repayment
  FOR EACH ROW EXECUTE FUNCTION decision_text_stays('received_at', 'state', 'provider_id');
CREATE TRIGGER decision_text_stays BEFORE UPDATE ON settlement_mismatchresolution
  FOR EACH ROW EXECUTE FUNCTION decision_text_stays('decided_at', 'decision_note');
CREATE TRIGGER answer_text_stays BEFORE UPDATE ON settlement_disputeclaim
  FOR EACH ROW EXECUTE FUNCTION decision_text_stays('answered_at', 'outcome', 'bank_reference');
CREATE TRIGGER decision_text_stays BEFORE UPDATE ON settlement_disputeclaim
  FOR EACH ROW EXECUTE FUNCTION decision_text_stays('decided_at', 'course', 'decision_reason');
CREATE TRIGGER decision_text_stays BEFORE UPDATE ON settlement_personalliability
  FOR EACH ROW EXECUTE FUNCTION decision_text_stays('recorded_at', 'payment_reference');
CREATE TRIGGER receipt_text_stays BEFORE UPDATE ON settlement_spendingreturn
  FOR EACH ROW EXECUTE FUNCTION decision_text_stays('received_at', 'receipt_reference');
CREATE TRIGGER deposit_text_stays BEFORE UPDATE ON settlement_spendingreturn
  FOR EACH ROW EXECUTE FUNCTION decision_text_stays('deposited_at', 'slip_number', 'deposit_reference', 'treatment');
