-- Money and goods are held for an order that there is, under its number: `budget_move` and `stock_hold` take the word of
-- whoever calls them, and know no orders. A hold for nobody would keep a budget line or a shelf from everybody for ever.
CREATE FUNCTION hold_is_of_an_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM orders_procurementorder WHERE id = NEW.order_id AND number = NEW.order_number) THEN
    RAISE EXCEPTION 'there is no order % under the number %', NEW.order_id, NEW.order_number
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'hold_is_of_an_order', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER hold_is_of_an_order AFTER INSERT OR UPDATE OF order_id, order_number ON budget_budgethold
  FOR EACH ROW EXECUTE FUNCTION hold_is_of_an_order();
CREATE TRIGGER hold_is_of_an_order AFTER INSERT OR UPDATE OF order_id, order_number ON catalog_stockhold
  FOR EACH ROW EXECUTE FUNCTION hold_is_of_an_order();
