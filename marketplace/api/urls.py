from django.urls import path

from marketplace.api import views
from marketplace.api.main import api

app_name = "api"
urlpatterns = [
    path("api/v1/", api.urls),
    path("akun/token/", views.tokens, name="tokens"),
    path("akun/token/<int:token_id>/cabut/", views.revoke_token, name="revoke-token"),
]
