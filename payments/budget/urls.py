from django.urls import path

from payments.budget import release_views, views

app_name = "budget"
urlpatterns = [
    path("anggaran/", views.lines, name="lines"),
    path("anggaran/<int:line_id>/", views.line, name="line"),
    path("kasda/spd/", release_views.offices, name="releases"),
    path("kasda/spd/<int:agency_id>/", release_views.office, name="release"),
]
