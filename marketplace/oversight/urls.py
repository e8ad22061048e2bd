from django.urls import path

from marketplace.oversight import views

app_name = "oversight"
urlpatterns = [
    path("pengawasan/", views.home, name="home"),
    path("pengawasan/transaksi/", views.order_list, name="orders"),
    path("pengawasan/transaksi/<str:number>/", views.order_dossier, name="order"),
    path("pengawasan/pertanyaan/", views.flag_list, name="flags"),
    path("pengawasan/jejak/", views.log_list, name="log"),
    path("pengawasan/jejak/<int:place>/bukti.json", views.log_proof, name="proof"),
    path("pengawasan/buku-besar/", views.ledger_home, name="ledger"),
    path("pengawasan/buku-besar/<str:book>/<str:account>/", views.ledger_account, name="account"),
]
