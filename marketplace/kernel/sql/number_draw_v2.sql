-- The next number of a series: gapless, for a rolled back transaction gives it back. The row is locked until the commit.
-- In plpgsql, which keeps its plan.
-- Version 2 is the only way in which a series moves: one forward, as the tables' owner. Whoever writes the counter itself
-- could have a number given twice, or never.
CREATE OR REPLACE FUNCTION number_draw(p_issuer bigint, p_series text, p_year integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_drawn bigint;
BEGIN
  INSERT INTO kernel_numberseries AS series (issuer_id, series, year, last) VALUES (p_issuer, p_series, p_year, 1)
    ON CONFLICT (issuer_id, series, year) DO UPDATE SET last = series.last + 1
    RETURNING last INTO v_drawn;
  RETURN v_drawn;
END $$;
REVOKE ALL ON FUNCTION number_draw FROM PUBLIC;
GRANT EXECUTE ON FUNCTION number_draw TO dasaran_app;
