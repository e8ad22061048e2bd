"""No thumbnails: an advantage for Oscar, whose usual thumbnailers ask the database for each picture."""

from oscar.core.thumbnails import AbstractThumbnailer


class PlainAddress(AbstractThumbnailer):
    def generate_thumbnail(self, source, **opts):
        return source

    def delete_thumbnails(self, source):
        """None was made."""
