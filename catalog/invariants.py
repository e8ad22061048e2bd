"""What must always hold of goods, prices and stock, as SQL that returns the rows that break it."""

from marketplace.kernel.invariants import Invariant

INVARIANTS = [
    Invariant(
        "I-13 price",
        "a listing's current price is its newest price record, and Oscar's stock record mirrors it",
        """SELECT listing.id FROM catalog_listing listing
             JOIN partner_stockrecord stock ON stock.id = listing.stock_record_id
             LEFT JOIN catalog_pricerecord price ON price.id = listing.price_record_id
            WHERE stock.price <> listing.unit_price_idr OR stock.product_id <> listing.product_id
               OR (listing.state <> 'draft' AND price.unit_price_idr IS DISTINCT FROM listing.unit_price_idr)
               OR price.id <> (SELECT max(id) FROM catalog_pricerecord newest WHERE newest.listing_id = listing.id)
            LIMIT 20""",
    ),
    Invariant(
        "I-13 vendor",
        "a listing's stock record belongs to its vendor's partner",
        """SELECT listing.id FROM catalog_listing listing
             JOIN partner_stockrecord stock ON stock.id = listing.stock_record_id
             JOIN vendors_vendor vendor ON vendor.organisation_id = listing.vendor_id
            WHERE stock.partner_id IS DISTINCT FROM vendor.partner_id LIMIT 20""",
    ),
    Invariant(
        "I-36",
        "stock: 0 <= allocated <= in stock",
        """SELECT id FROM partner_stockrecord
            WHERE num_allocated IS NULL OR num_allocated < 0 OR num_in_stock IS NULL
               OR num_allocated > num_in_stock LIMIT 20""",
    ),
    Invariant(
        "I-37",
        "allocated equals the sum of what open orders hold",
        """SELECT listing.id, stock.num_allocated, coalesce(holds.open, 0)
             FROM catalog_listing listing JOIN partner_stockrecord stock ON stock.id = listing.stock_record_id
             LEFT JOIN (SELECT listing_id, sum(quantity - released - consumed) AS open FROM catalog_stockhold
                         GROUP BY listing_id) holds ON holds.listing_id = listing.id
            WHERE stock.num_allocated <> coalesce(holds.open, 0) LIMIT 20""",
    ),
    Invariant(
        "I-43 index",
        "no entry of the search index is older than a minute's delivery for goods that are not on offer",
        """SELECT entry.listing_id FROM catalog_searchentry entry
             JOIN catalog_listing listing ON listing.id = entry.listing_id
             JOIN vendors_vendor vendor ON vendor.organisation_id = listing.vendor_id
            WHERE (listing.state <> 'published' OR vendor.state <> 'active')
              AND NOT EXISTS (SELECT FROM kernel_outboxmessage WHERE delivered_at IS NULL) LIMIT 20""",
    ),
    Invariant(
        "I-43 flow",
        "a listing's state is where its history ends",
        """SELECT listing.id FROM catalog_listing listing
             LEFT JOIN LATERAL (SELECT after FROM catalog_listinghistory history WHERE history.listing_id = listing.id
                                 ORDER BY id DESC LIMIT 1) last ON true
            WHERE listing.state <> coalesce(last.after, 'draft') LIMIT 20""",
    ),
]
