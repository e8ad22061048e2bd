"""Every address of the site, package by package; each package lists its full paths and has its own namespace."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

PACKAGES = [
    "marketplace.web",
    "marketplace.accounts",
    "marketplace.files",
    "marketplace.documents",
    "marketplace.notices",
    "marketplace.oversight",
    "marketplace.transparency",
    "marketplace.api",
    "marketplace.demo",
    "vendors",
    "catalog",
    "orders",
    "payments.budget",
    "payments.payables",
    "payments.cards",
    "payments.settlement",
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"{package}.urls")) for package in PACKAGES if find_spec(package) and find_spec(f"{package}.urls")
]

handler400 = "marketplace.web.errors.bad_request"
handler403 = "marketplace.web.errors.forbidden"
handler404 = "marketplace.web.errors.not_found"
handler500 = "marketplace.web.errors.server_error"
