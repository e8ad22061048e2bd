-- Lines and charges stay with their order, and a need is what was submitted. The rest of `order_terms_v1.sql` stays in force.
-- Version 1 looked at the order that a line or charge was on, and the sums are judged of the order that it came to: one
-- could be carried from a submitted order to another, which agreed, while the first was left without.
-- The need says on every page why, where and under which RUP code the office buys, and its request note was signed for
-- that. Its shut basket is Oscar's, and may go.
CREATE OR REPLACE FUNCTION order_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'row % of % stays with its order', OLD.id, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'order_part_stays', TABLE = TG_TABLE_NAME;
END $$;
DROP TRIGGER IF EXISTS order_part_stays ON orders_orderline;
CREATE TRIGGER order_part_stays BEFORE UPDATE OF order_id ON orders_orderline
  FOR EACH ROW WHEN (NEW.order_id IS DISTINCT FROM OLD.order_id) EXECUTE FUNCTION order_part_stays();
DROP TRIGGER IF EXISTS order_part_stays ON orders_ordercharge;
CREATE TRIGGER order_part_stays BEFORE UPDATE OF order_id ON orders_ordercharge
  FOR EACH ROW WHEN (NEW.order_id IS DISTINCT FROM OLD.order_id) EXECUTE FUNCTION order_part_stays();

CREATE OR REPLACE FUNCTION need_stays_as_submitted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'need % stays as it was submitted', OLD.number
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'need_stays_as_submitted', TABLE = 'orders_need';
END $$;
DROP TRIGGER IF EXISTS need_stays_as_submitted ON orders_need;
CREATE TRIGGER need_stays_as_submitted BEFORE UPDATE ON orders_need
  FOR EACH ROW WHEN (OLD.state = 'submitted' AND to_jsonb(NEW) - 'basket_id' IS DISTINCT FROM to_jsonb(OLD) - 'basket_id')
  EXECUTE FUNCTION need_stays_as_submitted();
