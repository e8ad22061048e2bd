"""Refusals of accounts; those that the database can speak name its constraint."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import NotFound, NotPermitted, RuleViolation, refuses_constraint


@refuses_constraint("segregation_of_roles")
class RolesMustBeSeparate(RuleViolation):
    """S1, S2, S5 or S8: two roles that one person must not hold in the same days."""

    code = "ROLES_MUST_BE_SEPARATE"
    template = _("Peran ini tidak boleh dirangkap. {reason}")

    def __init__(self, **facts: Any) -> None:
        super().__init__(**{"rule": "", "reason": "", **facts})


@refuses_constraint("assignment_once_at_a_time")
class RoleAlreadyHeld(RuleViolation):
    """The same role in the same organisation on overlapping days."""

    code = "ROLE_ALREADY_HELD"
    template = _("Orang ini sudah memegang peran tersebut pada tanggal yang sama.")


@refuses_constraint("role_fits_organisation")
class RoleDoesNotFit(RuleViolation):
    """A role of a vendor in an office, or the other way round."""

    code = "ROLE_DOES_NOT_FIT"
    template = _("Peran ini tidak ada pada organisasi tersebut.")


@refuses_constraint("assignment_rests_on_a_decision", "assignment_dates_in_order")
class DecisionIncomplete(RuleViolation):
    """A role of an office needs number and date of the decision and a last day not before the first."""

    code = "DECISION_INCOMPLETE"
    template = _("Lengkapi nomor dan tanggal surat keputusan serta masa berlakunya.")


@refuses_constraint("assignment_not_before_its_decision")
class RoleBeforeDecision(RuleViolation):
    """Nobody acted in a role before the decision that gives it; what was signed meanwhile is not made good later."""

    code = "ROLE_BEFORE_DECISION"
    template = _("Peran tidak dapat berlaku sebelum tanggal surat keputusannya.")
    field = "valid_from"


@refuses_constraint("role_assignment_only_ends")
class AssignmentIsKept(RuleViolation):
    """An assignment is ended by revoking it; it is never edited or deleted, and ends once."""

    code = "ASSIGNMENT_IS_KEPT"
    template = _("Penunjukan peran tidak dapat diubah. Cabut lalu buat penunjukan baru.")


@refuses_constraint("user_one_natural_person", "person_keeps_the_nik")
class PersonAlreadyRegistered(RuleViolation):
    """S10: one natural person has one account."""

    code = "PERSON_ALREADY_REGISTERED"
    template = _("Orang ini sudah mempunyai akun. Satu orang hanya boleh memakai satu akun.")


@refuses_constraint("user_email_unique", "accounts_user_nip_key", "accounts_user_phone_key")
class LoginAlreadyUsed(RuleViolation):
    """NIP, e-mail or phone number belongs to another account."""

    code = "LOGIN_ALREADY_USED"
    template = _("NIP, surel, atau nomor ponsel ini tidak dapat dipakai untuk akun baru.")


class SamePersonTwice(NotPermitted):
    """S3 to S7: two steps of one purchase or bill that two persons must take. Packages name their steps."""

    code = "SOD_SAME_PERSON"
    template = _("Dua langkah ini harus dilakukan dua orang yang berbeda.")


class NoSuchPerson(NotFound):
    """No such account, or not this person's to see."""

    code = "NO_SUCH_PERSON"


class NoSuchAssignment(NotFound):
    """No such role assignment."""

    code = "NO_SUCH_ASSIGNMENT"


class NoSuchOrganisation(NotFound):
    """No such organisation."""

    code = "NO_SUCH_ORGANISATION"


class NoSuchSession(NotFound):
    """No such session of this person."""

    code = "NO_SUCH_SESSION"


class ResetLinkExpired(RuleViolation):
    """The link in the mail is wrong, older than it may be, or was used."""

    code = "RESET_LINK_EXPIRED"
    template = _("Tautan ini sudah dipakai atau kedaluwarsa. Minta tautan baru.")
