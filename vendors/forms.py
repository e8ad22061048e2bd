"""Forms of applying, of the shop and of the verification room."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.files.fields import DocumentUploadField
from marketplace.kernel.calendar import local_day
from marketplace.kernel.reference import Regency
from marketplace.ui.forms import (
    DateField,
    EmailField,
    PhoneField,
    QuantityField,
    RupiahField,
    TextField,
    TileSelect,
    ask_later,
)
from vendors.banks import BANKS
from vendors.evidence_rules import present_evidence, wanted_evidence
from vendors.models import Kbli, LegalForm, PrincipalRole, Vendor
from vendors.names import clean_name
from vendors.reasons import REASONS
from vendors.registries.nib import DIGITS as NIB_DIGITS
from vendors.registries.nib import check_nib
from vendors.registries.nik import check_nik
from vendors.registries.npwp import check_nitku, check_npwp
from vendors.states import Decision, EvidenceState

_DIGITS = {"inputmode": "numeric", "autocomplete": "off"}
_NIK_ERRORS = {
    "FORMAT": _("NIK harus 16 angka. Anda baru menulis %(digits)s."),
    "PROVINCE": _("Dua angka pertama NIK bukan kode provinsi. Periksa lagi pada KTP."),
    "REGION": _("Angka ketiga sampai keenam NIK tidak mungkin. Periksa lagi pada KTP."),
    "DATE": _("Angka ketujuh sampai kedua belas NIK bukan tanggal lahir. Periksa lagi pada KTP."),
    "SERIAL": _("Empat angka terakhir NIK tidak boleh 0000. Periksa lagi pada KTP."),
}
_NPWP_ERRORS = {
    "FORMAT": _("NPWP ditulis dengan angka saja."),
    "LENGTH": _("NPWP harus 15 atau 16 angka. Anda baru menulis %(digits)s."),
}


#: No firm that is small today was founded before the republic.
_FIRST_DEED = date(1945, 8, 17)


def _today():
    return local_day(timezone.now())


class BusinessForm(forms.Form):
    """Step one: what stands on the NIB, and where the business is."""

    nib = TextField(
        label=_("NIB"), max_length=40, help_text=_("13 angka, tercantum pada dokumen OSS."),
        widget=forms.TextInput(attrs=_DIGITS),
    )  # fmt: skip
    legal_form = forms.ChoiceField(label=_("Bentuk usaha"), choices=LegalForm.choices)
    legal_name = TextField(
        label=_("Nama usaha"), max_length=160, help_text=_("Persis seperti pada NIB."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    trade_name = TextField(
        label=_("Nama toko"), max_length=160, required=False, help_text=_("Jika berbeda; nama ini yang dibaca pembeli.")
    )
    npwp = TextField(
        label=_("NPWP"), max_length=40, widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("Usaha perorangan: NIK pemilik (16 angka). Badan usaha: 15 atau 16 angka."),
    )  # fmt: skip
    nitku = TextField(
        label=_("NITKU"), max_length=40, required=False, widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("22 angka, jika tempat usaha Anda punya."),
    )  # fmt: skip
    kbli_codes = TextField(
        label=_("Kode KBLI"), max_length=400, help_text=_("Lima angka, dari NIB. Pisahkan dengan koma: 10130, 47241.")
    )
    yearly_sales_idr = RupiahField(
        label=_("Omzet tahun lalu"), required=False, help_text=_("Menentukan usaha mikro, kecil, atau menengah.")
    )
    business_capital_idr = RupiahField(
        label=_("Modal usaha"), required=False, help_text=_("Isi jika usaha baru dan belum punya omzet setahun.")
    )
    is_pkp = forms.BooleanField(label=_("Usaha ini Pengusaha Kena Pajak (PKP)"), required=False)
    pkp_number = TextField(label=_("Nomor pengukuhan PKP"), max_length=60, required=False)
    deed_number = TextField(
        label=_("Nomor akta pendirian"), max_length=80, required=False, help_text=_("Untuk badan usaha dan koperasi.")
    )
    deed_on = DateField(label=_("Tanggal akta"), required=False, earliest=_FIRST_DEED, is_past=True)
    notary = TextField(label=_("Notaris"), max_length=160, required=False)
    regency = forms.ModelChoiceField(label=_("Kabupaten atau kota"), queryset=Regency.objects.all())
    address = TextField(
        label=_("Alamat usaha"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "street-address"})
    )
    village = TextField(label=_("Desa atau kelurahan"), max_length=80, required=False)
    phone = PhoneField(label=_("Nomor ponsel usaha"), max_length=30)
    email = EmailField(label=_("Surel usaha"), required=False)
    lead_time_days = QuantityField(label=_("Lama menyiapkan pesanan"), unit=_("hari"), maximum=180)

    def clean_legal_name(self) -> str:
        return clean_name(self.cleaned_data["legal_name"])

    def clean_trade_name(self) -> str:
        return clean_name(self.cleaned_data["trade_name"])

    def clean_nib(self) -> str:
        answer = check_nib(self.cleaned_data["nib"])
        if answer.code == "LENGTH":
            raise ValidationError(
                _("NIB harus %(wanted)s angka. Anda baru menulis %(digits)s.")
                if answer.facts["digits"] < NIB_DIGITS
                else _("NIB harus %(wanted)s angka. Anda menulis %(digits)s."),
                params={"wanted": NIB_DIGITS, **answer.facts},
            )
        if not answer:
            raise ValidationError(_("NIB ditulis dengan 13 angka, seperti pada dokumen OSS."))
        return answer.value

    def clean_npwp(self) -> str:
        """A wrong check digit is let through to the verifier: a few very old numbers have one."""
        answer = check_npwp(self.cleaned_data["npwp"], today=_today())
        if not answer and answer.code != "CHECK_DIGIT":
            text = _NPWP_ERRORS.get(answer.code) or _NIK_ERRORS[answer.code]
            raise ValidationError(text, params=answer.facts)
        return answer.value

    def clean_nitku(self) -> str:
        if not self.cleaned_data["nitku"]:
            return ""
        answer = check_nitku(self.cleaned_data["nitku"], today=_today())
        if not answer:
            raise ValidationError(_("NITKU harus 22 angka: NPWP 16 angka, lalu 6 angka nomor tempat usaha."))
        return answer.value

    def clean_kbli_codes(self) -> list[str]:
        typed = list(dict.fromkeys(re.findall(r"[0-9]+", self.cleaned_data["kbli_codes"])))
        known = set(Kbli.objects.filter(code__in=typed).values_list("code", flat=True))
        unknown = [code for code in typed if code not in known]
        if unknown:
            raise ValidationError(
                _("KBLI %(codes)s tidak ada dalam daftar barang dan jasa pasar ini. Tulis yang sesuai barang Anda."),
                params={"codes": ", ".join(unknown)},
            )
        if not typed:
            raise ValidationError(_("Tulis paling sedikit satu kode KBLI lima angka."))
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_pkp") and not cleaned.get("pkp_number"):
            self.add_error("pkp_number", _("Tulis nomor surat pengukuhan PKP."))
        without_figures = cleaned.get("yearly_sales_idr") is None and cleaned.get("business_capital_idr") is None
        if without_figures and not {"yearly_sales_idr", "business_capital_idr"} & self.errors.keys():
            self.add_error("yearly_sales_idr", _("Isi omzet tahun lalu, atau modal usaha bila usaha baru."))
        if cleaned.get("legal_form") not in (LegalForm.INDIVIDUAL, None) and not cleaned.get("deed_number"):
            self.add_error("deed_number", _("Badan usaha dan koperasi menulis nomor aktanya."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What could be read, also while other fields are still wrong."""
        values = {name: value for name, value in self.cleaned_data.items() if value is not None}
        for name in ("yearly_sales_idr", "business_capital_idr", "deed_on"):
            if name in self.cleaned_data:
                values[name] = self.cleaned_data[name]
        if regency := values.pop("regency", None):
            values["regency_id"] = regency.pk
        return values

    @staticmethod
    def initial_of(vendor: Vendor) -> dict[str, Any]:
        names = set(BusinessForm.base_fields) - {"kbli_codes", "regency"}
        codes = vendor.kblis.values_list("kbli__code", flat=True).order_by("kbli__code")
        return {name: getattr(vendor, name) for name in names} | {
            "kbli_codes": ", ".join(codes),
            "regency": vendor.regency_id,
        }


