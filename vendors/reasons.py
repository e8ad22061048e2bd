"""Reasons that a verifier picks from, so that the same fault is told in the same words."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "unreadable": _("Foto atau dokumen tidak terbaca. Potret ulang di tempat terang, seluruh halaman terlihat."),
    "name_differs": _("Nama pada dokumen berbeda dengan isian. Samakan dengan NIB."),
    "bank_name": _("Nama di rekening berbeda dengan NIB. Unggah surat keterangan bank, atau ganti rekening."),
    "address_differs": _("Alamat pada dokumen berbeda dengan isian."),
    "expired": _("Dokumen sudah tidak berlaku. Unggah yang terbaru."),
    "kbli": _("KBLI pada NIB tidak sesuai barang yang akan dijual."),
    "scale": _("Omzet atau modal tidak sesuai dokumen."),
    "forged": _("Dokumen tidak asli."),
    "conflict": _("Ada benturan kepentingan dengan pejabat pengadaan."),
}
