-- The only way into the journal. `ledger_write` is for functions of the owner (the budget's), `ledger_post` for the app:
-- it refuses accounts that one room keeps, so a budget figure cannot be moved apart from its journal.
--
-- One call writes the entry with its leaf for the log, its postings and the balances, after asking: is it balanced per entity and book, are the
-- accounts known and their dimension given, is the period open? The same key with the same content answers with the
-- entry that is there; with other content it is refused.
CREATE FUNCTION ledger_leaf(
  p_kind text, p_key text, p_effective_at date, p_fiscal_year integer, p_order_id uuid, p_order_number text,
  p_reason text, p_reverses bigint, p_entity bigint[], p_book text[], p_account text[], p_side text[],
  p_amount bigint[], p_line bigint[], p_card bigint[], p_vendor bigint[]
) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sha256('\x00'::bytea || convert_to(json_build_array(
    p_kind, p_key, to_char(p_effective_at, 'YYYY-MM-DD'), p_fiscal_year, p_order_id, p_order_number, p_reason, p_reverses,
    p_entity, p_book, p_account, p_side, p_amount, p_line, p_card, p_vendor)::text, 'UTF8'))
$$;

CREATE FUNCTION ledger_write(
  p_kind text, p_key text, p_effective_at date, p_fiscal_year integer, p_order_id uuid, p_order_number text,
  p_reason text, p_reverses bigint, p_entity bigint[], p_book text[], p_account text[], p_side text[],
  p_amount bigint[], p_line bigint[], p_card bigint[], p_vendor bigint[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_entry bigint;
  v_leaf bytea;
  v_stored bytea;
  v_fault text;
BEGIN
  v_leaf := ledger_leaf(p_kind, p_key, p_effective_at, p_fiscal_year, p_order_id, p_order_number, p_reason,
    p_reverses, p_entity, p_book, p_account, p_side, p_amount, p_line, p_card, p_vendor);

  -- Closing a period takes this lock alone, so an entry cannot slip past a close that is under way.
  PERFORM pg_advisory_xact_lock_shared(7107, p_fiscal_year);
  INSERT INTO ledger_journalentry (key, kind, effective_at, recorded_at, fiscal_year, order_id, order_number, reason,
                                   reverses_id, leaf)
  VALUES (p_key, p_kind, p_effective_at, clock_timestamp(), p_fiscal_year, p_order_id, p_order_number, p_reason,
          p_reverses, v_leaf)
  ON CONFLICT (key) DO NOTHING RETURNING id INTO v_entry;
  IF v_entry IS NULL THEN
    SELECT id, leaf INTO v_entry, v_stored FROM ledger_journalentry WHERE key = p_key;
    IF v_stored IS DISTINCT FROM v_leaf THEN
      RAISE EXCEPTION 'journal key % was used for other content', p_key
        USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_key_once';
    END IF;
    RETURN v_entry;
  END IF;
  INSERT INTO kernel_logqueue (kind, ref, leaf, recorded_at) VALUES ('journal', v_entry::text, v_leaf, clock_timestamp());

  IF EXISTS (SELECT 1 FROM ledger_closedperiod
              WHERE fiscal_year = p_fiscal_year AND closed_through >= p_effective_at
                AND (entity_id IS NULL OR entity_id = ANY (p_entity))) THEN
    RAISE EXCEPTION 'period of % is closed', p_effective_at
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_period_open',
            DETAIL = json_build_object('day', p_effective_at)::text;
  END IF;

  WITH legs AS (
    SELECT * FROM unnest(p_entity, p_book, p_account, p_side, p_amount, p_line, p_card, p_vendor)
      WITH ORDINALITY AS u(entity_id, book, account, side, amount_idr, budget_line_id, card_id, vendor_id, position)
  ), known AS (
    SELECT legs.*, chart.account IS NOT NULL AS is_known,
           CASE chart.dimension WHEN 'line' THEN legs.budget_line_id WHEN 'card' THEN legs.card_id
                                WHEN 'vendor' THEN legs.vendor_id ELSE 0 END AS dimension_id,
           CASE legs.side WHEN 'D' THEN legs.amount_idr WHEN 'C' THEN -legs.amount_idr END AS net_debit
      FROM legs LEFT JOIN ledger_chartaccount chart USING (book, account)
  ), written AS (
    INSERT INTO ledger_posting (entry_id, position, entity_id, book, account, side, amount_idr, budget_line_id, card_id,
                                vendor_id)
    SELECT v_entry, position, entity_id, book, account, side, amount_idr, budget_line_id, card_id, vendor_id FROM known
  ), balanced AS (
    -- In the order of the key, so that two entries never wait for each other's balance rows.
    INSERT INTO ledger_balance (entity_id, book, account, dimension_id, net_debit_idr)
    SELECT entity_id, book, account, dimension_id, sum(net_debit) FROM known
     WHERE is_known AND dimension_id IS NOT NULL
     GROUP BY entity_id, book, account, dimension_id ORDER BY entity_id, book, account, dimension_id
    ON CONFLICT (entity_id, book, account, dimension_id)
    DO UPDATE SET net_debit_idr = ledger_balance.net_debit_idr + EXCLUDED.net_debit_idr
  )
  SELECT CASE
    WHEN count(*) < 2 THEN 'journal_entry_has_postings'
    WHEN NOT bool_and(is_known) THEN 'journal_account_known'
    WHEN NOT bool_and(dimension_id IS NOT NULL) THEN 'journal_dimension_given'
    WHEN EXISTS (SELECT 1 FROM known GROUP BY entity_id, book HAVING sum(net_debit) IS DISTINCT FROM 0)
      THEN 'journal_entry_balanced'
    END INTO v_fault FROM known;
  IF v_fault IS NOT NULL THEN
    RAISE EXCEPTION 'journal entry % refused: %', p_key, v_fault USING ERRCODE = 'check_violation', CONSTRAINT = v_fault;
  END IF;
  RETURN v_entry;
END $$;

CREATE FUNCTION ledger_post(
  p_kind text, p_key text, p_effective_at date, p_fiscal_year integer, p_order_id uuid, p_order_number text,
  p_reason text, p_reverses bigint, p_entity bigint[], p_book text[], p_account text[], p_side text[],
  p_amount bigint[], p_line bigint[], p_card bigint[], p_vendor bigint[]
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM unnest(p_book, p_account) AS u(book, account)
               JOIN ledger_chartaccount USING (book, account) WHERE kept_by <> '') THEN
    RAISE EXCEPTION 'journal entry %: this account moves only with its own room''s figures', p_key
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_account_kept_by_room';
  END IF;
  RETURN ledger_write(p_kind, p_key, p_effective_at, p_fiscal_year, p_order_id, p_order_number, p_reason, p_reverses,
    p_entity, p_book, p_account, p_side, p_amount, p_line, p_card, p_vendor);
END $$;

REVOKE ALL ON FUNCTION ledger_write FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger_post FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_post TO dasaran_app;

-- Closing waits for the entries under way in that year (they hold the lock shared) and judges by the database's clock.
CREATE FUNCTION ledger_close_period(p_entity bigint, p_fiscal_year integer, p_through date, p_actor bigint, p_reason text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7107, p_fiscal_year);
  INSERT INTO ledger_closedperiod (entity_id, fiscal_year, closed_through, closed_at, closed_by_id, reason)
  VALUES (p_entity, p_fiscal_year, p_through, clock_timestamp(), p_actor, p_reason)
  ON CONFLICT (entity_id, fiscal_year, closed_through) DO NOTHING;
END $$;
REVOKE ALL ON FUNCTION ledger_close_period FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_close_period TO dasaran_app;
