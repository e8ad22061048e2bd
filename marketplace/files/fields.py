"""Form fields for uploads. What a form can see cheaply is said at the field; the rest when the file is stored."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.files.errors import UploadRefused
from marketplace.files.models import FileKind
from marketplace.files.services.store_upload import check_upload
from marketplace.ui.forms import PlainFileInput


class _UploadField(forms.FileField):
    kind = FileKind.DOCUMENT
    accept = ""
    default_error_messages = {
        "required": _("Pilih berkasnya dulu."),
        "empty": _("Berkas ini kosong. Pilih berkas lain."),
    }
    widget = PlainFileInput

    def widget_attrs(self, widget):
        """Phones offer the right picker; the server does not rely on it."""
        return super().widget_attrs(widget) | {"accept": self.accept}

    def to_python(self, data):
        """Raises ValidationError with the reason when the content is not what it should be."""
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            check_upload(upload, self.kind)
        except UploadRefused as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
        return upload


class PictureField(_UploadField):
    """A photo: JPEG, PNG or WebP, at most 10 MB and 30 million pixels."""

    kind = FileKind.PHOTO
    accept = "image/jpeg,image/png,image/webp"


class DocumentUploadField(_UploadField):
    """A PDF or a photo of a paper, at most 10 MB."""

    kind = FileKind.DOCUMENT
    accept = "application/pdf,image/jpeg,image/png,image/webp"


class SheetField(_UploadField):
    """A spreadsheet: XLSX, ODS or CSV, without macros."""

    kind = FileKind.SHEET
    accept = (
        ".xlsx,.ods,.csv,text/csv,application/vnd.oasis.opendocument.spreadsheet,"
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
