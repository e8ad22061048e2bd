from django.urls import path

from marketplace.notices import views

app_name = "notices"
urlpatterns = [
    path("pemberitahuan/", views.notice_list, name="list"),
    path("pemberitahuan/<int:notice_id>/", views.open_notice, name="open"),
    path("pemberitahuan/sudah-dibaca/", views.read_all, name="read-all"),
]
