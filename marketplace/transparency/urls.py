from django.urls import path

from marketplace.transparency import views

app_name = "transparency"
urlpatterns = [
    path("transparansi/", views.home, name="home"),
    path("transparansi/pesanan/", views.order_list, name="orders"),
    path("transparansi/pesanan/<str:number>/", views.order_detail, name="order"),
    path("transparansi/data/", views.data, name="data"),
    path("transparansi/data/pesanan-<int:year>.csv", views.data_csv, name="csv"),
    path("transparansi/ocds/<str:ocid>.json", views.ocds_package, name="ocds"),
    path("transparansi/metode/", views.method, name="method"),
]
