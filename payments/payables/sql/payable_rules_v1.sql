-- Charges sum to the accepted value: judged at commit, when all of them are there.
CREATE FUNCTION payable_charges_sum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_payable uuid := CASE TG_TABLE_NAME WHEN 'payables_payable' THEN (to_jsonb(NEW) ->> 'id')::uuid
                                       ELSE (to_jsonb(NEW) ->> 'payable_id')::uuid END;
BEGIN
  IF (SELECT accepted_idr FROM payables_payable WHERE id = v_payable)
     IS DISTINCT FROM (SELECT sum(amount_idr) FROM payables_payablecharge WHERE payable_id = v_payable) THEN
    RAISE EXCEPTION 'charges of payable % do not sum to its value', v_payable
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payable_charges_sum';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payable_charges_sum AFTER INSERT ON payables_payable
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payable_charges_sum();
CREATE CONSTRAINT TRIGGER payable_charges_sum AFTER INSERT ON payables_payablecharge
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payable_charges_sum();

-- A payable's facts are those of the BAST; only its state moves, along the table of `payables/states.py`, and never
-- to payment while somebody blocks it.
CREATE FUNCTION payable_moves_along_its_flow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state' THEN
    RAISE EXCEPTION 'the facts of payable % never change', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payable_facts_fixed';
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
       ('open', 'blocked'), ('blocked', 'open'), ('open', 'charging'), ('charging', 'open'), ('charging', 'paid'),
       ('paid', 'settled')) THEN
    RAISE EXCEPTION 'payable % cannot go from % to %', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payable_move_legal';
  END IF;
  IF NEW.state IN ('open', 'charging') AND OLD.state <> 'charging'
     AND EXISTS (SELECT 1 FROM payables_payableblock WHERE payable_id = NEW.id AND lifted_at IS NULL) THEN
    RAISE EXCEPTION 'payable % is blocked', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'payable_blocked';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payable_moves_along_its_flow BEFORE UPDATE ON payables_payable
  FOR EACH ROW EXECUTE FUNCTION payable_moves_along_its_flow();
CREATE FUNCTION payable_opens_open() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.state <> 'open' THEN
    RAISE EXCEPTION 'payable % must begin open', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payable_move_legal';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payable_opens_open BEFORE INSERT ON payables_payable
  FOR EACH ROW EXECUTE FUNCTION payable_opens_open();

-- A block is only lifted, never rewritten.
CREATE FUNCTION payable_block_only_lifted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.lifted_at IS NOT NULL
     OR to_jsonb(NEW) - '{lifted_at,lifted_by_id,lift_reason}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{lifted_at,lifted_by_id,lift_reason}'::text[] THEN
    RAISE EXCEPTION 'block % is only lifted', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payable_block_only_lifted';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payable_block_only_lifted BEFORE UPDATE ON payables_payableblock
  FOR EACH ROW EXECUTE FUNCTION payable_block_only_lifted();

-- Rows stay inside their organisation: charge, payable and line name the same agency, invoice and payable the same vendor.
ALTER TABLE payables_payablecharge
  ADD CONSTRAINT payable_charge_same_agency FOREIGN KEY (agency_id, payable_id)
    REFERENCES payables_payable (agency_id, id),
  ADD CONSTRAINT payable_charge_line_same_agency FOREIGN KEY (agency_id, line_id)
    REFERENCES budget_budgetline (agency_id, id);
ALTER TABLE payables_invoice
  ADD CONSTRAINT invoice_payable_same_vendor FOREIGN KEY (vendor_id, payable_id)
    REFERENCES payables_payable (vendor_id, id);

-- How goods are booked when received. What is kept in store rooms is stock until it is used; a site may change the rows.
INSERT INTO payables_accrualrule (prefix, treatment, valid_from, source, confidence) VALUES
  ('5', 'expense', '2015-01-01', 'PP 71/2010', 'sure'),
  ('5.2', 'asset', '2015-01-01', 'PP 71/2010 PSAP 07', 'sure'),
  ('5.1.02.01.01.0024', 'stock', '2015-01-01', 'PP 71/2010 PSAP 05; kebijakan akuntansi daerah', 'likely'),
  ('5.1.02.01.01.0025', 'stock', '2015-01-01', 'PP 71/2010 PSAP 05; kebijakan akuntansi daerah', 'likely'),
  ('5.1.02.01.01.0026', 'stock', '2015-01-01', 'PP 71/2010 PSAP 05; kebijakan akuntansi daerah', 'unsure'),
  ('5.1.02.01.01.0027', 'stock', '2015-01-01', 'PP 71/2010 PSAP 05; kebijakan akuntansi daerah', 'likely'),
  ('5.1.02.01.01.0029', 'stock', '2015-01-01', 'PP 71/2010 PSAP 05; kebijakan akuntansi daerah', 'likely'),
  ('5.1.02.01.01.0030', 'stock', '2015-01-01', 'PP 71/2010 PSAP 05; kebijakan akuntansi daerah', 'likely'),
  ('5.1.02.01.01.0031', 'stock', '2015-01-01', 'PP 71/2010 PSAP 05; kebijakan akuntansi daerah', 'likely'),
  ('5.1.02.01.01.0037', 'stock', '2015-01-01', 'PP 71/2010 PSAP 05; kebijakan akuntansi daerah', 'likely');
