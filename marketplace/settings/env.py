"""The one place that reads the environment.

Every outside address is taken from here, so that a proxy, another server or a fake provider can stand between
without a change of code.
"""

from pathlib import Path

from environs import Env

env = Env()

PROJECT = Path(__file__).resolve().parents[2]
STATE = Path(env.str("DASARAN_STATE", "") or PROJECT / "var")

DEMO = env.bool("DASARAN_DEMO", False)
DEMO_START_DAY = env.str("DASARAN_START_DAY", "")
SECRET_KEY = env.str("SECRET_KEY", "")
PERSONAL_DATA_KEY = env.str("PERSONAL_DATA_KEY", "")
SITE_ADDRESS = env.str("SITE_ADDRESS", "http://localhost:8000")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

DATABASE_URL = env.str("DATABASE_URL", "")
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", "")
DATABASE_SEQUENCER_URL = env.str("DATABASE_SEQUENCER_URL", "")
PREPARED_STATEMENTS = env.bool("PREPARED_STATEMENTS", True)
BROKER_URL = env.str("BROKER_URL", "")
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", "")
EMAIL_URL = env.str("EMAIL_URL", "")

PAYMENTS_GATEWAY = env.str("PAYMENTS_GATEWAY", "stripe")
STRIPE_API_BASE = env.str("STRIPE_API_BASE", "")
STRIPE_API_KEY = env.str("STRIPE_API_KEY", "")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", "")
BANK_API_BASE = env.str("BANK_API_BASE", "") or STRIPE_API_BASE

MFA_REQUIRED_FOR_MONEY_ROLES = env.bool("MFA_REQUIRED_FOR_MONEY_ROLES", not DEMO)
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")

OPERATOR_NAME = env.str("OPERATOR_NAME", "Pemerintah Provinsi Jawa Tengah")
OPERATOR_PROVINCE = env.str("OPERATOR_PROVINCE", "Jawa Tengah")
OPERATOR_EMBLEM = env.str("OPERATOR_EMBLEM", "")
OPERATOR_IS_OFFICIAL = env.bool("OPERATOR_IS_OFFICIAL", False)
OPERATOR_SERVICE_HOURS = env.str("OPERATOR_SERVICE_HOURS", "hari kerja 08.00–16.00 WIB")
#: The same on English pages; left empty they show the Indonesian words.
OPERATOR_SERVICE_HOURS_EN = env.str(
    "OPERATOR_SERVICE_HOURS_EN", "" if env.str("OPERATOR_SERVICE_HOURS", "") else "on working days, 08.00–16.00 WIB"
)
FISCAL_YEAR = env.int("FISCAL_YEAR", 0)
TREASURY_AGENCY = env.str("TREASURY_AGENCY", "BPKAD")
#: A seller's spreadsheet: how large, how many rows, and how many of them are worked on while the seller waits.
GOODS_SHEET_MEBIBYTES = env.int("GOODS_SHEET_MEBIBYTES", 5)
GOODS_SHEET_ROWS = env.int("GOODS_SHEET_ROWS", 2_000)
GOODS_SHEET_ROWS_AT_ONCE = env.int("GOODS_SHEET_ROWS_AT_ONCE", 40)
#: Who collects the taxes of purchases: SIPP (this platform, PMK 58/2022) or DIRECT (nobody between office and vendor).
TAX_CHANNEL = env.str("TAX_CHANNEL", "SIPP")
OCDS_PREFIX = env.str("OCDS_PREFIX", "")
