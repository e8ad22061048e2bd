-- Rules on rows that Oscar made and on the tie between a listing and its price. See README, "What holds".

-- Whole rupiah, and no more than Oscar's column holds (our own columns say the same).
ALTER TABLE partner_stockrecord ADD CONSTRAINT stock_price_is_whole_rupiah
  CHECK (price IS NOT NULL AND price = trunc(price) AND price > 0 AND price <= 9999999999);
ALTER TABLE partner_stockrecord ADD CONSTRAINT stock_price_in_rupiah CHECK (price_currency = 'IDR');

-- I-36: never more promised than there is, at every instant.
ALTER TABLE partner_stockrecord ADD CONSTRAINT stock_allocated_within_stock
  CHECK (num_in_stock IS NOT NULL AND num_allocated IS NOT NULL AND num_allocated >= 0 AND num_allocated <= num_in_stock);
ALTER TABLE partner_stockrecord ALTER COLUMN num_allocated SET DEFAULT 0;

-- I-13: the price that a listing shows is a published price record of that very listing.
ALTER TABLE catalog_listing ADD CONSTRAINT listing_price_is_a_record
  FOREIGN KEY (price_record_id, id, unit_price_idr) REFERENCES catalog_pricerecord (id, listing_id, unit_price_idr)
  DEFERRABLE INITIALLY DEFERRED;

-- Misspelt words are corrected on the vocabulary. Without pg_trgm (a bare server) search works and does not correct.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
    CREATE INDEX search_word_trigrams ON catalog_searchword USING gin (word gin_trgm_ops);
    CREATE INDEX search_stem_trigrams ON catalog_searchword USING gin (stem gin_trgm_ops);
  END IF;
END $$;
