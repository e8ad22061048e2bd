"""Hook OSCAR_THUMBNAILER: our photos are rendered at upload in fixed sizes, so there is nothing to make here."""

from oscar.core.thumbnails import AbstractThumbnailer


class PlainAddress(AbstractThumbnailer):
    def generate_thumbnail(self, source, **opts):
        return source

    def delete_thumbnails(self, source):
        """Nothing is ever made, so nothing is left behind."""
