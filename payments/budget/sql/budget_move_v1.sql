-- Every move of a line's money: the conditional UPDATE of the line, what the order holds on it, and the journal, in one
-- call. Correct at READ COMMITTED: the UPDATE waits for the row and judges its newest version, and the CHECK
-- `budget_within_ceiling` stands behind it. Lines are taken in ascending id, so two orders never wait in a circle.
--
--   reserve              available -> reserved     an order is submitted
--   release              reserved  -> available    cancelled, declined, expired
--   commit               reserved  -> committed    the vendor confirmed
--   release_commitment   committed -> available    the undelivered rest is cancelled
--   obligate             committed -> obligated    goods received (BAST)
--   release_obligation   obligated -> available    refund or personal liability before SP2D
--   realise              obligated -> realised     SP2D; also ANG: BELANJA against EST_SAL
--   unrealise            realised  -> available    refund after SP2D, same year; also ANG the other way
--
-- T-account of a move on one line:  debit BUD.<stage it leaves>   credit BUD.<stage it enters>
CREATE FUNCTION budget_account(p_stage text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_stage WHEN 'available' THEN 'TERSEDIA' WHEN 'reserved' THEN 'DICADANGKAN' WHEN 'committed' THEN 'KOMITMEN'
                      WHEN 'obligated' THEN 'TERUTANG' WHEN 'realised' THEN 'REALISASI' END
$$;

-- Why a line did not take a move: called only after the conditional UPDATE found no row.
CREATE FUNCTION budget_refuse(p_line bigint, p_amount bigint, p_day date, p_plan bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  l budget_budgetline;
  v_used bigint;
  v_fault text;
  v_facts json;
BEGIN
  SELECT * INTO l FROM budget_budgetline WHERE id = p_line;
  v_used := l.reserved_idr + l.committed_idr + l.obligated_idr + l.realised_idr + l.external_used_idr;
  v_facts := json_build_object('line_id', p_line, 'requested', p_amount, 'available', l.ceiling_idr - v_used,
    'account_code', l.account_code, 'fiscal_year', l.fiscal_year, 'day', p_day, 'planned_left', p_plan - v_used);
  v_fault := CASE
    WHEN l.id IS NULL THEN 'budget_line_known'
    WHEN l.fiscal_year <> EXTRACT(YEAR FROM p_day) THEN 'budget_line_fiscal_year'
    WHEN l.effective_from > p_day THEN 'budget_line_in_force'
    WHEN EXISTS (SELECT 1 FROM budget_prohibitedaccount WHERE starts_with(l.account_code, prefix)
                   AND valid_from <= p_day AND coalesce(valid_to, p_day) >= p_day) THEN 'budget_account_allowed'
    WHEN l.ceiling_idr - v_used < p_amount THEN 'budget_within_ceiling'
    WHEN p_plan - v_used < p_amount THEN 'budget_within_cash_plan'
    ELSE 'budget_figures_not_negative' END;
  RAISE EXCEPTION 'budget line % refused: %', p_line, v_fault
    USING ERRCODE = 'check_violation', CONSTRAINT = v_fault, DETAIL = v_facts::text;
END $$;

-- Signed amounts: below zero the money goes back from `p_to` to `p_from`. `p_again` lets an order add to what it holds.
CREATE FUNCTION budget_apply(
  p_kind text, p_key text, p_from text, p_to text, p_order_id uuid, p_order_number text, p_day date,
  p_line bigint[], p_amount bigint[], p_reason text, p_cash_plan text, p_again boolean,
  OUT entry_id bigint, OUT over_plan bigint[]
) LANGUAGE plpgsql AS $$
DECLARE
  v_line bigint;
  v_amount bigint;
  v_from text;
  v_to text;
  v_agency bigint;
  v_plan bigint;
  v_used bigint;
  v_moves integer;
  v_year integer := EXTRACT(YEAR FROM p_day);
  v_month integer := EXTRACT(MONTH FROM p_day);
  v_key text := p_key;
  a_entity bigint[] := '{}';
  a_book text[] := '{}';
  a_account text[] := '{}';
  a_side text[] := '{}';
  a_amount bigint[] := '{}';
  a_line bigint[] := '{}';
  a_none bigint[] := '{}';
BEGIN
  over_plan := '{}';
  FOR v_line, v_amount IN
    SELECT line, sum(amount)::bigint FROM unnest(p_line, p_amount) AS charge(line, amount)
     GROUP BY line HAVING sum(amount) <> 0 ORDER BY line
  LOOP
    v_from := CASE WHEN v_amount > 0 THEN p_from ELSE p_to END;
    v_to := CASE WHEN v_amount > 0 THEN p_to ELSE p_from END;
    v_amount := abs(v_amount);
    v_plan := NULL;
    IF v_from = 'available' AND p_cash_plan <> 'off' THEN
      SELECT sum(amount_idr) INTO v_plan FROM budget_cashplan
       WHERE line_id = v_line AND month <= v_month;
    END IF;

    -- What the order gives must be held by it; asked first, so that the shared row is locked last.
    v_moves := NULL;
    IF v_from <> 'available' THEN
      UPDATE budget_budgethold SET
          reserved_idr  = reserved_idr  + CASE 'reserved'  WHEN v_to THEN v_amount WHEN v_from THEN -v_amount ELSE 0 END,
          committed_idr = committed_idr + CASE 'committed' WHEN v_to THEN v_amount WHEN v_from THEN -v_amount ELSE 0 END,
          obligated_idr = obligated_idr + CASE 'obligated' WHEN v_to THEN v_amount WHEN v_from THEN -v_amount ELSE 0 END,
          realised_idr  = realised_idr  + CASE 'realised'  WHEN v_to THEN v_amount WHEN v_from THEN -v_amount ELSE 0 END,
          moves = moves + 1
       WHERE order_id = p_order_id AND line_id = v_line
         AND CASE v_from WHEN 'reserved' THEN reserved_idr WHEN 'committed' THEN committed_idr
                         WHEN 'obligated' THEN obligated_idr WHEN 'realised' THEN realised_idr END >= v_amount
      RETURNING moves INTO v_moves;
      IF v_moves IS NULL THEN
        RAISE EXCEPTION 'order % does not hold % on line %', p_order_number, v_amount, v_line
          USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_hold_covers_move',
                DETAIL = (SELECT json_build_object('line_id', v_line, 'requested', v_amount, 'held', coalesce(max(
                            CASE v_from WHEN 'reserved' THEN reserved_idr WHEN 'committed' THEN committed_idr
                                        WHEN 'obligated' THEN obligated_idr WHEN 'realised' THEN realised_idr END), 0))
                          FROM budget_budgethold WHERE order_id = p_order_id AND line_id = v_line)::text;
      END IF;
    END IF;

    UPDATE budget_budgetline l SET
        reserved_idr  = reserved_idr  + CASE 'reserved'  WHEN v_to THEN v_amount WHEN v_from THEN -v_amount ELSE 0 END,
        committed_idr = committed_idr + CASE 'committed' WHEN v_to THEN v_amount WHEN v_from THEN -v_amount ELSE 0 END,
        obligated_idr = obligated_idr + CASE 'obligated' WHEN v_to THEN v_amount WHEN v_from THEN -v_amount ELSE 0 END,
        realised_idr  = realised_idr  + CASE 'realised'  WHEN v_to THEN v_amount WHEN v_from THEN -v_amount ELSE 0 END
     WHERE id = v_line AND fiscal_year = v_year
       AND (v_from <> 'available' OR (
             ceiling_idr - reserved_idr - committed_idr - obligated_idr - realised_idr - external_used_idr >= v_amount
             AND effective_from <= p_day
             AND NOT EXISTS (SELECT 1 FROM budget_prohibitedaccount WHERE starts_with(l.account_code, prefix)
                               AND valid_from <= p_day AND coalesce(valid_to, p_day) >= p_day)
             AND (v_plan IS NULL OR p_cash_plan <> 'hard' OR
                  reserved_idr + committed_idr + obligated_idr + realised_idr + external_used_idr + v_amount <= v_plan)))
     RETURNING agency_id, reserved_idr + committed_idr + obligated_idr + realised_idr + external_used_idr
      INTO v_agency, v_used;
    IF v_agency IS NULL THEN
      PERFORM budget_refuse(v_line, v_amount, p_day, v_plan);
    END IF;
    IF v_plan IS NOT NULL AND v_used > v_plan THEN
      over_plan := over_plan || v_line;
    END IF;

    IF v_from = 'available' THEN
      INSERT INTO budget_budgethold AS h (order_id, order_number, agency_id, line_id, reserved_idr, committed_idr,
                                          obligated_idr, realised_idr, moves)
      VALUES (p_order_id, p_order_number, v_agency, v_line, v_amount, 0, 0, 0, 1)
      ON CONFLICT (order_id, line_id) DO UPDATE SET reserved_idr = h.reserved_idr + v_amount, moves = h.moves + 1
       WHERE p_again OR h.reserved_idr + h.committed_idr + h.obligated_idr + h.realised_idr = 0
      RETURNING moves INTO v_moves;
      IF v_moves IS NULL THEN
        RAISE EXCEPTION 'order % already holds money on line %', p_order_number, v_line
          USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_hold_once',
                DETAIL = json_build_object('line_id', v_line)::text;
      END IF;
    END IF;

    v_key := coalesce(v_key, p_kind || ':' || p_order_id || ':' || v_line || ':' || v_moves);
    a_entity := a_entity || v_agency || v_agency;
    a_book := a_book || ARRAY['BUD', 'BUD'];
    a_account := a_account || budget_account(v_from) || budget_account(v_to);
    a_side := a_side || ARRAY['D', 'C'];
    a_amount := a_amount || v_amount || v_amount;
    a_line := a_line || v_line || v_line;
    IF 'realised' IN (v_from, v_to) THEN
      a_entity := a_entity || v_agency || v_agency;
      a_book := a_book || ARRAY['ANG', 'ANG'];
      a_account := a_account || CASE v_to WHEN 'realised' THEN ARRAY['BELANJA', 'EST_SAL']
                                          ELSE ARRAY['EST_SAL', 'BELANJA'] END;
      a_side := a_side || ARRAY['D', 'C'];
      a_amount := a_amount || v_amount || v_amount;
      a_line := a_line || v_line || v_line;
    END IF;
  END LOOP;

  IF cardinality(a_line) > 0 THEN
    a_none := array_fill(NULL::bigint, ARRAY[cardinality(a_line)]);
    entry_id := ledger_write(p_kind, v_key, p_day, v_year, p_order_id, p_order_number, p_reason,
      NULL, a_entity, a_book, a_account, a_side, a_amount, a_line, a_none, a_none);
  END IF;
END $$;

CREATE FUNCTION budget_move(
  p_verb text, p_key text, p_order_id uuid, p_order_number text, p_day date, p_line bigint[], p_amount bigint[],
  p_reason text, p_cash_plan text, OUT entry_id bigint, OUT over_plan bigint[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_from text;
  v_to text;
  v_day date := p_day;
BEGIN
  SELECT stage_from, stage_to INTO v_from, v_to FROM (VALUES
    ('reserve', 'available', 'reserved'), ('release', 'reserved', 'available'), ('commit', 'reserved', 'committed'),
    ('release_commitment', 'committed', 'available'), ('obligate', 'committed', 'obligated'),
    ('release_obligation', 'obligated', 'available'), ('realise', 'obligated', 'realised'),
    ('unrealise', 'realised', 'available')) AS moves(verb, stage_from, stage_to) WHERE verb = p_verb;
  IF v_from IS NULL OR coalesce(cardinality(p_line), 0) = 0 OR EXISTS (SELECT 1 FROM unnest(p_amount) AS a WHERE a <= 0)
     OR p_order_id IS NULL THEN
    RAISE EXCEPTION 'a budget move needs a known verb, an order and amounts above zero'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_amount_positive';
  END IF;

  -- What is released after the year's end still belongs to the year of its line.
  IF p_verb IN ('release', 'release_commitment', 'release_obligation') THEN
    SELECT least(p_day, make_date(min(fiscal_year), 12, 31)) INTO v_day FROM budget_budgetline WHERE id = ANY (p_line);
    v_day := coalesce(v_day, p_day);
  END IF;

  IF p_key IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock(7108, hashtext(p_key));
    SELECT e.id INTO entry_id FROM ledger_journalentry e WHERE e.key = p_key;
    IF entry_id IS NOT NULL THEN
      -- The same fact again: answer with its entry; with other content it is refused.
      IF NOT EXISTS (SELECT 1 FROM ledger_journalentry e WHERE e.id = entry_id AND e.kind = 'budget.' || p_verb
                       AND e.order_id = p_order_id)
         OR EXISTS (SELECT 1 FROM
              (SELECT line, sum(amount) AS idr FROM unnest(p_line, p_amount) AS c(line, amount) GROUP BY line) asked
              FULL JOIN (SELECT budget_line_id AS line, sum(amount_idr) AS idr FROM ledger_posting p
                          WHERE p.entry_id = budget_move.entry_id AND book = 'BUD' AND side = 'D' GROUP BY 1) posted
              USING (line) WHERE asked.idr IS DISTINCT FROM posted.idr) THEN
        RAISE EXCEPTION 'journal key % was used for other content', p_key
          USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_key_once';
      END IF;
      RETURN;
    END IF;
  END IF;

  SELECT applied.entry_id, applied.over_plan INTO entry_id, over_plan
    FROM budget_apply('budget.' || p_verb, p_key, v_from, v_to, p_order_id, p_order_number, v_day, p_line, p_amount,
                      p_reason, CASE p_verb WHEN 'reserve' THEN p_cash_plan ELSE 'off' END, false) AS applied;
END $$;

-- Another offer was chosen: what the order reserved moves to other lines or amounts, more or less, in one step.
CREATE FUNCTION budget_move_reserve(
  p_order_id uuid, p_order_number text, p_day date, p_old_line bigint[], p_old_amount bigint[],
  p_new_line bigint[], p_new_amount bigint[], p_cash_plan text, OUT entry_id bigint, OUT over_plan bigint[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_line bigint[];
  v_amount bigint[];
BEGIN
  IF EXISTS (SELECT 1 FROM unnest(p_old_amount || p_new_amount) AS a WHERE a <= 0) OR p_order_id IS NULL THEN
    RAISE EXCEPTION 'a budget move needs an order and amounts above zero'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_amount_positive';
  END IF;
  -- The order must hold, still reserved, exactly what the caller says it held.
  IF EXISTS (SELECT 1 FROM
       (SELECT line, sum(amount) AS idr FROM unnest(p_old_line, p_old_amount) AS c(line, amount) GROUP BY line) said
       FULL JOIN (SELECT line_id AS line, reserved_idr AS idr FROM budget_budgethold
                   WHERE order_id = p_order_id AND reserved_idr > 0) held USING (line)
       WHERE said.idr IS DISTINCT FROM held.idr) THEN
    RAISE EXCEPTION 'order % does not hold what is to be moved', p_order_number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_hold_covers_move';
  END IF;
  SELECT array_agg(line), array_agg(amount) INTO v_line, v_amount FROM (
    SELECT line, amount FROM unnest(p_new_line, p_new_amount) AS n(line, amount)
    UNION ALL SELECT line, -amount FROM unnest(p_old_line, p_old_amount) AS o(line, amount)) both_sides;
  SELECT applied.entry_id, applied.over_plan INTO entry_id, over_plan
    FROM budget_apply('budget.move_reserve', NULL, 'available', 'reserved', p_order_id, p_order_number, p_day, v_line,
                      v_amount, '', p_cash_plan, true) AS applied;
END $$;

-- Lines taken for several moves in one transaction (a disbursement of many orders): in ascending id, like every move.
CREATE FUNCTION budget_lock_lines(p_line bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM budget_budgetline WHERE id = ANY (p_line) ORDER BY id FOR NO KEY UPDATE;
END $$;

REVOKE ALL ON FUNCTION budget_apply, budget_refuse, budget_move, budget_move_reserve, budget_lock_lines FROM PUBLIC;
GRANT EXECUTE ON FUNCTION budget_move, budget_move_reserve, budget_lock_lines TO dasaran_app;
