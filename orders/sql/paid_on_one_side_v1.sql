-- Paying an order, listing, testing and approving its evidence, and signing for its money are acts for the office too: nobody
-- of the vendor does them (S6; `one_side_v1.sql` says who is of the vendor). A charge names its order by its payable.
CREATE FUNCTION charge_keep_sides_apart(p_charge uuid, p_person bigint, p_at timestamptz) RETURNS void
LANGUAGE plpgsql STABLE AS $$ BEGIN
  PERFORM order_keep_sides_apart(owed.order_id, owed.vendor_id, p_person, p_at, 'office')
     FROM cards_cardtransaction charge JOIN payables_payable owed ON owed.id = charge.payable_id
    WHERE charge.id = p_charge;
END $$;

CREATE FUNCTION charge_on_one_side() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM charge_keep_sides_apart(NEW.id, NEW.initiated_by_id, NEW.requested_at);
  IF NEW.holder_id <> NEW.initiated_by_id THEN
    PERFORM charge_keep_sides_apart(NEW.id, NEW.holder_id, NEW.requested_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER charge_on_one_side AFTER INSERT ON cards_cardtransaction
  FOR EACH ROW WHEN (NEW.payable_id IS NOT NULL) EXECUTE FUNCTION charge_on_one_side();

CREATE FUNCTION evidence_listed_on_one_side() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM charge_keep_sides_apart(NEW.transaction_id, listed_by_id, listed_at)
     FROM settlement_realexpenselist WHERE id = NEW.expense_list_id;
  RETURN NULL;
END $$;
CREATE TRIGGER listed_on_one_side AFTER INSERT ON settlement_realexpenseline
  FOR EACH ROW EXECUTE FUNCTION evidence_listed_on_one_side();

CREATE FUNCTION evidence_tested_on_one_side() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM charge_keep_sides_apart(line.transaction_id, test.tested_by_id, test.tested_at)
     FROM (SELECT DISTINCT line_id, tested_by_id, tested_at FROM written) AS test
     JOIN settlement_realexpenseline line ON line.id = test.line_id;
  RETURN NULL;
END $$;
CREATE TRIGGER tested_on_one_side AFTER INSERT ON settlement_billtest
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION evidence_tested_on_one_side();

CREATE FUNCTION evidence_approved_on_one_side() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM charge_keep_sides_apart(NEW.transaction_id, approved_by_id, approved_at)
     FROM settlement_billpaymentlist WHERE id = NEW.payment_list_id;
  RETURN NULL;
END $$;
CREATE TRIGGER approved_on_one_side AFTER INSERT ON settlement_billpaymentline
  FOR EACH ROW EXECUTE FUNCTION evidence_approved_on_one_side();

-- NPD, SPP and its check, SPM, SP2D and repayment, each against every order that its list pays; at commit, when it does.
CREATE FUNCTION paper_on_one_side() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_row jsonb := to_jsonb(NEW);
BEGIN
  PERFORM charge_keep_sides_apart(transaction_id, (v_row ->> TG_ARGV[0])::bigint, (v_row ->> TG_ARGV[1])::timestamptz)
     FROM settlement_billpaymentline WHERE payment_list_id = NEW.payment_list_id;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER noted_on_one_side AFTER INSERT ON settlement_disbursementnote DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION paper_on_one_side('signed_by_id', 'signed_at');
CREATE CONSTRAINT TRIGGER requested_on_one_side AFTER INSERT ON settlement_paymentrequest DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION paper_on_one_side('signed_by_id', 'signed_at');
CREATE CONSTRAINT TRIGGER checked_on_one_side AFTER INSERT OR UPDATE OF checked_by_id ON settlement_paymentrequest
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.checked_by_id IS NOT NULL)
  EXECUTE FUNCTION paper_on_one_side('checked_by_id', 'checked_at');
CREATE CONSTRAINT TRIGGER ordered_on_one_side AFTER INSERT ON settlement_paymentorder DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION paper_on_one_side('signed_by_id', 'signed_at');
CREATE CONSTRAINT TRIGGER disbursed_on_one_side AFTER INSERT ON settlement_disbursementorder DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION paper_on_one_side('signed_by_id', 'signed_at');
CREATE CONSTRAINT TRIGGER repaid_on_one_side AFTER INSERT ON settlement_repayment DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION paper_on_one_side('paid_by_id', 'started_at');
