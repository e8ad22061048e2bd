-- A need becomes orders: their rows with lines, charges and first moves, the need and its basket shut, and the goods
-- held. One call, for this is the busiest moment of the marketplace; as the caller, so every trigger, CHECK and grant
-- judges each row as ever. Rows come whole from the models, by column; numbers come from the sequence and row ids of
-- lines, charges and moves from their own. In plpgsql, because a history row is judged against the order, which must be
-- there before.
-- What is judged at commit is judged here already, before the rows are locked that other submissions wait for: stock in
-- this call, number series and budget lines in the next.
-- Answers with what `stock_hold` refused, if it did; then the caller rolls back.
DROP FUNCTION IF EXISTS order_place(uuid, uuid, timestamptz, text, jsonb, jsonb, jsonb, jsonb);
CREATE FUNCTION order_place(
  p_need uuid, p_note uuid, p_at timestamptz, p_month text, p_orders jsonb, p_lines jsonb, p_charges jsonb, p_moves jsonb,
  OUT need_number text, OUT order_numbers jsonb, OUT refused jsonb
) LANGUAGE plpgsql AS $$
BEGIN
  need_number := order_number('PRM', p_month);
  WITH placed AS (
    INSERT INTO orders_procurementorder
    SELECT filled.*
      FROM jsonb_array_elements(p_orders) AS given(one),
           LATERAL jsonb_populate_record(NULL::orders_procurementorder,
                                         one || jsonb_build_object('number', order_number('DSR', p_month))) AS filled
    RETURNING id, number
  )
  SELECT jsonb_object_agg(id, number) INTO order_numbers FROM placed;

  INSERT INTO orders_orderline OVERRIDING USER VALUE
    SELECT * FROM jsonb_populate_recordset(NULL::orders_orderline, p_lines);
  INSERT INTO orders_ordercharge OVERRIDING USER VALUE
    SELECT * FROM jsonb_populate_recordset(NULL::orders_ordercharge, p_charges);
  INSERT INTO orders_orderhistory OVERRIDING USER VALUE
    SELECT * FROM jsonb_populate_recordset(NULL::orders_orderhistory, p_moves);

  UPDATE orders_need SET state = 'submitted', submitted_at = p_at, number = need_number, request_note_id = p_note
   WHERE id = p_need;
  UPDATE basket_basket SET status = 'Submitted', date_submitted = p_at
   WHERE id = (SELECT basket_id FROM orders_need WHERE id = p_need);

  SET CONSTRAINTS ALL IMMEDIATE;
  SELECT stock_hold(array_agg(order_id), array_agg(order_numbers ->> order_id::text), array_agg(listing_id),
                    array_agg(quantity), p_at)
    INTO refused FROM jsonb_to_recordset(p_lines) AS line(order_id uuid, listing_id bigint, quantity integer);
  SET CONSTRAINTS ALL DEFERRED;
END $$;

REVOKE ALL ON FUNCTION order_place FROM PUBLIC;
GRANT EXECUTE ON FUNCTION order_place TO dasaran_app;
