"""The 51 offices of the province, their people with dated roles, and budgets by sub-activity and account."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from marketplace.accounts.models import Agency, AgencyKind, Organisation, User
from marketplace.accounts.roles import Role
from marketplace.accounts.services import assign_role, enrol_totp, open_agency, open_organisation, register_user
from marketplace.demo import names
from marketplace.demo.cast import OFFICE_CAST, OFFICES, PASSWORD, SERVICE_CAST, address, totp_secret
from marketplace.demo.world import TINY_OFFICES, World
from marketplace.kernel.actors import SYSTEM
from marketplace.kernel.calendar import JAKARTA
from marketplace.kernel.money import Rupiah
from marketplace.kernel.reference import Account, Regency
from marketplace.kernel.tables import BadReferenceTable, Row, read_table
from payments.budget.models import FundSource, SubActivity
from payments.budget.services import open_document, open_line, release_funds

TABLE = Path(__file__).parent / "data" / "offices.csv"

#: What offices buy from small firms, by account, with a usual ceiling in million rupiah for a middling office.
USUAL_LINES = {
    "5.1.02.01.01.0024": 180,
    "5.1.02.01.01.0025": 120,
    "5.1.02.01.01.0026": 150,
    "5.1.02.01.01.0029": 140,
    "5.1.02.01.01.0030": 90,
    "5.1.02.01.01.0031": 60,
    "5.1.02.01.01.0035": 80,
    "5.1.02.01.01.0036": 90,
    "5.1.02.01.01.0043": 110,
    "5.1.02.01.01.0052": 420,
    "5.1.02.01.01.0053": 160,
    "5.1.02.02.04.0123": 90,
    "5.1.02.03.02.0121": 70,
    "5.2.02.05.01.0004": 150,
    "5.2.02.05.02.0001": 320,
    "5.2.02.10.01.0002": 300,
    "5.2.02.10.02.0003": 160,
}
#: Funds are released (SPD) at the start of each quarter: its first month, and the percentage of the year's ceiling.
QUARTERS = ((1, 40), (4, 25), (7, 20), (10, 15))
ACTIVITIES = (
    ("06.0002", "Penyediaan Peralatan dan Perlengkapan Kantor"),
    ("06.0005", "Penyediaan Barang Cetakan dan Penggandaan"),
    ("06.0009", "Penyelenggaraan Rapat Koordinasi dan Konsultasi"),
    ("09.0006", "Pemeliharaan Peralatan dan Mesin Lainnya"),
)


@cache
def shared_hash() -> str:
    """One hash for all demo people: hashing a thousand passwords would be most of the seed's time."""
    return make_password(PASSWORD)


@transaction.atomic
def seed_people(world: World) -> dict[str, int]:
    """Offices from the reference list, then people for each role of each office."""
    at = world.moment(world.opened_on)
    open_organisation(kind="operator", name="Pengelola Dasaran", short_code="OPERATOR", actor=SYSTEM, at=at)
    offices = _open_offices(world, at)
    number = 0
    for place, office in enumerate(offices.values()):
        dice = world.dice("people", place)
        for part in OFFICE_CAST:
            number += 1
            known = office.short_code in OFFICES
            email = address(part.key, office.short_code)
            user = _person(world, number, dice, email, at, totp=known)
            for role in part.roles:
                _give(world, user, role, office.pk, at)
    for key, role, office_code, _label, _text in SERVICE_CAST:
        number += 1
        user = _person(world, number, world.dice("service", number), address(key), at, totp=True)
        _give(world, user, role, Organisation.objects.get(short_code=office_code).pk, at)
    return {"offices": len(offices), "people": number}


def _open_offices(world: World, at) -> dict[str, Agency]:
    offices: dict[str, Agency] = {}
    rows = [row for row in _rows() if world.size.offices is None or row["short_code"] in world.size.offices]
    for row in sorted(rows, key=lambda one: bool(one["parent_short_code"])):
        parent = offices.get(row["parent_short_code"])
        offices[row["short_code"]] = open_agency(
            short_code=row["short_code"],
            name=row["name"],
            name_en=row["name_en"],
            kind=row["kind"],
            unit_code=row["short_code"],
            parent_id=parent.pk if parent else None,
            address=f"{names.street(world.dice('office ' + row['short_code']))}, {row['city']}",
            regency_code=row["regency_code"] or None,
            valid_from=world.opened_on,
            actor=SYSTEM,
            at=at,
        )
    return offices


def _rows() -> list[Row]:
    return read_table(TABLE, "short_code", "kind", "name", "name_en", "parent_short_code", "regency_code", "city")


