from django.urls import path

from marketplace.oversight import hold_pages
from marketplace.oversight.views import files, questions, reading

app_name = "oversight"
urlpatterns = [
    path("pengawasan/", reading.home, name="home"),
    path("pengawasan/transaksi/", reading.order_list, name="orders"),
    path("pengawasan/transaksi/<str:number>/", reading.order_dossier, name="order"),
    path("pengawasan/transaksi/<str:number>/tahan/", hold_pages.place, name="hold-place"),
    path("pengawasan/transaksi/<str:number>/lepas/", hold_pages.release, name="hold-release"),
    path("pengawasan/transaksi/<str:number>/<slug:what>.<slug:kind>", files.dossier_file, name="order-file"),
    path("pengawasan/pertanyaan/", questions.flag_list, name="flags"),
    path("pengawasan/pertanyaan/daftar.<slug:kind>", files.flags_file, name="flags-file"),
    path("pengawasan/pertanyaan/<int:flag_id>/", questions.flag_detail, name="flag"),
    path("pengawasan/jejak/", reading.log_list, name="log"),
    path("pengawasan/jejak/<int:place>/bukti.json", reading.log_proof, name="proof"),
    path("pengawasan/buku-besar/", reading.ledger_home, name="ledger"),
    path("pengawasan/buku-besar/<str:book>/<str:account>/", reading.ledger_account, name="account"),
]
