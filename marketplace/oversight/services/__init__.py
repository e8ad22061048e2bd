from marketplace.oversight.services.note_reading import note_dossier_opened, note_refused_write
from marketplace.oversight.services.run_integrity_check import run_integrity_check

__all__ = ["note_dossier_opened", "note_refused_write", "run_integrity_check"]