def check_offices_table() -> None:
    """Raises BadReferenceTable, before anything is written."""
    rows = _rows()
    known = {row["short_code"] for row in rows}
    regencies = set(Regency.objects.values_list("code", flat=True))
    for row in rows:
        if row["kind"] not in AgencyKind.values:
            raise row.wrong(f"kind “{row['kind']}” is none of {', '.join(AgencyKind.values)}")
        if row["regency_code"] and row["regency_code"] not in regencies:
            raise row.wrong(f"regency_code “{row['regency_code']}” is none of the province")
        if row["parent_short_code"] and row["parent_short_code"] not in known:
            raise row.wrong(f"parent_short_code “{row['parent_short_code']}” is no office of this table")
    if missing := {*OFFICES, *TINY_OFFICES} - known:
        raise BadReferenceTable(f"{TABLE.name}: {min(missing)} has no line")


def _person(world: World, number: int, dice, email: str, at, *, totp: bool) -> User:
    name, born = names.person(dice), names.birthday(dice)
    user = register_user(
        full_name=name,
        nip=names.nip(number, name, born, dice),
        nik=names.nik(number, name, born),
        email=email,
        password_hash=shared_hash(),
        actor=SYSTEM,
        at=at,
    )
    if totp:
        enrol_totp(user=user, secret=totp_secret(email), actor=SYSTEM, at=at)
    return user


def _give(world: World, user: User, role: Role, organisation_id: int, at) -> None:
    assign_role(
        user_id=user.pk,
        role=role,
        organisation_id=organisation_id,
        valid_from=world.opened_on,
        valid_to=world.closes_on,
        decision_number=f"821.2/{organisation_id:03d}/{world.opened_on.year}",
        decision_date=world.opened_on,
        actor=SYSTEM,
        at=at,
    )


@transaction.atomic
def seed_budgets(world: World) -> dict[str, int]:
    """A budget document for each office and year, lines by sub-activity and account, funds released by quarter."""
    FundSource.objects.get_or_create(code="1.1", defaults={"name": "Pendapatan Asli Daerah (PAD)"})
    classes = dict(Account.objects.values_list("code", "name"))
    lines = 0
    for office in Agency.objects.select_related("organisation").order_by("pk"):
        for year in world.years:
            lines += _open_budget(world, office, year, classes)
    return {"lines": lines}


def _open_budget(world: World, office: Agency, year: int, known: dict[str, str]) -> int:
    dice = world.dice(f"budget {office.short_code}", year)
    weight = {"dinas": 12, "rsud": 10, "badan": 9}.get(office.kind, 5) + (6 if office.short_code in OFFICES else 0)
    document = open_document(
        agency_id=office.pk,
        fiscal_year=year,
        number=f"DPA/{office.unit_code}/{year}",
        effective_from=date(year, 1, 1),
    )
    activities = [
        SubActivity.objects.get_or_create(
            agency=office,
            code=f"1.01.01.1.{code}",
            defaults={
                "name": name,
                "program_code": "1.01.01",
                "program_name": "Program Penunjang Urusan Pemerintahan Daerah",
                "activity_code": f"1.01.01.1.{code[:2]}",
                "activity_name": "Administrasi Umum Perangkat Daerah",
            },
        )[0]
        for code, name in ACTIVITIES
    ]
    released: dict[int, Rupiah] = {}
    for place, (account, usual) in enumerate(USUAL_LINES.items()):
        if account not in known:
            raise ValueError(f"account {account} is not in the account table")
        ceiling = Rupiah(round(usual * weight / 10 * dice.uniform(0.7, 1.3)) * 1_000_000 * world.size.money)
        activity = activities[_activity_of(account) if place else 0]
        line = open_line(
            sub_activity=activity, document=document, account_code=account, fund_source_code="1.1", ceiling=ceiling
        )
        released[line.pk] = ceiling
    given = dict.fromkeys(released, 0)
    for place, (month, _share) in enumerate(QUARTERS):
        if (begins := date(year, month, 1)) > world.start_day:
            break
        upto = sum(percent for _, percent in QUARTERS[: place + 1])
        amounts = {pk: Rupiah(ceiling.idr * upto // 100 - given[pk]) for pk, ceiling in released.items()}
        release_funds(
            agency_id=office.pk,
            fiscal_year=year,
            number=f"SPD/{office.unit_code}/{year}/{place + 1}",
            released_on=begins,
            amounts=amounts,
            actor=SYSTEM,
            at=datetime.combine(begins, time(9), JAKARTA),
        )
        given = {pk: given[pk] + amount.idr for pk, amount in amounts.items()}
    return len(released)


def _activity_of(account: str) -> int:
    if account.startswith("5.1.02.03"):
        return 3
    if account.startswith(("5.1.02.01.01.0052", "5.1.02.01.01.0053", "5.1.02.02")):
        return 2
    return 1 if account.startswith("5.1.02.01.01.0026") else 0
