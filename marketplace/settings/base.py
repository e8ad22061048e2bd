"""What every kind of site shares. One file per concern stands beside it (`oscar`, `logs`)."""

from importlib.util import find_spec

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from marketplace.embedded.probes import ADDRESSES, wrong_address
from marketplace.settings import env, logs
from marketplace.settings.accounts import *  # noqa: F403  signing in, sessions, second factors
from marketplace.settings.oscar import *  # noqa: F403  Oscar's settings are star-imported by its own convention
from marketplace.settings.oscar import OSCAR_APPS

LOGGING = logs.LOGGING
logs.configure_structlog()
for _name in ADDRESSES:
    if _complaint := wrong_address(_name, getattr(env, _name)):
        raise ImproperlyConfigured(_complaint)

PROJECT = env.PROJECT
STATE = env.STATE
DASARAN_DEMO = env.DEMO
SECRET_KEY = env.SECRET_KEY
PERSONAL_DATA_KEY = env.PERSONAL_DATA_KEY or env.SECRET_KEY
SITE_ADDRESS = env.SITE_ADDRESS.rstrip("/")
ALLOWED_HOSTS = env.ALLOWED_HOSTS
ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1
TEST_RUNNER = "django.test.runner.DiscoverRunner"

#: Ours, from the ground up: the order is that of the picture in the README.
DASARAN_APPS = [
    "marketplace.kernel",
    "marketplace.ui",
    "marketplace.tax",
    "marketplace.accounts",
    "marketplace.files",
    "marketplace.documents",
    "vendors",
    "catalog",
    "payments.ledger",
    "payments.budget",
    "payments.payables",
    "payments.cards",
    "payments.settlement",
    "orders",
    "marketplace.oversight",
    "marketplace.notices",
    "marketplace.transparency",
    "marketplace.api",
    "marketplace.web",
    "marketplace.demo",
]
DASARAN_APPS = [app for app in DASARAN_APPS if find_spec(app) and find_spec(app + ".apps")]

INSTALLED_APPS = [
    *DASARAN_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.flatpages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "ninja",
    *OSCAR_APPS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads each answer at random, against guessing secrets by its length
    "marketplace.web.middleware.RequestIdentity",
    "marketplace.api.middleware.ProgramsReadJson",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "marketplace.web.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "marketplace.web.middleware.PrivatePages",
    "marketplace.web.middleware.ActingPerson",
    "marketplace.web.middleware.ReadableAddresses",
    "marketplace.web.middleware.SearchPace",
    "marketplace.web.middleware.DeclaredAccess",
    "marketplace.web.auditors.ReadOnlyAuditors",
    "marketplace.web.middleware.KeptForms",
    "marketplace.web.middleware.RefusalsToPages",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marketplace.web.context.frame",
            ]
        },
    }
]

FORM_RENDERER = "marketplace.ui.forms.DasaranRenderer"

# ---- data -----------------------------------------------------------------------------------------------------------
# Three roles from the first day: `owner` migrates, the app role works, the sequencer gives places in the log.


def _database(url: str) -> dict:
    parsed = dj_database_url.parse(url or "postgres:///dasaran", conn_max_age=60, conn_health_checks=True)
    # The database plans a statement once per connection and not at every request: planning a joined read costs it more
    # than the read. See docs/decisions/prepared-statements.md, also for poolers.
    prepared = {"server_side_binding": True, "prepare_threshold": 5 if env.PREPARED_STATEMENTS else None}
    return {
        **parsed,
        "ENGINE": "marketplace.kernel.database",  # pages give up on a server that is frozen
        "ATOMIC_REQUESTS": False,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        # A server that takes no connection is away, and the page says so; a line that went dead is noticed.
        "OPTIONS": {"connect_timeout": 10, "tcp_user_timeout": 30_000, **parsed.get("OPTIONS", {}), **prepared},
    }


DATABASES = {"default": _database(env.DATABASE_URL)}
DATABASE_OWNER_URL = env.DATABASE_OWNER_URL or env.DATABASE_URL
DATABASE_SEQUENCER_URL = env.DATABASE_SEQUENCER_URL or env.DATABASE_URL

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "marketplace.web.errors.csrf_failed"
# Django's own 300 entries are fewer than law and the paces of a busy minute, which would push each other out.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}},
}

# ---- people ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/akun/ruang/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
MFA_REQUIRED_FOR_MONEY_ROLES = env.MFA_REQUIRED_FOR_MONEY_ROLES

# ---- language, time, place ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "marketplace" / "locale"]
LANGUAGE_COOKIE_NAME = "bahasa"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

OPERATOR = {
    "name": env.OPERATOR_NAME,
    "province": env.OPERATOR_PROVINCE,
    "emblem": env.OPERATOR_EMBLEM,
    "is_official": env.OPERATOR_IS_OFFICIAL,
    "service_hours": {"id": env.OPERATOR_SERVICE_HOURS, "en": env.OPERATOR_SERVICE_HOURS_EN},
    "fiscal_year": env.FISCAL_YEAR,
}

# ---- files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STATICFILES_DIRS = [PROJECT / "marketplace" / "static"]
MEDIA_ROOT = STATE / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Half the files and a third of the time of a first start: nobody asks for unhashed names or compressed source maps.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "gz", "br", "woff2", "pdf", "map")
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# ---- headers --------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# ---- work outside the request ---------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.BROKER_URL or None
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Redelivery after a killed worker within half a minute instead of the default's minutes. Longer than any task.
    "visibility_timeout": 120,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # A publisher must not hang a page when the broker is away: the outbox sweeper sends again.
    "socket_connect_timeout": 1,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "socket_timeout": 5,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE / "beat-schedule")

ELASTICSEARCH_URL = env.ELASTICSEARCH_URL
PAYMENTS_GATEWAY = env.PAYMENTS_GATEWAY
STRIPE_API_BASE = env.STRIPE_API_BASE
STRIPE_API_KEY = env.STRIPE_API_KEY
STRIPE_WEBHOOK_SECRET = env.STRIPE_WEBHOOK_SECRET
BANK_API_BASE = env.BANK_API_BASE
#: Short code of the office that keeps the region's treasury account (PPKD/BUD) and issues SP2D.
TREASURY_AGENCY = env.TREASURY_AGENCY
TAX_CHANNEL = env.TAX_CHANNEL

if env.EMAIL_URL:
    vars().update(env.env.dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = STATE / "mail"
DEFAULT_FROM_EMAIL = "Dasaran <noreply@localhost>"

#: How fast programs may ask: per address without an account, per person with one.
API_RATES = {"visitor": "60/min", "person": "240/min"}
GOODS_SHEET_MEBIBYTES = env.GOODS_SHEET_MEBIBYTES
GOODS_SHEET_ROWS = env.GOODS_SHEET_ROWS
GOODS_SHEET_ROWS_AT_ONCE = env.GOODS_SHEET_ROWS_AT_ONCE
#: Issued by the Open Contracting Partnership; empty: the prefix of its own examples.
OCDS_PREFIX = env.OCDS_PREFIX

SUBSCRIPTIONS = "marketplace.subscriptions.SUBSCRIPTIONS"
OUTBOX_WAKE = "marketplace.tasks.wake_outbox"
