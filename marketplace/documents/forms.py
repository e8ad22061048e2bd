"""The two ways to check a paper: its code, or the file itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.documents.content import normalise_check_code
from marketplace.files.errors import UploadRefused
from marketplace.files.models import FileKind
from marketplace.files.services.store_upload import read_within_limit
from marketplace.ui.forms import PlainFileInput, TextField


class CheckForm(forms.Form):
    code = TextField(
        label=_("Kode pada kaki dokumen"),
        help_text=_("16 huruf dan angka, misalnya 7K2M-94QX-AB3D-E5GH."),
        required=False,
        max_length=40,
    )
    file = forms.FileField(
        label=_("Atau berkas PDF-nya"),
        help_text=_("Berkas hanya dibandingkan, tidak disimpan."),
        required=False,
        widget=PlainFileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        if not typed:
            return ""
        code = normalise_check_code(typed)
        if code is None:
            raise forms.ValidationError(
                _("Kode terdiri atas 16 huruf dan angka. Salin dari kaki dokumen, misalnya 7K2M-94QX-AB3D-E5GH.")
            )
        return code

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload:
            try:
                self.content = read_within_limit(upload, FileKind.DOCUMENT)
            except UploadRefused as refusal:
                raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        return upload

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("code") and not cleaned.get("file"):
            raise forms.ValidationError(_("Tulis kode dokumen atau pilih berkas PDF-nya."))
        return cleaned
