-- What was sent, seen, signed and rated stays as it was written: no row goes, and a column that the trigger names is filled
-- in once (a signature, an arrival, a paper). Nothing is payable before the handover report (UU 1/2004 art. 21 (1)), so
-- the report and what it rests on must be what was signed. A shipment's state follows its columns by CHECK.
CREATE FUNCTION delivery_evidence_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_later text[] := coalesce(TG_ARGV, '{}');
  v_column text;
  v_kept boolean := TG_OP = 'UPDATE';
BEGIN
  IF v_kept THEN
    v_kept := to_jsonb(NEW) - v_later = to_jsonb(OLD) - v_later;
    FOREACH v_column IN ARRAY v_later LOOP
      v_kept := v_kept AND (v_column = 'state' OR to_jsonb(OLD) ->> v_column IS NULL
                            OR to_jsonb(NEW) -> v_column = to_jsonb(OLD) -> v_column);
    END LOOP;
  END IF;
  IF NOT v_kept THEN
    RAISE EXCEPTION 'row % of % stays as it was written', OLD.id, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'delivery_evidence_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_evidence_stays BEFORE UPDATE OR DELETE ON orders_handover
  FOR EACH ROW EXECUTE FUNCTION delivery_evidence_stays(
    'vendor_signed_by_id', 'vendor_signed_at', 'accepted_by_id', 'accepted_at', 'document_id', 'payable_id', 'paid_at');
CREATE TRIGGER delivery_evidence_stays BEFORE UPDATE OR DELETE ON orders_inspection
  FOR EACH ROW EXECUTE FUNCTION delivery_evidence_stays('document_id');
CREATE TRIGGER delivery_evidence_stays BEFORE UPDATE OR DELETE ON orders_inspectionline
  FOR EACH ROW EXECUTE FUNCTION delivery_evidence_stays();
CREATE TRIGGER delivery_evidence_stays BEFORE UPDATE OR DELETE ON orders_inspectionphoto
  FOR EACH ROW EXECUTE FUNCTION delivery_evidence_stays();
CREATE TRIGGER delivery_evidence_stays BEFORE UPDATE OR DELETE ON orders_shipment
  FOR EACH ROW EXECUTE FUNCTION delivery_evidence_stays(
    'state', 'document_id', 'arrived_at', 'arrival_recorded_by_id', 'arrival_photo_id', 'inspection_id');
CREATE TRIGGER delivery_evidence_stays BEFORE UPDATE OR DELETE ON orders_shipmentline
  FOR EACH ROW EXECUTE FUNCTION delivery_evidence_stays();
CREATE TRIGGER delivery_evidence_stays BEFORE UPDATE OR DELETE ON orders_performancereview
  FOR EACH ROW EXECUTE FUNCTION delivery_evidence_stays();
