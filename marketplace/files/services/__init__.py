"""What can be done with files."""

from marketplace.files.services.attach import attach
from marketplace.files.services.note_reading import note_reading
from marketplace.files.services.store_upload import store_upload

__all__ = ["attach", "note_reading", "store_upload"]
