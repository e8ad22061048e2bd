"""Signing in, sessions, second factors."""

from marketplace.settings import env

AUTHENTICATION_BACKENDS = ["marketplace.accounts.backends.NipEmailOrPhone"]
SESSION_ENGINE = "marketplace.accounts.sessions"
SESSION_IDLE_MINUTES = 120
SESSION_IDLE_MONEY_MINUTES = 15

#: How many proxies of our own stand in front and write X-Forwarded-For.
TRUSTED_PROXIES = env.TRUSTED_PROXIES

#: Tries in a window of so many seconds: by account and source together, by source, and by account from new sources.
SIGN_IN_LIMITS = {
    "pair": (10, 15 * 60),
    "source": (100, 60 * 60),
    "account": (100, 24 * 60 * 60),
    "code": (5, 10 * 60),
    "sign_up": (10, 60 * 60),
    "reset": (10, 60 * 60),
}

ACCOUNT_ADAPTER = "marketplace.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Dasaran: "
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_DEFAULT_HTTP_PROTOCOL = env.SITE_ADDRESS.partition("://")[0] or "http"
ACCOUNT_FORMS = {"reauthenticate": "marketplace.accounts.forms.ReauthenticateForm"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

#: Ask again before a step that binds or moves money (`access.step_up`).
STEP_UP_REQUIRED = env.MFA_REQUIRED_FOR_MONEY_ROLES

MFA_ADAPTER = "marketplace.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Dasaran"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.DEMO
MFA_FORMS = {
    "activate_totp": "marketplace.accounts.forms.ActivateTOTPForm",
    "authenticate": "marketplace.accounts.forms.AuthenticateForm",
    "reauthenticate": "marketplace.accounts.forms.ReauthenticateByCodeForm",
}
