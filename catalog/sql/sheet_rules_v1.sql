-- Goods by spreadsheet. See catalog/README.md, "What holds".

-- A seller's code (Oscar's partner_sku, unique for each partner) has one spelling, and none that a spreadsheet
-- would take for a formula.
ALTER TABLE partner_stockrecord ADD CONSTRAINT stock_code_readable
  CHECK (partner_sku ~ '^[A-Z0-9][A-Z0-9 ._/-]{0,39}$' AND partner_sku !~ ' $');

-- What was saved or dropped stays as it was.
CREATE FUNCTION sheet_is_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.state IN ('done', 'dropped') THEN
    RAISE EXCEPTION 'sheet % is %', OLD.id, OLD.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sheet_is_final';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER sheet_is_final BEFORE UPDATE OR DELETE ON catalog_sheet
  FOR EACH ROW EXECUTE FUNCTION sheet_is_final();

-- Rows follow their sheet, and are about goods of its own vendor.
CREATE FUNCTION sheet_row_of_open_sheet() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sheet catalog_sheet;
BEGIN
  SELECT * INTO sheet FROM catalog_sheet WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.sheet_id ELSE NEW.sheet_id END;
  IF sheet.state IN ('done', 'dropped') THEN
    RAISE EXCEPTION 'sheet % is %', sheet.id, sheet.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sheet_is_final';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF NEW.listing_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM catalog_listing WHERE id = NEW.listing_id AND vendor_id = sheet.vendor_id
  ) THEN
    RAISE EXCEPTION 'row % of sheet % names goods of another vendor', NEW.number, sheet.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sheet_row_of_own_goods';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sheet_row_of_open_sheet BEFORE INSERT OR UPDATE OR DELETE ON catalog_sheetrow
  FOR EACH ROW EXECUTE FUNCTION sheet_row_of_open_sheet();
