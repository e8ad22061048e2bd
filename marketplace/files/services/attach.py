"""Say what a file is used for."""

from marketplace.files.models import FileUse, StoredFile


def attach(*, file: StoredFile, subject: tuple[str, object]) -> None:
    """Open the file to whoever may see `subject` = (kind, id). Saying it twice is saying it once."""
    FileUse.objects.get_or_create(file=file, subject_kind=subject[0], subject_id=str(subject[1]))
