-- What the public dashboard counts, laid out once: a row per paid order and group of goods. The page reads this table and
-- never the orders themselves; a task makes it anew (`transparency_refresh`), so it can always be made again (I-49).
-- `first_row` is true on one row of each order, so that orders are counted once.
CREATE MATERIALIZED VIEW transparency_spending AS
  SELECT o.id AS order_id, split_part(line.category_code, '.', 1) AS group_code,
         row_number() OVER (PARTITION BY o.id ORDER BY split_part(line.category_code, '.', 1)) = 1 AS first_row,
         extract(YEAR FROM o.paid_at AT TIME ZONE 'Asia/Jakarta')::smallint AS year,
         extract(MONTH FROM o.paid_at AT TIME ZONE 'Asia/Jakarta')::smallint AS month,
         o.agency_id, o.vendor_id, v.regency_id AS regency_code,
         (v.scale IN ('mikro', 'kecil') OR v.legal_form = 'koperasi') AS is_umkk,
         sum(line.unit_price_idr * line.accepted_quantity)::bigint AS amount_idr,
         count(*) FILTER (WHERE line.verdict IN ('fair', 'below')) AS fair_lines,
         count(*) FILTER (WHERE line.verdict IN ('fair', 'below', 'needs_reason', 'above_standard')) AS judged_lines,
         ((o.paid_at AT TIME ZONE 'Asia/Jakarta')::date - (o.accepted_at AT TIME ZONE 'Asia/Jakarta')::date) AS days_to_pay
    FROM orders_procurementorder o
    JOIN vendors_vendor v ON v.organisation_id = o.vendor_id
    JOIN orders_orderline line ON line.order_id = o.id
   WHERE o.state IN ('paid', 'completed') AND o.paid_at IS NOT NULL
   GROUP BY o.id, v.organisation_id, split_part(line.category_code, '.', 1)
  WITH DATA;
CREATE UNIQUE INDEX transparency_spending_once ON transparency_spending (order_id, group_code);
CREATE INDEX transparency_spending_year ON transparency_spending (year, agency_id);

-- The app role may read it and ask for it to be made anew, nothing else.
CREATE FUNCTION transparency_refresh() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  REFRESH MATERIALIZED VIEW CONCURRENTLY transparency_spending;
END $$;
REVOKE ALL ON FUNCTION transparency_refresh FROM PUBLIC;
GRANT EXECUTE ON FUNCTION transparency_refresh TO dasaran_app;
REVOKE ALL ON transparency_spending FROM dasaran_app, dasaran_sequencer;
GRANT SELECT ON transparency_spending TO dasaran_app;

-- The public list, newest purchase letter first, read by key.
CREATE INDEX order_published ON orders_procurementorder (approved_at DESC, id DESC) WHERE approved_at IS NOT NULL;
