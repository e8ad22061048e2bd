from django.urls import path

from vendors.views import apply, public, shop, verification

app_name = "vendors"
urlpatterns = [
    path("toko/profil/", shop.profile, name="profile"),
    path("toko/profil/rekening/", shop.change_account, name="change-account"),
    path("toko/profil/dokumen/", shop.papers, name="papers"),
    path("toko/daftar/", apply.apply, name="apply"),
    path("toko/daftar/mulai/", apply.start, name="start"),
    path("toko/daftar/pemilik/<int:principal_id>/hapus/", apply.remove_principal, name="remove-principal"),
    path("toko/daftar/<slug:step>/", apply.step, name="step"),
    path("penjual/<int:vendor_id>/profil/", public.profile, name="profile"),
    path("verifikasi/", verification.queue, name="verification"),
    path("verifikasi/rekening/<int:account_id>/", verification.account, name="verify-account"),
    path("verifikasi/<int:vendor_id>/", verification.detail, name="verify"),
    path("verifikasi/<int:vendor_id>/ambil/", verification.take, name="take"),
    path("verifikasi/<int:vendor_id>/kedua/", verification.second_look, name="second-look"),
    path("verifikasi/<int:vendor_id>/tangguhkan/", verification.suspension, name="suspension"),
]
