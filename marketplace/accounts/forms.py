"""Forms of signing in, signing up and managing people."""

from datetime import date
from typing import Any, cast

from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import BaseAuthenticateForm as AllauthCodeForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from django import forms
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import limits
from marketplace.accounts.identity import valid_nip
from marketplace.accounts.models import Organisation, User
from marketplace.accounts.roles import AGENCY_ROLES, Role
from marketplace.kernel.calendar import local_day
from marketplace.ui.forms import DateField, EmailField, PhoneField, TextField

_PASSWORD_HINT = _("Paling sedikit 10 karakter. Kalimat pendek lebih mudah diingat daripada kode.")
_CODE_WIDGET = {"autocomplete": "one-time-code", "inputmode": "numeric", "size": "10"}


class SignInForm(forms.Form):
    """NIP, e-mail or phone number, and the password."""

    login = TextField(
        label=_("NIP, surel, atau nomor ponsel"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SignUpForm(forms.Form):
    """The least that an account needs; the vendor's papers come in the application."""

    full_name = TextField(
        label=_("Nama lengkap"),
        max_length=160,
        help_text=_("Sesuai KTP."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(label=_("Nomor ponsel"), max_length=30, help_text=_("Untuk masuk dan menerima kabar pesanan."))
    email = EmailField(
        label=_("Surel"),
        required=False,
        help_text=_("Boleh kosong. Dengan surel, kata sandi yang lupa dapat diganti sendiri."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=256,
        strip=False,
        help_text=_PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Not a common one, and not the own name or number."""
        password = self.cleaned_data["password"]
        person = User(full_name=self.data.get("full_name", ""), email=self.data.get("email", ""))
        validate_password(password, person)
        return password


class ForgottenPasswordForm(forms.Form):
    """The address to which the link is sent, if it is one of ours."""

    email = EmailField(label=_("Surel"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class NewPasswordForm(forms.Form):
    """A new password for `user`, after the link in the mail."""

    password = forms.CharField(
        label=_("Kata sandi baru"),
        max_length=256,
        strip=False,
        help_text=_PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """As strong as the rules ask."""
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]


class ChangePasswordForm(NewPasswordForm):
    """The present password, then a new one."""

    present = forms.CharField(
        label=_("Kata sandi sekarang"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("present", "password")

    def clean_present(self) -> str:
        """Guesses are counted: an open screen is not a way to the password."""
        key = f"password:{self.user.pk}"
        if not limits.count("code", key, now=timezone.now()):
            raise ValidationError(_("Terlalu banyak percobaan. Coba lagi 10 menit lagi."), code="too_many")
        if not check_password(self.cleaned_data["present"], self.user.password):
            raise ValidationError(_("Kata sandi sekarang tidak cocok."), code="password")
        limits.forget("code", key)
        return self.cleaned_data["present"]


class _CodeOnce(AllauthCodeForm):
    """Five tries, and each code once, counted in the database for all server processes."""

    def clean_code(self) -> str:
        """The code, if it is right, new, and not the sixth guess."""
        key = f"user:{self.user.pk}"
        if not limits.count("code", key, now=timezone.now()):
            raise ValidationError(_("Terlalu banyak percobaan. Coba lagi 10 menit lagi."), code="too_many")
        code = super().clean_code()
        if not limits.use_code_once(self.user, code, now=timezone.now()):
            raise ValidationError(
                _("Kode salah atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi."), code="incorrect_code"
            )
        limits.forget("code", key)
        return code


def _name_the_code(form: forms.Form) -> None:
    form.fields["code"].label = _("Kode dari aplikasi autentikator")
    form.fields["code"].help_text = _("Enam angka yang berganti tiap 30 detik, atau salah satu kode cadangan Anda.")
    form.fields["code"].widget.attrs = dict(_CODE_WIDGET)


class AuthenticateForm(_CodeOnce, AllauthAuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_the_code(self)


class ReauthenticateByCodeForm(_CodeOnce, AllauthReauthenticateByCodeForm):
    """The code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_the_code(self)


class ActivateTOTPForm(AllauthActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_the_code(self)
        self.fields["code"].help_text = _("Enam angka yang sekarang tampil di aplikasi.")


class ReauthenticateForm(AllauthReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = forms.CharField(
            label=_("Kata sandi"),
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )


class PersonForm(forms.Form):
    """An official whom the site administrator registers."""

    full_name = TextField(label=_("Nama lengkap dan gelar"), max_length=160)
    nip = TextField(
        label=_("NIP"), max_length=30, help_text=_("18 angka."), widget=forms.TextInput({"inputmode": "numeric"})
    )
    nik = TextField(
        label=_("NIK"),
        max_length=30,
        help_text=_("16 angka. Disimpan hanya sebagai sidik, agar satu orang tidak memakai dua akun."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    email = EmailField(label=_("Surel"), help_text=_("Tautan untuk membuat kata sandi dikirim ke sini."))

    def clean_nip(self) -> str:
        """18 digits that say something possible."""
        return valid_nip(self.cleaned_data["nip"], today=local_day(timezone.now()))


class RoleForm(forms.Form):
    """A role by decision."""

    role = forms.ChoiceField(
        label=_("Peran"), choices=[(role.value, role.label) for role in Role if role in AGENCY_ROLES]
    )
    organisation = forms.ModelChoiceField(
        label=_("Perangkat daerah atau penyelenggara"), queryset=Organisation.objects.none()
    )
    decision_number = TextField(label=_("Nomor surat keputusan"), max_length=100)
    decision_date = DateField(label=_("Tanggal surat keputusan"), earliest=date(2000, 1, 1), is_past=True)
    valid_from = DateField(label=_("Berlaku sejak"))
    valid_to = DateField(label=_("Berlaku sampai"), help_text=_("Biasanya akhir tahun anggaran."))

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["organisation"]).queryset = organisations


class RevokeForm(forms.Form):
    """Why a role ends."""

    why = TextField(label=_("Alasan pencabutan"), max_length=300)
