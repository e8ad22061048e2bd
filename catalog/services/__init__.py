"""What can be done with listings, one file per verb."""

from catalog.services.add_photo import add_photo, remove_photo
from catalog.services.check_sheet import check_sheet, recheck_sheet
from catalog.services.create_listing import create_listing
from catalog.services.fix_sheet_row import fix_sheet_row, skip_sheet_row
from catalog.services.load_standard_prices import load_standard_prices
from catalog.services.publish_listing import publish_listing
from catalog.services.record_paid_price import record_paid_price
from catalog.services.refresh_price_bands import refresh_price_bands
from catalog.services.review_listing import accept_listing, ask_for_fix
from catalog.services.save_sheet import apply_sheet, confirm_sheet, drop_sheet, stop_sheet
from catalog.services.set_code import set_code
from catalog.services.set_price import set_price
from catalog.services.set_stock import set_stock
from catalog.services.update_listing import update_listing
from catalog.services.upload_sheet import upload_sheet
from catalog.services.withdraw_listing import withdraw_listing

__all__ = [
    "accept_listing",
    "add_photo",
    "apply_sheet",
    "ask_for_fix",
    "check_sheet",
    "confirm_sheet",
    "create_listing",
    "drop_sheet",
    "fix_sheet_row",
    "load_standard_prices",
    "publish_listing",
    "recheck_sheet",
    "record_paid_price",
    "refresh_price_bands",
    "remove_photo",
    "set_code",
    "set_price",
    "set_stock",
    "skip_sheet_row",
    "stop_sheet",
    "update_listing",
    "upload_sheet",
    "withdraw_listing",
]
