"""Questions about stored files."""

from uuid import UUID

from marketplace.files.models import StoredFile
from marketplace.files.policies import may_open
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound


def file_open_to(actor: Actor, file_id: UUID) -> StoredFile:
    """The file, if this actor may open it. Raises NotFound otherwise, so that ids tell nothing."""
    file = StoredFile.objects.prefetch_related("uses").filter(pk=file_id).first()
    if file is None or not may_open(actor, file):
        raise NotFound(kind="files.file")
    return file
