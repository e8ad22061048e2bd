"""Addresses of accounts. Allauth's pages keep the names that allauth itself asks for; those not listed are not mounted.

Not mounted on purpose: allauth's sign-up and its change of e-mail address (T-04: an address is changed by the site
administrator, who knows the person), social accounts, signing in by code, trusted browsers.
"""

from allauth.account import views as allauth_account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path

from marketplace.accounts import views
from marketplace.accounts.access import signed_in

_own = [
    path("masuk/", views.sign_in, name="sign-in"),
    path("keluar/", views.sign_out, name="sign-out"),
    path("daftar/", views.sign_up, name="sign-up"),
    path("akun/", views.account, name="account"),
    path("akun/sandi/", views.change_password, name="change-password"),
    path("akun/sandi/lupa/", views.forgotten_password, name="forgotten-password"),
    path("akun/sandi/baru/<str:uid>/<str:token>/", views.reset_password, name="reset-password"),
    path("akun/sesi/tutup-lain/", views.end_other_sessions, name="end-other-sessions"),
    path("akun/sesi/<slug:public_id>/tutup/", views.end_session, name="end-session"),
    path("pengelola/", views.people, name="people"),
    path("pengelola/orang/baru/", views.register_person, name="register-person"),
    path("pengelola/orang/<int:user_id>/", views.person, name="person"),
    path("pengelola/orang/<int:user_id>/tutup/", views.deactivate, name="deactivate"),
    path("pengelola/orang/<int:user_id>/peran/<int:assignment_id>/cabut/", views.revoke, name="revoke"),
    path("pengelola/perangkat-daerah/", views.offices, name="offices"),
]

_allauth = [
    path("masuk/", views.sign_in, name="account_login"),
    path("keluar/", views.sign_out, name="account_logout"),
    path("akun/sandi/lupa/", views.forgotten_password, name="account_reset_password"),
    path("masuk/langkah-kedua/", views.second_step, name="mfa_authenticate"),
    path("akun/keamanan/ulang/", signed_in(allauth_account.reauthenticate), name="account_reauthenticate"),
    path("akun/keamanan/", signed_in(factors.index), name="mfa_index"),
    path("akun/keamanan/ulang/kode/", signed_in(factors.reauthenticate), name="mfa_reauthenticate"),
    path("akun/keamanan/aplikasi/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("akun/keamanan/aplikasi/lepas/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("akun/keamanan/kode-cadangan/", signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "akun/keamanan/kode-cadangan/baru/",
        signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("akun/keamanan/kunci/", signed_in(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("akun/keamanan/kunci/baru/", signed_in(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("akun/keamanan/kunci/ulang/", signed_in(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("akun/keamanan/kunci/<int:pk>/lepas/", signed_in(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("akun/keamanan/kunci/<int:pk>/nama/", signed_in(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
]

urlpatterns = [path("", include((_own, "accounts"))), *_allauth]
