-- Goods held for orders: all lines of all of them, in one call. Stock records are taken in ascending listing id, so two
-- calls for the same goods cannot wait for each other; a row that another order held is read again after the wait, so
-- what is judged is what that order left. As the caller, so the CHECK on the stock record stands behind it.
-- The first fault by listing is refused under its name, with its facts; `catalog/stock.py` has the words. The most of one
-- line is its HIGHEST_QUANTITY.
-- Version 2 raises what version 1 answered, so that whatever stands behind it in a statement is not done.
DROP FUNCTION IF EXISTS stock_hold(uuid[], text[], bigint[], integer[], timestamptz);
CREATE FUNCTION stock_hold(
  p_order uuid[], p_number text[], p_listing bigint[], p_quantity integer[], p_at timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  c_most CONSTANT integer := 1000000;
  v_fault text;
  v_facts jsonb;
BEGIN
  WITH shelf AS MATERIALIZED (
    SELECT listing.id, listing.name, listing.state = 'published' AND vendor.state = 'active' AS is_on_offer,
           listing.min_order, coalesce(stock.num_in_stock, 0) - coalesce(stock.num_allocated, 0) AS available
      FROM catalog_listing listing
      JOIN vendors_vendor vendor ON vendor.organisation_id = listing.vendor_id
      JOIN partner_stockrecord stock ON stock.id = listing.stock_record_id
     WHERE listing.id = ANY (p_listing) ORDER BY listing.id FOR NO KEY UPDATE OF stock
  ), judged AS (
    SELECT asked.id, name, min_order, available, quantity,
           CASE WHEN shelf.id IS NULL THEN 'stock_listing_known'
                WHEN NOT is_on_offer THEN 'stock_on_offer'
                WHEN quantity NOT BETWEEN min_order AND c_most THEN 'stock_quantity_in_range'
                WHEN available < quantity THEN 'stock_allocated_within_stock' END AS fault
      FROM (SELECT id, sum(one) AS quantity FROM unnest(p_listing, p_quantity) AS line(id, one) GROUP BY id) asked
      LEFT JOIN shelf USING (id)
  )
  SELECT fault, jsonb_build_object('listing_id', id, 'name', name, 'least', min_order, 'most', c_most,
                                   'available', available, 'requested', quantity)
    INTO v_fault, v_facts FROM judged WHERE fault IS NOT NULL ORDER BY id LIMIT 1;
  IF v_fault IS NOT NULL THEN
    RAISE EXCEPTION 'goods are not held: %', v_fault
      USING ERRCODE = 'check_violation', CONSTRAINT = v_fault, DETAIL = v_facts::text;
  END IF;

  -- A second hold of the same goods for the same order adds to the first (a choice that went back and forth).
  WITH line AS (
    SELECT order_id, max(number) AS number, listing_id, sum(one)::integer AS quantity
      FROM unnest(p_order, p_number, p_listing, p_quantity) AS given(order_id, number, listing_id, one)
     GROUP BY order_id, listing_id
  ), held AS (
    UPDATE partner_stockrecord AS stock SET num_allocated = coalesce(stock.num_allocated, 0) + asked.quantity
      FROM (SELECT listing_id, sum(quantity)::integer AS quantity FROM line GROUP BY listing_id) asked
      JOIN catalog_listing listing ON listing.id = asked.listing_id
     WHERE stock.id = listing.stock_record_id
  )
  INSERT INTO catalog_stockhold AS hold
    (listing_id, order_id, order_number, quantity, released, consumed, held_at, changed_at)
  SELECT listing_id, order_id, number, quantity, 0, 0, p_at, p_at FROM line
  ON CONFLICT (order_id, listing_id) DO UPDATE
    SET quantity = hold.quantity + EXCLUDED.quantity, changed_at = EXCLUDED.changed_at;
END $$;
REVOKE ALL ON FUNCTION stock_hold FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock_hold TO dasaran_app;
