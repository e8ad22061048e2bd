from django.urls import path

from payments.budget import views

app_name = "budget"
urlpatterns = [
    path("anggaran/", views.lines, name="lines"),
    path("anggaran/<int:line_id>/", views.line, name="line"),
]
