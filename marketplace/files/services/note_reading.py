"""Write down that an auditor opened somebody's private file."""

from datetime import datetime

from django.db import transaction

from marketplace.files.models import StoredFile
from marketplace.files.policies import is_auditor
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor


@transaction.atomic
def note_reading(*, file: StoredFile, actor: Actor, at: datetime) -> None:
    """Personal papers may be read by auditors, and each reading is on record. Source  UU 27/2022 art. 31."""
    if is_auditor(actor) and not file.public:
        audit_log.record("files.file.read", file, actor=actor, at=at)
