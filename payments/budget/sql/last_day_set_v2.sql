-- Version 2: law of later years, which the owner may load ahead, does not stop this year's circular; and what is no day
-- of the year, or names no circular, is not put into force (version 1 took 0 and 1332, and every page that reads it fell).
CREATE OR REPLACE FUNCTION last_day_set(p_kind text, p_month_day integer, p_from date, p_source text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_year integer := EXTRACT(YEAR FROM p_from)::integer;
BEGIN
  PERFORM make_date(v_year, p_month_day / 100, p_month_day % 100);  -- raises datetime_field_overflow
  INSERT INTO kernel_lawrow AS law (kind, value, unit, valid_from, valid_to, source, confidence)
    SELECT p_kind, p_month_day, 'month_day', p_from, make_date(v_year, 12, 31), p_source, 'sure'
     WHERE p_kind IN ('year_end.last_order', 'year_end.last_capture', 'year_end.last_spp', 'year_end.last_sp2d')
       AND btrim(p_source) <> ''
       AND NOT EXISTS (SELECT 1 FROM kernel_lawrow WHERE kind = p_kind AND valid_from > p_from
                          AND valid_from <= make_date(v_year, 12, 31))
  ON CONFLICT (kind, valid_from) DO UPDATE SET value = EXCLUDED.value, source = EXCLUDED.source
    WHERE law.valid_to IS NOT NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'law % of % is not set by a page', p_kind, p_from
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'law_row_stays', TABLE = 'kernel_lawrow';
  END IF;
END $$;
