-- The only law that a page puts into force: a last day of the year's end, by circular, from a day on until 31 December. A
-- later circular of the same day replaces that day's; what was in force on days before stays, as all other law does.
CREATE FUNCTION last_day_set(p_kind text, p_month_day integer, p_from date, p_source text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO kernel_lawrow AS law (kind, value, unit, valid_from, valid_to, source, confidence)
    SELECT p_kind, p_month_day, 'month_day', p_from, make_date(EXTRACT(YEAR FROM p_from)::integer, 12, 31), p_source, 'sure'
     WHERE p_kind IN ('year_end.last_order', 'year_end.last_capture', 'year_end.last_spp', 'year_end.last_sp2d')
       AND p_source <> '' AND NOT EXISTS (SELECT 1 FROM kernel_lawrow WHERE kind = p_kind AND valid_from > p_from)
  ON CONFLICT (kind, valid_from) DO UPDATE SET value = EXCLUDED.value, source = EXCLUDED.source
    WHERE law.valid_to IS NOT NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'law % of % is not set by a page', p_kind, p_from
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'law_row_stays', TABLE = 'kernel_lawrow';
  END IF;
END $$;
REVOKE ALL ON FUNCTION last_day_set FROM PUBLIC;
GRANT EXECUTE ON FUNCTION last_day_set TO dasaran_app;
