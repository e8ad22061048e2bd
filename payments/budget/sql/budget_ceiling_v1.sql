-- A ceiling comes into being, rises or falls, always by a document, with its journal:
--   up    debit BUD.PAGU       credit BUD.TERSEDIA      and   debit ANG.EST_SAL      credit ANG.APROPRIASI
--   down  debit BUD.TERSEDIA   credit BUD.PAGU          and   debit ANG.APROPRIASI   credit ANG.EST_SAL
CREATE FUNCTION budget_change_ceiling(p_line bigint, p_document bigint, p_after bigint, p_day date, p_opening boolean)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  l budget_budgetline;
  v_before bigint;
  v_change bigint;
  v_entry bigint;
  v_used bigint;
BEGIN
  SELECT * INTO l FROM budget_budgetline WHERE id = p_line FOR NO KEY UPDATE;
  IF l.id IS NULL OR l.fiscal_year <> EXTRACT(YEAR FROM p_day) THEN
    RAISE EXCEPTION 'budget line % cannot change on %', p_line, p_day USING ERRCODE = 'check_violation',
      CONSTRAINT = CASE WHEN l.id IS NULL THEN 'budget_line_known' ELSE 'budget_line_fiscal_year' END,
      DETAIL = json_build_object('line_id', p_line, 'fiscal_year', l.fiscal_year, 'day', p_day)::text;
  END IF;
  v_before := CASE WHEN p_opening THEN 0 ELSE l.ceiling_idr END;
  v_change := p_after - v_before;
  v_used := l.reserved_idr + l.committed_idr + l.obligated_idr + l.realised_idr + l.external_used_idr;
  IF p_after < v_used THEN
    RAISE EXCEPTION 'budget line % is used beyond %', p_line, p_after
      USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_shift_below_used',
            DETAIL = json_build_object('line_id', p_line, 'available', l.ceiling_idr - v_used, 'requested', -v_change)::text;
  END IF;
  UPDATE budget_budgetline SET ceiling_idr = p_after, document_id = p_document,
         version = (SELECT version FROM budget_budgetdocument WHERE id = p_document)
   WHERE id = p_line;
  IF v_change <> 0 THEN
    v_entry := ledger_write('budget.ceiling', 'budget.ceiling:' || p_line || ':' || p_document, p_day, l.fiscal_year,
      NULL, '', '', NULL, array_fill(l.agency_id, ARRAY[4]), ARRAY['BUD', 'BUD', 'ANG', 'ANG'],
      CASE WHEN v_change > 0 THEN ARRAY['PAGU', 'TERSEDIA', 'EST_SAL', 'APROPRIASI']
           ELSE ARRAY['TERSEDIA', 'PAGU', 'APROPRIASI', 'EST_SAL'] END,
      ARRAY['D', 'C', 'D', 'C'], array_fill(abs(v_change), ARRAY[4]), array_fill(p_line, ARRAY[4]),
      array_fill(NULL::bigint, ARRAY[4]), array_fill(NULL::bigint, ARRAY[4]));
  END IF;
  INSERT INTO budget_ceilingchange (line_id, document_id, before_idr, after_idr, effective_from, entry_id)
  VALUES (p_line, p_document, v_before, p_after, p_day, v_entry);
  RETURN v_entry;
END $$;

CREATE FUNCTION budget_open_line(
  p_agency bigint, p_fiscal_year integer, p_sub_activity bigint, p_account text, p_fund_source text, p_document bigint,
  p_ceiling bigint, p_effective_from date
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_line bigint;
BEGIN
  INSERT INTO budget_budgetline (agency_id, fiscal_year, sub_activity_id, account_code, fund_source_id, document_id, version,
      effective_from, ceiling_idr, reserved_idr, committed_idr, obligated_idr, realised_idr, external_used_idr)
  VALUES (p_agency, p_fiscal_year, p_sub_activity, p_account, p_fund_source, p_document,
      (SELECT version FROM budget_budgetdocument WHERE id = p_document), p_effective_from, p_ceiling, 0, 0, 0, 0, 0)
  RETURNING id INTO v_line;
  PERFORM budget_change_ceiling(v_line, p_document, p_ceiling, p_effective_from, true);
  RETURN v_line;
END $$;

-- A shift: all lines at once, in ascending id, decreases equal to increases.
CREATE FUNCTION budget_shift(p_document bigint, p_line bigint[], p_change bigint[], p_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_line bigint;
  v_change bigint;
BEGIN
  IF (SELECT sum(change) FROM unnest(p_change) AS change) <> 0 THEN
    RAISE EXCEPTION 'a shift gives exactly what it takes'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_shift_balanced';
  END IF;
  PERFORM 1 FROM budget_budgetline WHERE id = ANY (p_line) ORDER BY id FOR NO KEY UPDATE;
  FOR v_line, v_change IN SELECT line, sum(change)::bigint FROM unnest(p_line, p_change) AS s(line, change)
                           GROUP BY line ORDER BY line LOOP
    PERFORM budget_change_ceiling(v_line, p_document, (SELECT ceiling_idr FROM budget_budgetline WHERE id = v_line)
                                  + v_change, p_day, false);
  END LOOP;
END $$;

-- What the agency spent outside the marketplace, as the finance system reports it for one day.
CREATE FUNCTION budget_set_external(p_line bigint, p_amount bigint, p_as_of date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  l budget_budgetline;
  v_left bigint;
BEGIN
  SELECT * INTO l FROM budget_budgetline WHERE id = p_line FOR NO KEY UPDATE;
  v_left := l.ceiling_idr - l.reserved_idr - l.committed_idr - l.obligated_idr - l.realised_idr;
  IF l.external_as_of > p_as_of THEN
    RETURN;  -- a newer report is already here
  END IF;
  IF l.id IS NULL OR p_amount > v_left THEN
    RAISE EXCEPTION 'external use of budget line % goes beyond its ceiling', p_line
      USING ERRCODE = 'check_violation',
            CONSTRAINT = CASE WHEN l.id IS NULL THEN 'budget_line_known' ELSE 'budget_within_ceiling' END,
            DETAIL = json_build_object('line_id', p_line, 'available', v_left, 'requested', p_amount)::text;
  END IF;
  UPDATE budget_budgetline SET external_used_idr = p_amount, external_as_of = p_as_of WHERE id = p_line;
END $$;

-- Rows stay inside their agency: a line and its sub activity and document, a hold and its line, name the same one.
ALTER TABLE budget_budgetline
  ADD CONSTRAINT budget_line_sub_activity_same_agency FOREIGN KEY (agency_id, sub_activity_id)
    REFERENCES budget_subactivity (agency_id, id),
  ADD CONSTRAINT budget_line_document_same_agency FOREIGN KEY (agency_id, document_id)
    REFERENCES budget_budgetdocument (agency_id, id);
ALTER TABLE budget_budgethold
  ADD CONSTRAINT budget_hold_line_same_agency FOREIGN KEY (agency_id, line_id)
    REFERENCES budget_budgetline (agency_id, id);

REVOKE ALL ON FUNCTION budget_change_ceiling, budget_open_line, budget_shift, budget_set_external FROM PUBLIC;
GRANT EXECUTE ON FUNCTION budget_open_line, budget_shift, budget_set_external TO dasaran_app;

-- Rows that change often keep room for their next version on the same page, so that no index is touched.
ALTER TABLE budget_budgetline SET (fillfactor = 60);
ALTER TABLE budget_budgethold SET (fillfactor = 80);
ALTER TABLE ledger_balance SET (fillfactor = 60);
