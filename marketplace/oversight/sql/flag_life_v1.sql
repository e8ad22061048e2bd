-- A question that somebody has read stays, with its facts; its state is what the last review says, and reviews follow the
-- table of marketplace/oversight/states.py (a test compares both). Who acted in a purchase does not review it.
-- Source: audit reference §2 (every dismissal has a reason, runs can be repeated); SAIPI, independence of the reviewer.

CREATE OR REPLACE FUNCTION flag_keeps_what_was_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.looked_at IS NULL AND OLD.state = 'open' THEN
      RETURN OLD;
    END IF;
  ELSIF NEW.fingerprint = OLD.fingerprint AND NEW.rule = OLD.rule AND NEW.rule_version = OLD.rule_version
     AND NEW.first_seen_on = OLD.first_seen_on AND NEW.as_of >= OLD.as_of
     AND (OLD.looked_at IS NULL OR
       ROW(NEW.looked_at, NEW.order_id, NEW.numbers, NEW.window_start, NEW.window_end, NEW.score, NEW.severity, NEW.value_idr, NEW.evidence)
       IS NOT DISTINCT FROM
       ROW(OLD.looked_at, OLD.order_id, OLD.numbers, OLD.window_start, OLD.window_end, OLD.score, OLD.severity, OLD.value_idr, OLD.evidence)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'question % was read: it stays as it was', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'flag_keeps_what_was_read', TABLE = 'oversight_flag';
END $$;
DROP TRIGGER IF EXISTS flag_keeps_what_was_read ON oversight_flag;
CREATE TRIGGER flag_keeps_what_was_read BEFORE UPDATE OR DELETE ON oversight_flag
  FOR EACH ROW EXECUTE FUNCTION flag_keeps_what_was_read();

CREATE OR REPLACE FUNCTION flag_review_is_legal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  SELECT step, after INTO last FROM oversight_flagreview WHERE flag_id = NEW.flag_id ORDER BY step DESC LIMIT 1;
  IF NEW.step <> COALESCE(last.step, 0) + 1 OR NEW.before <> COALESCE(last.after, 'open')
     OR (NEW.action, NEW.before, NEW.after) NOT IN (
       ('take', 'open', 'in_review'),
       ('explain', 'open', 'explained'), ('explain', 'in_review', 'explained'),
       ('confirm', 'open', 'confirmed'), ('confirm', 'in_review', 'confirmed'),
       ('dismiss', 'open', 'dismissed'), ('dismiss', 'in_review', 'dismissed'),
       ('reopen', 'explained', 'in_review'), ('reopen', 'confirmed', 'in_review'), ('reopen', 'dismissed', 'in_review')) THEN
    RAISE EXCEPTION 'a question does not go from % to % by %', NEW.before, NEW.after, NEW.action
      USING ERRCODE = 'check_violation', CONSTRAINT = 'flag_review_is_legal', TABLE = 'oversight_flagreview';
  END IF;
  IF EXISTS (
       SELECT 1 FROM oversight_flag f JOIN orders_procurementorder o ON o.number = ANY (f.numbers)
        WHERE f.id = NEW.flag_id
          AND NEW.actor_id IN (o.requester_id, o.chooser_id, o.approver_id, o.receiver_id, o.confirmed_by_id)) THEN
    RAISE EXCEPTION 'person % acted in a purchase of question %', NEW.actor_id, NEW.flag_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'flag_reviewer_stands_outside', TABLE = 'oversight_flagreview';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS flag_review_is_legal ON oversight_flagreview;
CREATE TRIGGER flag_review_is_legal BEFORE INSERT ON oversight_flagreview
  FOR EACH ROW EXECUTE FUNCTION flag_review_is_legal();

CREATE OR REPLACE FUNCTION flag_state_is_the_last_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE asked bigint;
BEGIN
  asked := CASE TG_TABLE_NAME WHEN 'oversight_flag' THEN (to_jsonb(NEW)->>'id')::bigint ELSE (to_jsonb(NEW)->>'flag_id')::bigint END;
  IF EXISTS (
       SELECT 1 FROM oversight_flag f
        WHERE f.id = asked AND f.state IS DISTINCT FROM COALESCE(
          (SELECT r.after FROM oversight_flagreview r WHERE r.flag_id = f.id ORDER BY r.step DESC LIMIT 1), 'open')) THEN
    RAISE EXCEPTION 'the state of question % is not what its last review says', asked
      USING ERRCODE = 'check_violation', CONSTRAINT = 'flag_state_is_the_last_review', TABLE = 'oversight_flag';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS flag_state_is_the_last_review ON oversight_flag;
CREATE CONSTRAINT TRIGGER flag_state_is_the_last_review AFTER INSERT OR UPDATE OF state ON oversight_flag
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION flag_state_is_the_last_review();
DROP TRIGGER IF EXISTS flag_state_is_the_last_review ON oversight_flagreview;
CREATE CONSTRAINT TRIGGER flag_state_is_the_last_review AFTER INSERT ON oversight_flagreview
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION flag_state_is_the_last_review();
