"""How a person is told apart: NIP, e-mail, phone, and the keyed hash of the NIK."""

import hashlib
import hmac
import re
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

YOUNGEST_OFFICIAL, OLDEST_OFFICIAL = 16, 65
CONTRACT = "21"


def nik_hash(nik: str) -> str:
    """HMAC-SHA256 of a national identity number, so that two rows can be compared and none can be read.

    The NIK itself is never stored. The key is `settings.PERSONAL_DATA_KEY`; changing it means asking everybody again.

    Raises  ValidationError when it is not 16 digits.
    """
    digits = re.sub(r"[\s.\-]", "", nik)
    if not re.fullmatch(r"[0-9]{16}", digits):
        raise ValidationError(_("NIK harus 16 angka."), code="nik")
    return hmac.new(settings.PERSONAL_DATA_KEY.encode(), b"nik:" + digits.encode(), hashlib.sha256).hexdigest()


def normalise_nip(text: str) -> str:
    """The 18 digits of a civil servant number, however it was spaced. Raises ValidationError."""
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]{18}", digits):
        raise ValidationError(_("NIP harus 18 angka."), code="nip")
    return digits


def valid_nip(text: str, *, today: date) -> str:
    """A NIP whose parts can be: birth (yyyymmdd), appointment (yyyymm), sex (1, 2), serial. Raises ValidationError.

    Officials on contract (PPPK) have 21 instead of the month of appointment. Those who sign in are found by
    `normalise_nip` alone.
    Source  Peraturan Kepala BKN 22/2007 (NIP) [likely]; NI PPPK by the practice of BKN since 2019 [likely].
    """
    digits = normalise_nip(text)
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise ValidationError(_("Delapan angka pertama NIP bukan tanggal lahir. Periksa lagi."), code="nip") from None
    year, month = int(digits[8:12]), digits[12:14]
    if not born.year + YOUNGEST_OFFICIAL <= year <= min(today.year, born.year + OLDEST_OFFICIAL):
        raise ValidationError(_("Tahun pengangkatan pada NIP (angka ke-9 sampai ke-12) tidak mungkin."), code="nip")
    if not ("01" <= month <= "12" or month == CONTRACT):
        raise ValidationError(_("Bulan pengangkatan pada NIP (angka ke-13 dan ke-14) tidak ada."), code="nip")
    if digits[14] not in "12":
        raise ValidationError(_("Angka ke-15 NIP harus 1 atau 2."), code="nip")
    return digits


def normalise_email(text: str) -> str:
    """Lower case and without spaces around: one spelling for each address."""
    return text.strip().lower()


def normalise_phone(text: str) -> str:
    """International form: "0812 3456 7890" and "+62 812-3456-7890" are "+6281234567890". Raises ValidationError."""
    digits = re.sub(r"[\s.\-()]", "", text)
    if digits.startswith("0"):
        digits = "+62" + digits[1:]
    elif digits.startswith("62"):
        digits = "+" + digits
    if not re.fullmatch(r"\+[1-9][0-9]{7,14}", digits):
        raise ValidationError(_("Tulis nomor ponsel seperti 0812 3456 7890."), code="phone")
    return digits


def login_lookup(text: str) -> dict[str, str] | None:
    """What a typed sign-in name means: an e-mail, a NIP or a phone number, as a filter; None when it is neither."""
    text = text.strip()
    if "@" in text:
        return {"email": normalise_email(text)}
    try:
        return {"nip": normalise_nip(text)}
    except ValidationError:
        pass
    try:
        return {"phone": normalise_phone(text)}
    except ValidationError:
        return None
