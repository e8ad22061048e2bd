-- SPD: what is released of a line stays within its ceiling, in the year of the line. The line is locked, so that two
-- letters at once cannot both take the last of it.
CREATE FUNCTION fund_release_within_ceiling() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  l budget_budgetline;
BEGIN
  SELECT * INTO l FROM budget_budgetline WHERE id = NEW.line_id FOR NO KEY UPDATE;
  IF EXTRACT(YEAR FROM NEW.released_on) <> l.fiscal_year THEN
    RAISE EXCEPTION 'release % is not of the year of line %', NEW.number, NEW.line_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_release_of_year';
  END IF;
  IF (SELECT coalesce(sum(amount_idr), 0) FROM budget_fundrelease WHERE line_id = NEW.line_id) > l.ceiling_idr THEN
    RAISE EXCEPTION 'release % passes the ceiling of line %', NEW.number, NEW.line_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_release_within_ceiling';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER fund_release_within_ceiling AFTER INSERT ON budget_fundrelease
  FOR EACH ROW EXECUTE FUNCTION fund_release_within_ceiling();

REVOKE ALL ON FUNCTION fund_release_within_ceiling FROM PUBLIC;

-- Spending stays within the funds released, wherever a release of the line is recorded. (A line without any is refused
-- when its payment is requested.)
CREATE FUNCTION budget_within_fund_release() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_released bigint;
BEGIN
  SELECT sum(amount_idr) INTO v_released FROM budget_fundrelease WHERE line_id = NEW.id;
  IF NEW.realised_idr + NEW.external_used_idr > v_released THEN
    RAISE EXCEPTION 'line % would spend more than was released', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_within_fund_release',
            DETAIL = json_build_object('line_id', NEW.id, 'account_code', NEW.account_code,
              'requested', NEW.realised_idr - OLD.realised_idr,
              'available', v_released - OLD.realised_idr - OLD.external_used_idr)::text;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER budget_within_fund_release BEFORE UPDATE OF realised_idr ON budget_budgetline
  FOR EACH ROW WHEN (NEW.realised_idr > OLD.realised_idr) EXECUTE FUNCTION budget_within_fund_release();
