"""Compute the fair ranges again, and the verdicts that follow from them."""

from __future__ import annotations

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import connection, transaction

from catalog.models import Listing
from catalog.pricing import FEWEST_PRICES, FEWEST_VENDORS, HIGH_PERCENTILE, LOW_PERCENTILE, MONTHS_BACK, MOST_DRAWN
from catalog.states import PUBLISHED, PriceVerdict
from marketplace.kernel.calendar import fiscal_year
from vendors.states import VendorState

_BANDS = """
WITH prices AS (
  SELECT listing.category_id, listing.unit_id, listing.comparison_key, listing.unit_price_idr AS price,
         listing.vendor_id, false AS paid
    FROM catalog_listing listing JOIN vendors_vendor vendor ON vendor.organisation_id = listing.vendor_id
   WHERE listing.state = %(published)s AND vendor.state = %(active)s AND {group}
  UNION ALL
  SELECT listing.category_id, listing.unit_id, listing.comparison_key, paid.unit_price_idr, listing.vendor_id, true
    FROM catalog_paidprice paid JOIN catalog_listing listing ON listing.id = paid.listing_id
   WHERE paid.paid_at > %(since)s AND paid.paid_at <= %(at)s AND {group}
)
INSERT INTO catalog_priceband (category_id, unit_id, comparison_key, low_idr, median_idr, high_idr, standard_idr,
                               offers, paid, vendors, drawn_idr, computed_at)
SELECT prices.category_id, prices.unit_id, prices.comparison_key,
       percentile_disc(%(low)s) WITHIN GROUP (ORDER BY price),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY price),
       percentile_disc(%(high)s) WITHIN GROUP (ORDER BY price),
       min(standard.unit_price_idr), count(*) FILTER (WHERE NOT paid), count(*) FILTER (WHERE paid),
       count(DISTINCT vendor_id),
       CASE WHEN count(*) FILTER (WHERE NOT paid) > %(most_drawn)s
            THEN percentile_disc(%(places)s::float8[]) WITHIN GROUP (ORDER BY price) FILTER (WHERE NOT paid)
            ELSE coalesce(array_agg(price ORDER BY price) FILTER (WHERE NOT paid), '{{}}') END,
       %(at)s
  FROM prices LEFT JOIN catalog_standardprice standard
    ON standard.category_id = prices.category_id AND standard.unit_id = prices.unit_id
   AND standard.comparison_key = prices.comparison_key AND standard.fiscal_year = %(year)s
 GROUP BY prices.category_id, prices.unit_id, prices.comparison_key
ON CONFLICT (comparison_key, category_id, unit_id) DO UPDATE
  SET low_idr = EXCLUDED.low_idr, median_idr = EXCLUDED.median_idr, high_idr = EXCLUDED.high_idr,
      standard_idr = EXCLUDED.standard_idr, offers = EXCLUDED.offers, paid = EXCLUDED.paid,
      vendors = EXCLUDED.vendors, drawn_idr = EXCLUDED.drawn_idr, computed_at = EXCLUDED.computed_at
"""

_FORGET = "DELETE FROM catalog_priceband listing WHERE listing.computed_at < %(at)s AND {group}"

#: The same decision as `catalog.pricing.verdict_on`, for many rows at once; a test holds the two together.
VERDICT_SQL = """CASE
  WHEN band.standard_idr IS NOT NULL AND entry.unit_price_idr > band.standard_idr THEN 'above_standard'
  WHEN band.id IS NULL OR band.offers + band.paid < %(fewest_prices)s
    OR band.vendors < %(fewest_vendors)s THEN 'unknown'
  WHEN entry.unit_price_idr < band.low_idr THEN 'below'
  WHEN entry.unit_price_idr <= band.high_idr THEN 'fair'
  ELSE 'needs_reason' END"""

_VERDICTS = f"""
UPDATE catalog_searchentry AS target SET verdict = judged.verdict
  FROM (SELECT entry.listing_id, {VERDICT_SQL} AS verdict
          FROM catalog_searchentry entry LEFT JOIN catalog_priceband band
            ON band.comparison_key = entry.comparison_key AND band.category_id = entry.category_code
           AND band.unit_id = entry.unit_code
         WHERE {{group}}) judged
 WHERE target.listing_id = judged.listing_id AND target.verdict <> judged.verdict
RETURNING target.listing_id
"""  # noqa: S608  two constants of ours

VERDICT_PARAMETERS = {"fewest_prices": FEWEST_PRICES, "fewest_vendors": FEWEST_VENDORS}
assert {"above_standard", "unknown", "below", "fair", "needs_reason"} == set(PriceVerdict.values)


@transaction.atomic
def refresh_price_bands(*, at: datetime, like: Listing | None = None) -> list[int]:
    """Compute the band of the group of `like`, or all bands. Safe to run at any time and twice.

    Returns the listings whose verdict changed, so that an outside index can be told.
    """
    parameters = {
        "published": PUBLISHED,
        "active": VendorState.ACTIVE,
        "since": at - relativedelta(months=MONTHS_BACK),
        "at": at,
        "year": fiscal_year(at),
        "low": LOW_PERCENTILE.numerator / LOW_PERCENTILE.denominator,
        "most_drawn": MOST_DRAWN,
        "places": [place / (MOST_DRAWN - 1) for place in range(MOST_DRAWN)],
        "high": HIGH_PERCENTILE.numerator / HIGH_PERCENTILE.denominator,
        **VERDICT_PARAMETERS,
    }
    group = entry_group = "true"
    if like is not None:
        parameters |= {"key": like.comparison_key, "category": like.category_id, "unit": like.unit_id}
        group = "listing.comparison_key = %(key)s AND listing.category_id = %(category)s AND listing.unit_id = %(unit)s"
        entry_group = (
            "entry.comparison_key = %(key)s AND entry.category_code = %(category)s AND entry.unit_code = %(unit)s"
        )
    with connection.cursor() as cursor:
        cursor.execute(_BANDS.format(group=group), parameters)
        cursor.execute(_FORGET.format(group=group), parameters)
        cursor.execute(_VERDICTS.format(group=entry_group), parameters)
        return [row[0] for row in cursor.fetchall()]
