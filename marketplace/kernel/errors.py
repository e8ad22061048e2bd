"""Refusals: what the law, a role or the outside world says no to.

There are four families, mapped once to pages (`marketplace.web`) and once to the API (`marketplace.api`). A refusal is
expected and is not logged as an error; anything else is a defect and rises.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

from django.db import IntegrityError, InterfaceError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Constraint name in the database -> the refusal that it stands for.
_BY_CONSTRAINT: dict[str, type[Refusal]] = {}


class Refusal(Exception):
    """An expected no, with a stable code and the facts that explain it.

    Facts are given by keyword and become attributes; `str()` is the sentence in the reader's language.
    """

    code: ClassVar[str] = "REFUSED"
    template: ClassVar[str | Promise] = _("Permintaan ini ditolak.")
    status: ClassVar[int] = 422
    field: str | None = None

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        for name, value in facts.items():
            setattr(self, name, value)
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.template).format(**self.facts)


class RuleViolation(Refusal):
    """The law or a house rule says no."""

    code = "RULE_VIOLATION"
    status = 422


class NotPermitted(Refusal):
    """This person, in the roles held now, may not do this."""

    code = "NOT_PERMITTED"
    template = _("Anda tidak berwenang melakukan tindakan ini.")
    status = 403

    def __init__(self, reason: str | Promise = "", **facts: Any) -> None:
        super().__init__(**facts)
        self.reason = reason
        self.code = facts.get("code", type(self).code)  # type: ignore[misc]

    def __str__(self) -> str:
        return str(self.reason) or super().__str__()


class NotFound(Refusal):
    """It does not exist, or is not this person's to see: the answer is the same."""

    code = "NOT_FOUND"
    template = _("Halaman atau data yang diminta tidak ditemukan.")
    status = 404


class ExternalFailure(Refusal):
    """Something outside did not answer; nothing of ours changed and trying again is safe."""

    code = "EXTERNAL_FAILURE"
    template = _("Layanan di luar sistem sedang tidak menjawab. Data Anda aman. Coba lagi beberapa menit lagi.")
    status = 503


class DatabaseAway(ExternalFailure):
    """Killed, restarting, frozen, or too busy to wait for. A form sent again is not recorded twice."""

    code = "DATABASE_AWAY"
    template = _(
        "Basis data sedang tidak menjawab. Yang sudah tersimpan aman, dan mengirim ulang tidak mencatat dua kali."
    )
    retry_seconds = 5


class DiskFull(ExternalFailure):
    """The disk of the database, or of the files beside it, takes nothing more."""

    code = "DISK_FULL"
    template = _(
        "Penyimpanan server penuh, jadi belum ada yang dapat dicatat. Yang sudah tersimpan aman. Beri tahu pengelola"
        " situs, lalu kirim ulang setelah ruangnya dilonggarkan."
    )
    retry_seconds = 60


#: How the driver says that the database is away.
DATABASE_AWAY = (OperationalError, InterfaceError)


class WrongState(RuleViolation):
    code = "WRONG_STATE"
    template = _(
        "Langkah ini tidak dapat dilakukan pada tahap sekarang. Muat ulang halaman untuk melihat tahap terbaru."
    )


class ReasonMissing(RuleViolation):
    """A no to somebody else's work must say why. Packages say in their own words what is wanted."""

    code = "REASON_MISSING"
    template = _("Tulis alasannya.")
    field = "reason"


R = TypeVar("R", bound=type[Refusal])


def refuses_constraint(*names: str) -> Callable[[R], R]:
    """Say that the database constraints `names` mean this refusal."""

    def register(refusal: R) -> R:
        for name in names:
            _BY_CONSTRAINT[name] = refusal
        return refusal

    return register


def refusal_for_constraint(name: str | None) -> type[Refusal] | None:
    return _BY_CONSTRAINT.get(name or "")


def constraint_of(error: BaseException) -> str | None:
    """The name of the constraint that a database error carries, through Django's wrapping."""
    cause: BaseException | None = error
    while cause is not None:
        diagnosis = getattr(cause, "diag", None)
        if diagnosis is not None and diagnosis.constraint_name:
            return str(diagnosis.constraint_name)
        cause = cause.__cause__
    return None


def facts_of(error: BaseException) -> dict[str, Any]:
    """The facts that an SQL function put into the detail of its refusal, as JSON; empty when it gave none."""
    cause: BaseException | None = error
    while cause is not None:
        diagnosis = getattr(cause, "diag", None)
        if diagnosis is not None and (diagnosis.message_detail or "").startswith("{"):
            return json.loads(diagnosis.message_detail)
        cause = cause.__cause__
    return {}


def refusal_of(error: IntegrityError) -> Refusal | None:
    """The refusal that a database error stands for, with its facts, or None when it is a defect."""
    refusal = refusal_for_constraint(constraint_of(error))
    return refusal(**facts_of(error)) if refusal else None


@contextmanager
def database_says_no() -> Iterator[None]:
    """Turn the refusal of an SQL function into the refusal it stands for; anything else rises as it is."""
    try:
        yield
    except IntegrityError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error
