-- What vendors asked for, and which was taken, stays as it was shown to the officer: an offer is marked as chosen once, and
-- a comparison is closed once, with its reason and its paper. A return opens another.
CREATE FUNCTION comparison_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'orders_comparisonoffer' THEN
    IF NOT OLD.is_chosen AND to_jsonb(NEW) - 'is_chosen' = to_jsonb(OLD) - 'is_chosen'
       AND EXISTS (SELECT 1 FROM orders_comparison WHERE id = OLD.comparison_id AND closed_at IS NULL) THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    IF OLD.document_id IS NULL
       AND (to_jsonb(NEW) - ARRAY['reason', 'closed_at', 'document_id']
            = to_jsonb(OLD) - ARRAY['reason', 'closed_at', 'document_id'])
       AND (OLD.closed_at IS NULL OR (NEW.closed_at, NEW.reason) = (OLD.closed_at, OLD.reason)) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'row % of % stays as it was shown', OLD.id, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'comparison_stays';
END $$;
CREATE TRIGGER comparison_stays BEFORE UPDATE OR DELETE ON orders_comparison
  FOR EACH ROW EXECUTE FUNCTION comparison_stays();
CREATE TRIGGER comparison_stays BEFORE UPDATE OR DELETE ON orders_comparisonoffer
  FOR EACH ROW EXECUTE FUNCTION comparison_stays();
