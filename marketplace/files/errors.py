"""Why an upload is not taken. Each is shown at the field that carried the file."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import ExternalFailure, RuleViolation


class UploadRefused(RuleViolation):
    code = "UPLOAD_REFUSED"
    template = _("Berkas ini tidak dapat diterima.")


class UploadEmpty(UploadRefused):
    code = "UPLOAD_EMPTY"
    template = _("Berkas ini kosong. Pilih berkas lain.")


class UploadTooLarge(UploadRefused):
    code = "UPLOAD_TOO_LARGE"
    template = _("Ukuran berkas {size} MB, paling besar {limit} MB. Kecilkan dulu, misalnya dengan memotret ulang.")


class NotAPicture(UploadRefused):
    code = "UPLOAD_NOT_A_PICTURE"
    template = _("Isi berkas ini bukan foto JPEG, PNG, atau WebP, apa pun akhiran namanya. Pilih foto lain.")


class NotADocument(UploadRefused):
    code = "UPLOAD_NOT_A_DOCUMENT"
    template = _("Isi berkas ini bukan PDF atau foto (JPEG, PNG, WebP), apa pun akhiran namanya. Pilih berkas lain.")


class PictureTooManyPixels(UploadRefused):
    code = "UPLOAD_TOO_MANY_PIXELS"
    template = _(
        "Foto ini {width} × {height} piksel, terlalu besar untuk dibuka. Kecilkan sampai di bawah 30 juta piksel."
    )


class PictureDamaged(UploadRefused):
    code = "UPLOAD_DAMAGED"
    template = _(
        "Foto ini rusak atau tidak lengkap, sehingga tidak dapat dibuka. Potret atau simpan ulang, lalu unggah lagi."
    )


class PdfDamaged(UploadRefused):
    code = "UPLOAD_PDF_DAMAGED"
    template = _("PDF ini rusak atau tidak lengkap. Simpan ulang, lalu unggah lagi.")


class PdfLocked(UploadRefused):
    code = "UPLOAD_PDF_LOCKED"
    template = _("PDF ini terkunci kata sandi, sehingga tidak dapat diperiksa. Unggah yang tidak terkunci.")


class PdfActive(UploadRefused):
    code = "UPLOAD_PDF_ACTIVE"
    template = _("PDF ini berisi program atau perintah ({found}). Cetak ke PDF biasa, lalu unggah lagi.")


class NotASheet(UploadRefused):
    code = "UPLOAD_NOT_A_SHEET"
    template = _("Isi berkas ini bukan lembar kerja XLSX, ODS, atau CSV. Simpan sebagai XLSX, lalu unggah lagi.")


class SheetDamaged(UploadRefused):
    code = "UPLOAD_SHEET_DAMAGED"
    template = _("Lembar kerja ini rusak atau terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi.")


class SheetActive(UploadRefused):
    code = "UPLOAD_SHEET_ACTIVE"
    template = _("Lembar kerja ini berisi makro. Simpan sebagai XLSX biasa, lalu unggah lagi.")


class SheetTooWide(UploadRefused):
    code = "UPLOAD_SHEET_TOO_WIDE"
    template = _(
        "Lembar kerja ini terlalu besar untuk dibuka. Salin barisnya ke templat kami, paling banyak {columns} kolom."
    )


class StorageFull(ExternalFailure):
    code = "STORAGE_FULL"
    template = _("Tempat penyimpanan berkas penuh atau tidak dapat ditulisi. Isian Anda tidak hilang; coba lagi nanti.")
