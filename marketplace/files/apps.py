import warnings

from django.apps import AppConfig
from PIL import Image

from marketplace.files.limits import MAX_PIXELS


class FilesConfig(AppConfig):
    name = "marketplace.files"
    label = "files"
    verbose_name = "Files"

    def ready(self) -> None:
        """A picture of more pixels than the limit is refused by Pillow itself too, wherever it is opened."""
        Image.MAX_IMAGE_PIXELS = MAX_PIXELS
        warnings.simplefilter("error", Image.DecompressionBombWarning)
