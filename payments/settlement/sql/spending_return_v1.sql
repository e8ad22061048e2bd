-- Money comes back only for what was disbursed, and never more than was paid for the charge (T33).
CREATE FUNCTION spending_return_within_paid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_paid bigint;
BEGIN
  PERFORM 1 FROM cards_cardtransaction WHERE id = NEW.transaction_id FOR UPDATE;
  SELECT line.amount_idr INTO v_paid FROM settlement_billpaymentline line
    JOIN settlement_disbursementorder sp2d ON sp2d.payment_list_id = line.payment_list_id
   WHERE line.transaction_id = NEW.transaction_id;
  IF v_paid IS NULL THEN
    RAISE EXCEPTION 'nothing was disbursed for charge %', NEW.transaction_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_return_after_disbursement';
  END IF;
  IF (SELECT sum(amount_idr) FROM settlement_spendingreturn WHERE transaction_id = NEW.transaction_id) > v_paid THEN
    RAISE EXCEPTION 'more comes back for charge % than was paid', NEW.transaction_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_return_within_paid';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER spending_return_within_paid AFTER INSERT ON settlement_spendingreturn
  FOR EACH ROW EXECUTE FUNCTION spending_return_within_paid();
CREATE TRIGGER case_decided_once BEFORE UPDATE ON settlement_spendingreturn
  FOR EACH ROW EXECUTE FUNCTION case_decided_once('received_by_id', 'received_at', 'deposited_by_id', 'deposited_at',
                                                  'slip_document_id');
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON settlement_spendingreturn
  FOR EACH ROW EXECUTE FUNCTION settlement_facts_stay('receipt_reference', 'received_by_id', 'received_at',
                                                      'slip_number', 'slip_document_id', 'deposit_reference',
                                                      'treatment', 'deposited_by_id', 'deposited_at');
