"""People and offices of the tests: made by the real use cases."""

from __future__ import annotations

import datetime
from itertools import count

import pytest

from marketplace.accounts.models import Agency, Organisation, OrganisationKind, RoleAssignment, User
from marketplace.accounts.services import assign_role, open_agency, open_organisation, register_user
from marketplace.kernel.actors import SYSTEM
from marketplace.kernel.calendar import JAKARTA

NOON = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=JAKARTA)
TODAY = NOON.date()
PASSWORD = "kain lurik 24 benang"


class People:
    """Makes people, offices and roles."""

    def __init__(self) -> None:
        self.numbers = count(1)

    def person(self, name: str = "Ani Rahmawati", **facts: object) -> User:
        """A person who can sign in by NIP with PASSWORD."""
        n = next(self.numbers)
        facts = {"nip": f"1990010120150110{n:02d}", "nik": f"33740101019000{n:02d}", "password": PASSWORD} | facts
        return register_user(full_name=name, actor=SYSTEM, at=NOON, **facts)

    def office(self, parent: Agency | None = None) -> Agency:
        """An office, or a unit under one."""
        n = next(self.numbers)
        return open_agency(
            short_code=f"DINAS-{n}",
            name=f"Dinas Contoh {n}",
            kind="dinas",
            unit_code=f"DINAS{n}",
            parent_id=parent.pk if parent else None,
            valid_from=datetime.date(2020, 1, 1),
            actor=SYSTEM,
            at=NOON,
        )

    def vendor(self) -> Organisation:
        """An organisation of a vendor."""
        return open_organisation(kind=OrganisationKind.VENDOR, name="Warung Sari", actor=SYSTEM, at=NOON)

    def operator(self) -> Organisation:
        """The operator of the site."""
        return open_organisation(kind=OrganisationKind.OPERATOR, name="Penyelenggara", actor=SYSTEM, at=NOON)

    def assign(self, person: User, role: str, organisation: Agency | Organisation, **facts: object) -> RoleAssignment:
        """A role for the fiscal year of TODAY."""
        facts = {
            "valid_from": datetime.date(2026, 1, 1),
            "valid_to": datetime.date(2026, 12, 31),
            "decision_number": "821/123/2026",
            "decision_date": datetime.date(2025, 12, 20),
            "actor": SYSTEM,
            "at": NOON,
        } | facts
        return assign_role(user_id=person.pk, role=role, organisation_id=organisation.pk, **facts)


@pytest.fixture
def people(db: None) -> People:
    """Makes people, offices and roles in this test's transaction."""
    return People()
