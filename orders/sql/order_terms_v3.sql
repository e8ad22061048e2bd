-- What an order says of itself changes by the move that says it, and not between moves: reasons and the checks that were
-- shown by the choice, the approval's note by the approval, an end by what ended it, dates by what happened on them. The
-- moves are those of `order_moves_v1.sql`, written by whoever may make them. Why goods cost more or were split, and when
-- they were asked for, is said with the need and stays. The rest of `order_terms_v1.sql` and `_v2.sql` stays in force.
-- Left to others: the sums (`order_totals`), the people (`one_side`), the hold for an audit (`audit_hold`), the content.
CREATE OR REPLACE FUNCTION order_changes_by_its_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_may text[] := ARRAY['state', 'total_idr', 'chooser_id', 'approver_id', 'confirmed_by_id', 'receiver_id', 'audit_hold',
                        'content_sha256', 'in_transit'] || CASE
    WHEN NEW.state = OLD.state THEN
      CASE OLD.state WHEN 'partially_accepted' THEN ARRAY['short_close_asked_at', 'short_close_reason'] ELSE '{}' END
    WHEN NEW.state = 'awaiting_approval' THEN
      ARRAY['vendor_id', 'title', 'chosen_at', 'choice_reason', 'hold_expires_at', 'is_returned', 'checks']
    WHEN OLD.state = 'awaiting_approval' AND NEW.state = 'submitted' THEN
      ARRAY['return_reason', 'is_returned', 'hold_expires_at']
    WHEN NEW.state = 'ordered' THEN
      ARRAY['approved_at', 'approval_note', 'oscar_order_id', 'purchase_letter_id', 'lead_time_days', 'hold_expires_at']
    WHEN NEW.state = 'confirmed' THEN ARRAY['confirmed_at', 'lead_time_days', 'due_on', 'hold_expires_at']
    WHEN NEW.state = 'delivered' THEN ARRAY['delivered_at']
    WHEN NEW.state IN ('accepted', 'partially_accepted') THEN ARRAY['accepted_idr', 'accepted_at']
    WHEN NEW.state = 'paid' THEN ARRAY['paid_at']
    WHEN NEW.state = 'completed' THEN ARRAY['ended_at']
    WHEN NEW.state IN ('cancelled', 'rejected', 'expired') THEN ARRAY['end_reason', 'ended_at', 'hold_expires_at']
    ELSE '{}' END;
BEGIN
  IF to_jsonb(NEW) - v_may IS DISTINCT FROM to_jsonb(OLD) - v_may THEN
    RAISE EXCEPTION 'order % changes by its moves only', OLD.number
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'order_changes_by_its_moves', TABLE = 'orders_procurementorder';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS order_changes_by_its_moves ON orders_procurementorder;
CREATE TRIGGER order_changes_by_its_moves AFTER UPDATE ON orders_procurementorder
  FOR EACH ROW EXECUTE FUNCTION order_changes_by_its_moves();
