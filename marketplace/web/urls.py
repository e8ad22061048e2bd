"""Addresses that belong to no package."""

from django.urls import include, path
from django.views.i18n import set_language

from marketplace.accounts.access import public
from marketplace.web import shop, views

_own = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("akun/ruang/", views.my_room, name="my-room"),
    path("akun/ruang/<slug:code>/", views.room, name="room"),
    path("toko/", shop.home, name="shop"),
    path("tampilan/", views.theme, name="theme"),
    path("bantuan/", views.page("web/pages/help.html"), name="help"),
    path("aksesibilitas/", views.page("web/pages/accessibility.html"), name="accessibility"),
    path("privasi/", views.page("web/pages/privacy.html"), name="privacy"),
    path("kewajaran-harga/", views.page("web/pages/price_method.html"), name="price-method"),
    path("laporkan/", views.page("web/pages/report.html"), name="report"),
]

urlpatterns = [
    path("", include((_own, "web"))),
    path("bahasa/", public(set_language), name="set_language"),
]
