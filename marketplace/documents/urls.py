from django.urls import path

from marketplace.documents import views

app_name = "documents"
urlpatterns = [
    path("periksa/", views.check, name="check"),
    path("periksa/<str:code>/", views.check_code, name="check-code"),
    path("dokumen/<uuid:document_id>/", views.sheet, name="sheet"),
    path("dokumen/<uuid:document_id>.pdf", views.pdf, name="pdf"),
]