class OwnerForm(forms.Form):
    """Step two: who owns and runs the business. The NIK is compared and never shown again."""

    full_name = TextField(label=_("Nama lengkap"), max_length=160, help_text=_("Sesuai KTP."))
    role = forms.ChoiceField(label=_("Kedudukan"), choices=PrincipalRole.choices)
    nik = TextField(
        label=_("NIK"), max_length=40, widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("16 angka. Hanya sidiknya yang disimpan, untuk memastikan tidak ada benturan kepentingan."),
    )  # fmt: skip
    share_percent = QuantityField(
        label=_("Bagian kepemilikan"), unit="%", minimum=0, maximum=100, required=False,
        help_text=_("Untuk badan usaha; pemilik lebih dari 25% adalah pemilik manfaat."),
    )  # fmt: skip
    is_beneficial_owner = forms.BooleanField(label=_("Orang ini pemilik manfaat usaha"), required=False)
    is_civil_servant = forms.BooleanField(label=_("Orang ini aparatur sipil negara"), required=False)
    is_self = forms.BooleanField(label=_("Orang ini saya sendiri"), required=False)

    def clean_nik(self) -> str:
        answer = check_nik(self.cleaned_data["nik"], today=_today())
        if not answer:
            raise ValidationError(_NIK_ERRORS[answer.code], params=answer.facts)
        return answer.value

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AccountForm(forms.Form):
    """Step three, and a later change: where the money goes."""

    bank_code = forms.ChoiceField(label=_("Bank"), choices=list(BANKS.items()))
    number = TextField(label=_("Nomor rekening"), max_length=30, widget=forms.TextInput(attrs=_DIGITS))
    holder_name = TextField(
        label=_("Nama pemilik rekening"), max_length=160,
        help_text=_("Persis seperti pada buku tabungan. Badan usaha memakai rekening atas nama badan usaha."),
    )  # fmt: skip

    def clean_number(self) -> str:
        digits = re.sub(r"[\s.\-]", "", self.cleaned_data["number"])
        if not re.fullmatch(r"[0-9]{6,18}", digits):
            raise ValidationError(_("Nomor rekening terdiri atas 6 sampai 18 angka."))
        return digits

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class DocumentsForm(forms.Form):
    """Step four: one field for each paper that this vendor shows; each is kept as soon as it is sent."""

    def __init__(self, *args: Any, vendor: Vendor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = present_evidence(vendor)
        for wanted in wanted_evidence(vendor):
            paper = present.get(wanted.kind)
            done = paper is not None and paper.state != EvidenceState.REFUSED
            self.fields[wanted.kind.value] = DocumentUploadField(
                label=wanted.kind.label, required=False, help_text=self._hint(wanted, paper, done)
            )
            ask_later(self, wanted.kind.value)  # the hint says whether

    @staticmethod
    def _hint(wanted: Any, paper: Any, done: bool) -> str:
        if done:
            return _("Sudah ada: %(name)s. Pilih berkas lain untuk menggantinya.") % {"name": paper.file.name}
        if paper is not None:
            return _("Perlu diganti: %(note)s") % {"note": paper.note}
        need = _("Wajib.") if wanted.required else _("Boleh kosong.")
        return f"{wanted.why} {need}"

    def uploads(self) -> dict[str, Any]:
        """The good ones, also when another was refused."""
        return {kind: upload for kind, upload in self.cleaned_data.items() if upload}


class SendForm(forms.Form):
    """Step five: the declarations."""

    accepts_terms = forms.BooleanField(
        label=_("Saya menyetujui syarat layanan dan pengolahan data usaha untuk verifikasi dan pembayaran."),
        error_messages={"required": _("Setujui syarat layanan sebelum mengirim.")},
    )
    declares_integrity = forms.BooleanField(
        label=_(
            "Pakta integritas: data ini benar, kami tidak memberi imbalan kepada pejabat, dan kami tidak sedang "
            "dilarang mengikuti pengadaan."
        ),
        error_messages={"required": _("Setujui pakta integritas sebelum mengirim.")},
    )  # fmt: skip


class ShopForm(forms.Form):
    """What the owner may change at any time."""

    trade_name = TextField(label=_("Nama toko"), max_length=160, required=False)
    description = TextField(
        label=_("Tentang toko"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    lead_time_days = QuantityField(label=_("Lama menyiapkan pesanan"), unit=_("hari"), maximum=180)

    def clean_trade_name(self) -> str:
        return clean_name(self.cleaned_data["trade_name"])


class DecisionForm(forms.Form):
    """The verifier's decision with its reasons."""

    decision = forms.ChoiceField(
        label=_("Keputusan"), choices=Decision.choices,
        widget=TileSelect(
            icons={Decision.VERIFY: "circle-check", Decision.ASK_FIX: "undo-2", Decision.REJECT: "octagon-x"}
        ),
    )  # fmt: skip
    npwp_valid = forms.BooleanField(label=_("Status NPWP di laman pajak: valid"), required=False)
    reasons = forms.MultipleChoiceField(
        label=_("Alasan"), choices=list(REASONS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    refused_evidence = forms.MultipleChoiceField(
        label=_("Dokumen yang harus diganti"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = TextField(
        label=_("Catatan untuk penjual"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Apa yang salah dan bagaimana memperbaikinya."),
    )  # fmt: skip

    def __init__(self, *args: Any, vendor: Vendor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = present_evidence(vendor).values()
        field = cast(forms.MultipleChoiceField, self.fields["refused_evidence"])
        field.choices = [(paper.kind, paper.get_kind_display()) for paper in papers]
        if not papers:
            del self.fields["refused_evidence"]


class SecondLookForm(forms.Form):
    """The second verifier agrees or sends back."""

    agrees = forms.ChoiceField(
        label=_("Pemeriksaan kedua"), choices=[("yes", _("Setuju, aktifkan")), ("no", _("Kembalikan"))],
        widget=TileSelect(icons={"yes": "circle-check", "no": "undo-2"}),
    )  # fmt: skip
    note = TextField(label=_("Catatan"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class SanctionForm(forms.Form):
    """Why a vendor is suspended or let back, and by which decision."""

    decision_number = TextField(
        label=_("Nomor keputusan"), max_length=80,
        help_text=_("Keputusan atau surat UKPBJ yang menjadi dasarnya."),
    )  # fmt: skip
    note = TextField(label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class AccountLookForm(forms.Form):
    """A verifier's look at a changed account."""

    agrees = forms.ChoiceField(
        label=_("Keputusan"), choices=[("yes", _("Rekening sesuai")), ("no", _("Tolak perubahan"))],
        widget=TileSelect(icons={"yes": "circle-check", "no": "octagon-x"}),
    )  # fmt: skip
    reference = TextField(
        label=_("Rujukan pemeriksaan"), max_length=120, required=False,
        help_text=_("Misalnya nomor inkuiri bank, atau nomor transfer uji Rp1."),
    )  # fmt: skip
