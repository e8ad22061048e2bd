-- Closing a fiscal year of one agency: what is left of every line goes back to nothing, the expense goes to equity, and
-- the caller then closes the days of that year. Reservations must have lapsed before (their orders end in the same
-- transaction); what was committed or owed is listed for the budget user and no longer spendable.
--
-- T-accounts per line    debit BUD.TERSEDIA, KOMITMEN, TERUTANG, REALISASI   credit BUD.PAGU        what each holds
--                        debit ANG.APROPRIASI                                credit ANG.BELANJA     realised
--                        debit ANG.APROPRIASI                                credit ANG.EST_SAL     the rest
--            per agency  debit LO.EKUITAS                                    credit LO.BEBAN        expense of each line
CREATE FUNCTION budget_close_year(
  p_agency bigint, p_year integer, p_decision text, p_reason text, p_actor bigint, p_at timestamptz, p_lapsed jsonb
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_close bigint;
  v_day date := make_date(p_year, 12, 31);
  l record;
  a_book text[];
  a_account text[];
  a_side text[];
  a_amount bigint[];
  a_line bigint[];
BEGIN
  -- Waits for entries under way in that year and keeps new ones out until the commit.
  PERFORM pg_advisory_xact_lock(7107, p_year);
  IF (p_at AT TIME ZONE 'Asia/Jakarta')::date < v_day THEN
    RAISE EXCEPTION 'fiscal year % is not over', p_year
      USING ERRCODE = 'check_violation', CONSTRAINT = 'year_close_after_its_end',
            DETAIL = json_build_object('fiscal_year', p_year)::text;
  END IF;
  PERFORM 1 FROM budget_budgetline WHERE agency_id = p_agency AND fiscal_year = p_year ORDER BY id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM budget_budgetline
              WHERE agency_id = p_agency AND fiscal_year = p_year AND reserved_idr > 0) THEN
    RAISE EXCEPTION 'agency % still has reservations in %', p_agency, p_year
      USING ERRCODE = 'check_violation', CONSTRAINT = 'year_close_reservations_lapsed',
            DETAIL = json_build_object('fiscal_year', p_year)::text;
  END IF;
  INSERT INTO budget_yearclose (agency_id, fiscal_year, decision_number, reason, closed_by_id, closed_at)
  VALUES (p_agency, p_year, p_decision, p_reason, p_actor, p_at) RETURNING id INTO v_close;

  INSERT INTO budget_yearcloserow (close_id, line_id, order_id, order_number, stage, amount_idr)
  SELECT v_close, line_id, order_id, order_number, 'reserved', amount_idr
    FROM jsonb_to_recordset(p_lapsed) AS lapsed(line_id bigint, order_id uuid, order_number text, amount_idr bigint)
  UNION ALL
  SELECT v_close, hold.line_id, hold.order_id, hold.order_number, stage.name, stage.idr
    FROM budget_budgethold hold JOIN budget_budgetline line ON line.id = hold.line_id
   CROSS JOIN LATERAL (VALUES ('committed', hold.committed_idr), ('obligated', hold.obligated_idr)) AS stage(name, idr)
   WHERE line.agency_id = p_agency AND line.fiscal_year = p_year AND stage.idr > 0;

  FOR l IN SELECT * FROM budget_budgetline WHERE agency_id = p_agency AND fiscal_year = p_year ORDER BY id LOOP
    SELECT array_agg(book ORDER BY n, side DESC), array_agg(account ORDER BY n, side DESC),
           array_agg(side ORDER BY n, side DESC), array_agg(idr ORDER BY n, side DESC)
      INTO a_book, a_account, a_side, a_amount
      FROM (VALUES (1, 'BUD', 'TERSEDIA', 'PAGU',
                       l.ceiling_idr - l.reserved_idr - l.committed_idr - l.obligated_idr - l.realised_idr),
                   (2, 'BUD', 'KOMITMEN', 'PAGU', l.committed_idr), (3, 'BUD', 'TERUTANG', 'PAGU', l.obligated_idr),
                   (4, 'BUD', 'REALISASI', 'PAGU', l.realised_idr), (5, 'ANG', 'APROPRIASI', 'BELANJA', l.realised_idr),
                   (6, 'ANG', 'APROPRIASI', 'EST_SAL', l.ceiling_idr - l.realised_idr))
           AS pair(n, book, debited, credited, idr)
     CROSS JOIN LATERAL (VALUES ('D', debited), ('C', credited)) AS leg(side, account)
     WHERE idr > 0;
    CONTINUE WHEN a_book IS NULL;
    PERFORM ledger_write('budget.year_closed', 'budget.year_closed:' || l.id, v_day, p_year, NULL, '', p_reason, NULL,
      array_fill(p_agency, ARRAY[cardinality(a_book)]), a_book, a_account, a_side, a_amount,
      array_fill(l.id, ARRAY[cardinality(a_book)]), array_fill(NULL::bigint, ARRAY[cardinality(a_book)]),
      array_fill(NULL::bigint, ARRAY[cardinality(a_book)]));
  END LOOP;

  SELECT array_agg(leg.account ORDER BY line.id, leg.side DESC), array_agg(leg.side ORDER BY line.id, leg.side DESC),
         array_agg(abs(b.net_debit_idr) ORDER BY line.id, leg.side DESC),
         array_agg(line.id ORDER BY line.id, leg.side DESC)
    INTO a_account, a_side, a_amount, a_line
    FROM ledger_balance b JOIN budget_budgetline line ON line.id = b.dimension_id
   CROSS JOIN LATERAL (VALUES (CASE WHEN b.net_debit_idr > 0 THEN 'D' ELSE 'C' END, 'EKUITAS'),
                              (CASE WHEN b.net_debit_idr > 0 THEN 'C' ELSE 'D' END, 'BEBAN')) AS leg(side, account)
   WHERE b.entity_id = p_agency AND b.book = 'LO' AND b.account = 'BEBAN' AND b.net_debit_idr <> 0
     AND line.agency_id = p_agency AND line.fiscal_year = p_year;
  IF a_account IS NOT NULL THEN
    PERFORM ledger_write('ledger.year_closed', 'ledger.year_closed:' || p_agency || ':' || p_year, v_day, p_year, NULL,
      '', p_reason, NULL, array_fill(p_agency, ARRAY[cardinality(a_line)]),
      array_fill('LO'::text, ARRAY[cardinality(a_line)]), a_account, a_side, a_amount, a_line,
      array_fill(NULL::bigint, ARRAY[cardinality(a_line)]), array_fill(NULL::bigint, ARRAY[cardinality(a_line)]));
  END IF;
  RETURN v_close;
END $$;
REVOKE ALL ON FUNCTION budget_close_year FROM PUBLIC;
GRANT EXECUTE ON FUNCTION budget_close_year TO dasaran_app;
