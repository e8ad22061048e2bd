"""Addresses of orders, from the root."""

from django.urls import path

from orders.views import approvals, basket, choosing, orders, receiving, sales, year_end

app_name = "orders"
urlpatterns = [
    path("belanja/", basket.home, name="home"),
    path("belanja/keranjang/", basket.basket, name="basket"),
    path("belanja/keranjang/tambah/", basket.add, name="basket-add"),
    path("belanja/pilih/", choosing.queue, name="choosing"),
    path("belanja/pilih/<str:number>/", choosing.choose, name="choose"),
    path("belanja/pilih/<str:number>/banding/", choosing.open_, name="comparison-open"),
    path("belanja/pilih/<str:number>/langsung/", choosing.choose_direct, name="choose-direct"),
    path("pesanan/", orders.order_list, name="list"),
    path("pesanan/<str:number>/", orders.detail, name="detail"),
    path("pesanan/<str:number>/batal/", orders.cancel, name="cancel"),
    path("pesanan/<str:number>/tutup-sisa/", orders.close_remainder, name="close-short"),
    path("pesanan/<str:number>/nilai/", orders.review, name="review"),
    path("persetujuan/", approvals.queue, name="approvals"),
    path("persetujuan/<str:number>/", approvals.approval, name="approval"),
    path("persetujuan/<str:number>/bast/<int:sequence>/", approvals.handover, name="handover"),
    path("anggaran/akhir-tahun/", year_end.overview, name="year-end"),
    path("anggaran/akhir-tahun/kalender/", year_end.last_days, name="year-end-days"),
    path("anggaran/akhir-tahun/<int:year>/<int:agency_id>/", year_end.office, name="year-end-office"),
    path("penerimaan/", receiving.queue, name="receiving"),
    path("penerimaan/<str:number>/", receiving.delivery, name="delivery"),
    path("penerimaan/<str:number>/tiba/", receiving.arrival, name="arrival"),
    path("toko/pesanan/", sales.sales, name="seller-list"),
    path("toko/pesanan/<str:number>/", sales.sale, name="sale"),
    path("toko/pesanan/<str:number>/konfirmasi/", sales.confirm, name="sale-confirm"),
    path("toko/pesanan/<str:number>/tolak/", sales.decline, name="sale-decline"),
    path("toko/pesanan/<str:number>/mulai/", sales.start, name="sale-start"),
    path("toko/pesanan/<str:number>/kirim/", sales.ship, name="sale-ship"),
    path("toko/pesanan/<str:number>/tutup-sisa/", sales.close_remainder, name="sale-close-short"),
    path("toko/pesanan/<str:number>/bast/<int:sequence>/", sales.handover, name="sale-handover"),
]
