"""The addresses of the catalog."""

from django.urls import path, re_path

from catalog.views import compare, home, product, results, review, seller, sheets

app_name = "catalog"

urlpatterns = [
    path("", home.home, name="home"),
    path("kategori/", results.categories, name="categories"),
    path("kategori/<slug:slug>/", results.category, name="category"),
    path("cari/", results.search, name="search"),
    path("cari/saran/", results.suggest, name="suggest"),
    path("banding/", compare.compare, name="compare"),
    path("banding/baki/", compare.tray, name="tray"),
    re_path(r"^produk/(?P<slug>[-a-z0-9_]+)-(?P<listing_id>[0-9]{1,18})/$", product.product, name="product"),
    path("toko/produk/", seller.listings, name="seller-list"),
    path("toko/produk/baru/", seller.new, name="seller-new"),
    path("toko/produk/kewajaran/", seller.price_preview, name="seller-price-preview"),
    path("toko/produk/impor/", sheets.start, name="seller-import"),
    path("toko/produk/impor/templat/<str:ending>/", sheets.template, name="seller-import-template"),
    path("toko/produk/impor/barang/<str:ending>/", sheets.export, name="seller-export"),
    path("toko/produk/impor/<uuid:sheet_id>/", sheets.show, name="seller-sheet"),
    path("toko/produk/impor/<uuid:sheet_id>/simpan/", sheets.save, name="seller-sheet-save"),
    path("toko/produk/impor/<uuid:sheet_id>/buang/", sheets.drop, name="seller-sheet-drop"),
    path("toko/produk/impor/<uuid:sheet_id>/salah/", sheets.wrong_rows, name="seller-sheet-wrong"),
    path("toko/produk/impor/<uuid:sheet_id>/baris/<int:number>/", sheets.row, name="seller-sheet-row"),
    path("toko/produk/<int:listing_id>/", seller.edit, name="seller-edit"),
    path("toko/produk/<int:listing_id>/tayang/", seller.publish, name="seller-publish"),
    path("toko/produk/<int:listing_id>/turun/", seller.withdraw, name="seller-withdraw"),
    path("toko/produk/<int:listing_id>/foto/<int:photo_id>/hapus/", seller.remove_photo, name="seller-remove-photo"),
    path("verifikasi/produk/", review.queue, name="review"),
    path("verifikasi/produk/<int:listing_id>/", review.decide, name="review-decide"),
]
