"""A natural person. Whoever acts through two accounts would be two persons to every rule: there is one (S10)."""

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_login() -> str:
    """An internal name that never changes and opens nothing; people sign in by NIP, e-mail or phone."""
    return uuid4().hex


class UserManager(BaseUserManager["User"]):
    """Finds people. Making one is a use case: `services.register_user`."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """By the internal name, as Django's own commands ask."""
        return self.get(login=username)


class User(AbstractBaseUser):
    """One natural person, whatever roles they hold in however many offices."""

    login = models.CharField(max_length=64, unique=True, default=new_login, editable=False)
    full_name = models.CharField(_("nama lengkap"), max_length=160)
    nip = models.CharField(_("NIP"), max_length=18, null=True, blank=True, unique=True)
    email = models.EmailField(_("surel"), null=True, blank=True)
    phone = models.CharField(_("nomor ponsel"), max_length=16, null=True, blank=True, unique=True)
    nik_hash = models.CharField(max_length=64, null=True, blank=True, editable=False)
    is_active = models.BooleanField(default=True)
    registered_at = models.DateTimeField(default=timezone.now, editable=False)
    password_changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    #: Nobody is staff or superuser: rights are dated roles. Oscar's and Django's own code ask these two.
    is_staff = False
    is_superuser = False

    objects = UserManager()

    class Meta:
        verbose_name = _("orang")
        verbose_name_plural = _("orang")
        constraints = [
            models.UniqueConstraint(
                fields=["nik_hash"],
                name="user_one_natural_person",
                violation_error_message=_("NIK ini sudah terdaftar."),
            ),
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(condition=Q(email__isnull=True) | Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(
                condition=Q(nip__isnull=True) | Q(nip__regex=r"^[0-9]{18}$"), name="user_nip_is_18_digits"
            ),
            models.CheckConstraint(
                condition=Q(phone__isnull=True) | Q(phone__regex=r"^\+[1-9][0-9]{7,14}$"), name="user_phone_is_e164"
            ),
            models.CheckConstraint(
                condition=Q(nik_hash__isnull=True) | Q(nik_hash__regex=r"^[0-9a-f]{64}$"), name="user_nik_is_hashed"
            ),
            models.CheckConstraint(
                condition=Q(nip__isnull=False) | Q(email__isnull=False) | Q(phone__isnull=False),
                name="user_can_sign_in",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """The name on papers."""
        return self.full_name

    def get_short_name(self) -> str:
        """The name in the account menu."""
        return self.full_name.split(" ")[0]

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Never: no right of ours is a Django permission."""
        return False

    def has_perms(self, perm_list: list[str], obj: object = None) -> bool:
        """Never, as `has_perm`."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Never, as `has_perm`."""
        return False
