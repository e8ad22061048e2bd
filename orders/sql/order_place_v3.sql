-- A need becomes orders: their rows with lines, charges and first moves, the need and its basket shut, and the goods
-- held. One call, for this is the busiest moment of the marketplace; as the caller, so every trigger, CHECK and grant
-- judges each row as ever. Rows come whole from the models, by column; row ids of lines, charges and moves come from
-- their sequences. In plpgsql, because a history row is judged against the order, which must be there before.
-- What is judged at commit is judged here already, before the rows are locked that other submissions wait for: stock at
-- the end of this call, number series and budget lines by those that stand behind it in the statement.
-- Version 3 is given the numbers, and lets what `stock_hold` refuses rise.
DROP FUNCTION IF EXISTS order_place(uuid, uuid, timestamptz, text, jsonb, jsonb, jsonb, jsonb);
CREATE FUNCTION order_place(
  p_need uuid, p_number text, p_note uuid, p_at timestamptz, p_orders jsonb, p_lines jsonb, p_charges jsonb, p_moves jsonb
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO orders_procurementorder
    SELECT * FROM jsonb_populate_recordset(NULL::orders_procurementorder, p_orders);
  INSERT INTO orders_orderline OVERRIDING USER VALUE
    SELECT * FROM jsonb_populate_recordset(NULL::orders_orderline, p_lines);
  INSERT INTO orders_ordercharge OVERRIDING USER VALUE
    SELECT * FROM jsonb_populate_recordset(NULL::orders_ordercharge, p_charges);
  INSERT INTO orders_orderhistory OVERRIDING USER VALUE
    SELECT * FROM jsonb_populate_recordset(NULL::orders_orderhistory, p_moves);

  UPDATE orders_need SET state = 'submitted', submitted_at = p_at, number = p_number, request_note_id = p_note
   WHERE id = p_need;
  UPDATE basket_basket SET status = 'Submitted', date_submitted = p_at
   WHERE id = (SELECT basket_id FROM orders_need WHERE id = p_need);

  SET CONSTRAINTS ALL IMMEDIATE;
  PERFORM stock_hold(array_agg(line.order_id), array_agg(placed.number), array_agg(line.listing_id),
                     array_agg(line.quantity), p_at)
     FROM jsonb_to_recordset(p_lines) AS line(order_id uuid, listing_id bigint, quantity integer)
     JOIN jsonb_to_recordset(p_orders) AS placed(id uuid, number text) ON placed.id = line.order_id;
  SET CONSTRAINTS ALL DEFERRED;
END $$;

REVOKE ALL ON FUNCTION order_place FROM PUBLIC;
GRANT EXECUTE ON FUNCTION order_place TO dasaran_app;
