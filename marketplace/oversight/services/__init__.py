from marketplace.oversight.services.note_reading import (
    note_dossier_opened,
    note_export,
    note_flag_opened,
    note_refused_write,
)
from marketplace.oversight.services.review_flag import review_flag
from marketplace.oversight.services.run_integrity_check import run_integrity_check
from marketplace.oversight.services.run_red_flags import run_red_flags

__all__ = [
    "note_dossier_opened",
    "note_export",
    "note_flag_opened",
    "note_refused_write",
    "review_flag",
    "run_integrity_check",
    "run_red_flags",
]
