from django.urls import path, register_converter

from marketplace.files import views


class Digest:
    """A SHA-256 in hex, and nothing else."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Digest, "digest")

app_name = "files"
urlpatterns = [
    path("foto/<digest:digest>/<int:width>.<str:ending>", views.picture, name="picture"),
    path("berkas/<uuid:file_id>/", views.private, name="private"),
    path("berkas/<uuid:file_id>/<int:width>.<str:ending>", views.private_picture, name="private-picture"),
]
