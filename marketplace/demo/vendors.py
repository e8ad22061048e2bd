"""Vendors of the province, certified by the seeded verifiers, with owner accounts and verified bank accounts."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils.text import slugify
from oscar.apps.partner.models import Partner

from catalog.models import CategoryFacts
from marketplace.accounts.identity import nik_hash
from marketplace.accounts.models import Organisation, RoleAssignment, User
from marketplace.accounts.models.people import new_login
from marketplace.accounts.roles import Role
from marketplace.accounts.services import enrol_totp
from marketplace.demo import names
from marketplace.demo.bulk.log import Trail, Who
from marketplace.demo.bulk.rows import ids, write
from marketplace.demo.cast import address, totp_secret
from marketplace.demo.offices import shared_hash
from marketplace.demo.past.periods import office_days
from marketplace.demo.progress import Progress
from marketplace.demo.world import World
from marketplace.kernel.actors import SYSTEM
from marketplace.kernel.reference import Regency
from vendors.banks import BANKS
from vendors.checks.rules import RULES
from vendors.matching import account_hash
from vendors.models import BankAccount, CheckResult, Kbli, LegalForm, Principal, Review, Vendor, VendorHistory
from vendors.models.lists import VendorKBLI
from vendors.registries.npwp import check_npwp, luhn_ok
from vendors.scale import scale_of
from vendors.states import BankAccountState, CheckOutcome, Decision, VendorState

BATCH = 1_000
#: Retail that a shop of this kind is registered for beside its own classes; services trade in nothing.
TRADE_BESIDE = {
    "01": ("47249",), "02": ("47112",), "03": ("47112",), "04": ("47711",), "05": ("47789",), "06": ("47591",),
    "07": ("47611",), "08": ("47612",), "09": ("47411",), "10": ("47528",), "11": ("47599",), "12": ("47725",),
    "13": ("47762",), "14": ("47630",),
}  # fmt: skip
#: From these yearly sales on a business collects PPN (PMK 197/2013).
PKP_FROM_IDR = 4_800_000_000
FORMS = ((LegalForm.INDIVIDUAL, 50), (LegalForm.CV, 28), (LegalForm.COMPANY, 13), (LegalForm.COOPERATIVE, 9))
PREFIX = {LegalForm.CV: "CV", LegalForm.COMPANY: "PT", LegalForm.COOPERATIVE: "Koperasi"}
#: Yearly sales in rupiah: most are micro, some small, a few medium.
SALES = ((150_000_000, 1_900_000_000, 62), (2_100_000_000, 14_000_000_000, 31), (16_000_000_000, 45_000_000_000, 7))
SHOPS = {
    "01": ("Dapur", "Catering", "Warung"), "02": ("Toko Tani", "Lumbung", "Pasar"),
    "03": ("Olahan", "Rasa", "Toko"), "04": ("Batik", "Konveksi", "Griya Busana"),
    "05": ("Kriya", "Kerajinan", "Sanggar"), "06": ("Mebel", "Ukir", "Jati"),
    "07": ("Toko Buku", "Kertas", "Toko"), "08": ("Percetakan", "Grafika", "Cetak"),
    "09": ("Komputer", "Tekno", "Toko"), "10": ("Toko Bangunan", "Elektrik", "Toko"),
    "11": ("Toko", "Bersih", "Griya"), "12": ("Sehat", "Apotek", "Toko"),
    "13": ("Tani", "Bibit", "Taman"), "14": ("Olahraga", "Edukasi", "Sanggar"),
    "15": ("Acara", "Studio", "Sanggar"), "16": ("Rental", "Sewa", "Transport"),
    "17": ("Servis", "Bengkel", "Jasa"),
}  # fmt: skip


@dataclass
class Shop:
    """What one vendor is, before it is written."""

    number: int
    form: LegalForm
    legal_name: str
    trade_name: str
    owner: str
    regency: Regency
    categories: list[str]
    kbli: list[int]
    nik: str
    npwp: str
    nib: str
    sales_idr: int
    is_pkp: bool
    pkp_since: date | None
    suket: bool
    local_tax: bool
    activated_at: datetime
    bank_code: str
    bank_number: str
    email: str
    phone: str
    lead_days: int
    street: str

    @property
    def needs_two(self) -> bool:
        return self.form != LegalForm.INDIVIDUAL


def shops(world: World, start: int = 0) -> Iterator[Shop]:
    """Every vendor of the world from `start` on, the two known ones first. The same seed gives the same shops."""
    regencies = list(Regency.objects.order_by("code"))
    groups: dict[str, list[CategoryFacts]] = {}
    for leaf in CategoryFacts.objects.exclude(parent=None).order_by("code"):
        groups.setdefault(leaf.code[:2], []).append(leaf)
    kbli: dict[str, list[int]] = {}
    for known in Kbli.objects.order_by("id"):
        kbli.setdefault(known.code, []).append(known.pk)
    for number in range(start, world.size.vendors):
        yield _shop(world, number, regencies, groups, kbli)


def _shop(world: World, number: int, regencies, groups, kbli) -> Shop:
    dice = world.dice("vendor", number)
    group = "01" if number == 0 else "06" if number == 1 else _spread_group(number, dice, groups)
    leaves = _leaves(number, dice, group, groups)
    form = LegalForm.INDIVIDUAL if number == 0 else LegalForm.CV if number == 1 else _weighted(dice, FORMS)
    regency = _regency(number, dice, regencies)
    owner = {0: "Tini Handayani", 1: "Slamet Widodo"}.get(number) or names.person(dice)
    nik = regency.code.replace(".", "") + names.nik(2_000 + number, owner, names.birthday(dice))[4:]
    sales = _sales(dice) if number > 1 else (640_000_000, 4_800_000_000)[number]
    is_pkp = sales > PKP_FROM_IDR or number == 1
    activated = _activated(world, number, dice)
    trades = [*(leaf.kbli for leaf in leaves), *TRADE_BESIDE.get(group, ())]
    shop = Shop(
        number=number,
        form=form,
        legal_name="",
        trade_name="",
        owner=owner,
        regency=regency,
        categories=[leaf.code for leaf in leaves],
        kbli=[pk for code in dict.fromkeys(trades) for pk in kbli.get(code, ())],
        nik=nik,
        npwp=nik if form == LegalForm.INDIVIDUAL else company_npwp(dice),
        nib=f"912{number % 10}{dice.randrange(10**4):04d}{number:05d}",
        sales_idr=sales,
        is_pkp=is_pkp,
        pkp_since=world.opened_on - timedelta(days=dice.randint(200, 2_000)) if is_pkp else None,
        suket=not is_pkp and dice.random() < 0.2,
        local_tax=group == "01" and dice.random() < 0.5,
        activated_at=activated,
        bank_code="113" if dice.random() < 0.45 else dice.choice(sorted(BANKS)),
        bank_number=f"{dice.randint(1, 9)}{number:05d}{dice.randrange(10**4):04d}",
        email={0: address("tini"), 1: address("slamet")}.get(number) or f"penjual-{number + 1:04d}@dasaran.test",
        phone=f"+628{dice.choice('1235')}{number + 10_000:05d}{dice.randrange(10**4):04d}",
        lead_days=dice.choice([1, 2, 2, 3, 3, 4, 5, 7]) if group != "06" else dice.choice([5, 7, 10, 14]),
        street=names.street(dice),
    )  # fmt: skip
    shop.legal_name, shop.trade_name = _names(shop, group, dice)
    return shop


def _spread_group(number: int, dice: random.Random, groups) -> str:
    """Food, print, stationery and craft shops are many; security firms few. Every group has its vendors."""
    codes = sorted(groups)
    if number % 3 == 0:
        return codes[number // 3 % len(codes)]
    return dice.choice(["01", "01", "01", "03", "04", "05", "06", "07", "07", "08", "08", "09", "09", "11", "16", "17"])


def _leaves(number: int, dice: random.Random, group: str, groups) -> list[CategoryFacts]:
    own = groups[group]
    if number == 0:
        return own[:3]
    chosen = dice.sample(own, min(len(own), dice.choice([1, 2, 2, 3])))
    if group == "06" or dice.random() < 0.15:
        neighbour = "05" if group == "06" else dice.choice(sorted(groups))
        chosen = chosen[:2] + dice.sample(groups[neighbour], 1)
    return chosen


def _regency(number: int, dice: random.Random, regencies: list[Regency]) -> Regency:
    """Each of the 35 has its share; the capital somewhat more."""
    if number < 2:
        return next(one for one in regencies if one.code == ("33.74", "33.20")[number])
    if dice.random() < 0.12:
        return next(one for one in regencies if one.code == "33.74")
    return regencies[number % len(regencies)]


def _weighted(dice: random.Random, choices):
    values, weights = zip(*choices, strict=True)
    return dice.choices(values, weights)[0]


def _sales(dice: random.Random) -> int:
    low, high = dice.choices([(low, high) for low, high, _ in SALES], [weight for *_, weight in SALES])[0]
    return dice.randrange(low, high, 1_000_000)


def company_npwp(dice: random.Random) -> str:
    """Sixteen digits that the check digit fits: "0" and the old number of fifteen."""
    stem = f"{dice.randrange(10**8):08d}"
    digit = next(one for one in range(10) if luhn_ok(f"0{stem}{one}"))
    return f"0{stem}{digit}{dice.randint(501, 543):03d}000"


def _activated(world: World, number: int, dice: random.Random) -> datetime:
    """Most were certified before the first order; some came in the course of the year. Verifiers keep office hours."""
    if number > 1 and dice.random() < 0.12:
        day, last = world.first_day + timedelta(days=dice.randint(10, 350)), world.start_day - timedelta(days=1)
    else:
        room = max((world.first_day - world.opened_on).days - 5, 0)
        day, last = world.opened_on + timedelta(days=dice.randint(0, min(room, 40))), world.opened_on
        last += timedelta(days=room)
    working = office_days(world.opened_on, last) or (last,)
    day = working[min(bisect_left(working, day), len(working) - 1)]
    return world.moment(day, dice.randint(11, 15), dice.randrange(60))


def _names(shop: Shop, group: str, dice: random.Random) -> tuple[str, str]:
    if shop.number == 0:
        return "Tini Handayani", "Dapur Bu Tini"
    if shop.number == 1:
        return "CV Jati Luhur Mandiri", ""
    word, business = dice.choice(SHOPS[group]), dice.choice(names.BUSINESS)
    if shop.form == LegalForm.INDIVIDUAL:
        called = shop.owner.split(" ")[0]
        return shop.owner, f"{word} {dice.choice([called, business])}"
    place = shop.regency.name if dice.random() < 0.4 else dice.choice(names.FAMILY)
    return f"{PREFIX[shop.form]} {business} {place}", "" if dice.random() < 0.6 else f"{word} {business}"


# ---- writing ---------------------------------------------------------------------------------------------------------


def seed_vendors(world: World, progress: Progress) -> dict[str, int]:
    """Write all vendors in batches of a thousand; what an earlier run wrote is not written again."""
    verifiers = verifier_pair()
    written = Vendor.objects.filter(email__startswith="penjual-").count()
    written += Vendor.objects.filter(email__in=[address("tini"), address("slamet")]).count()
    stream = shops(world, written)
    while batch := list(islice(stream, BATCH)):
        write_vendors(world, batch, verifiers)
        written += len(batch)
        progress.tell(f"{written} of {world.size.vendors} vendors")
    return {"vendors": written}


def verifier_pair() -> tuple[Who, Who]:
    users = {user.email: user for user in User.objects.filter(email__startswith="verifikator")}
    one, two = users[address("verifikator")], users[address("verifikator2")]
    return (
        Who(one.pk, one.full_name, Role.VERIFIER, one.nip or ""),
        Who(two.pk, two.full_name, Role.VERIFIER, two.nip or ""),
    )


@transaction.atomic
def write_vendors(world: World, batch: list[Shop], verifiers: tuple[Who, Who]) -> None:
    """Organisation, person, role, vendor, proof of verification and account of each, under every constraint."""
    for shop in batch:
        assert check_npwp(shop.npwp, today=world.start_day), shop.npwp
    organisations, users = ids(Organisation, len(batch)), ids(User, len(batch))
    partners, reviews = ids(Partner, len(batch)), ids(Review, len(batch))
    keyed = list(zip(batch, organisations, users, partners, reviews, strict=True))
    write(Organisation, [{"id": o, "kind": "vendor", "name": _shown(shop)} for shop, o, *_ in keyed])
    write(User, [_user_row(shop, user) for shop, _o, user, *_ in keyed])
    write(RoleAssignment, [_role_row(shop, o, user) for shop, o, user, *_ in keyed])
    write(
        Partner,
        [{"id": p, "name": _shown(shop)[:128], "code": slugify(f"vendor-{o}")} for shop, o, _u, p, _r in keyed],
    )
    write(Vendor, [_vendor_row(shop, o, user, p, on=world.start_day) for shop, o, user, p, _r in keyed])
    write(Principal, [_principal_row(shop, o, user) for shop, o, user, *_ in keyed])
    write(VendorKBLI, [{"vendor_id": o, "kbli_id": one} for shop, o, *_ in keyed for one in shop.kbli])
    write(Review, [_review_row(shop, o, r, verifiers) for shop, o, _u, _p, r in keyed])
    write(CheckResult, [row for shop, _o, _u, _p, r in keyed for row in _check_rows(shop, r)])
    write(BankAccount, [_account_row(shop, o, user, verifiers) for shop, o, user, *_ in keyed])
    write(VendorHistory, [row for shop, o, user, *_ in keyed for row in _history_rows(shop, o, user, verifiers)])
    _audit(keyed, verifiers)
    for shop, _o, user, *_ in keyed:
        if shop.number < 2:
            enrol_totp(
                user=User.objects.get(pk=user), secret=totp_secret(shop.email), actor=SYSTEM, at=shop.activated_at
            )


def _shown(shop: Shop) -> str:
    return shop.trade_name or shop.legal_name


def _user_row(shop: Shop, user: int) -> dict:
    return {
        "id": user,
        "login": new_login(),
        "password": shared_hash(),
        "full_name": shop.owner,
        "email": shop.email,
        "phone": shop.phone,
        "nik_hash": nik_hash(shop.nik),
        "registered_at": shop.activated_at - timedelta(days=2),
        "password_changed_at": shop.activated_at - timedelta(days=2),
    }


def _role_row(shop: Shop, organisation: int, user: int) -> dict:
    return {
        "user_id": user,
        "role": str(Role.VENDOR_OWNER),
        "organisation_id": organisation,
        "valid_from": (shop.activated_at - timedelta(days=2)).date(),
        "assigned_at": shop.activated_at - timedelta(days=2),
    }


def _vendor_row(shop: Shop, organisation: int, user: int, partner: int, *, on: date) -> dict:
    submitted = shop.activated_at - timedelta(days=1)
    scale = scale_of(yearly_sales_idr=shop.sales_idr, business_capital_idr=None)
    legal = shop.needs_two
    return {
        "organisation_id": organisation,
        "legal_name": shop.legal_name,
        "trade_name": shop.trade_name,
        "legal_form": str(shop.form),
        "yearly_sales_idr": shop.sales_idr,
        "scale": str(scale),
        "deed_number": f"AHU-{shop.number:07d}.AH.01.14" if legal else "",
        "deed_on": shop.activated_at.date() - timedelta(days=900 + shop.number % 2_000) if legal else None,
        "notary": "Notaris di " + shop.regency.capital if legal else "",
        "nib": shop.nib,
        "npwp": shop.npwp,
        "npwp_status": "valid",
        "is_pkp": shop.is_pkp,
        "pkp_number": f"S-{shop.number:04d}PKP/WPJ.10" if shop.is_pkp else "",
        "pkp_since": shop.pkp_since,
        "suket_number": f"S-{shop.number:05d}/SUKET" if shop.suket else "",
        "suket_valid_to": shop.activated_at.date() + timedelta(days=1_095) if shop.suket else None,
        "pays_local_tax": shop.local_tax,
        "regency_id": shop.regency.code,
        "address": f"{shop.street}, {shop.regency.capital}",
        "phone": shop.phone,
        "email": shop.email,
        "description": f"{_shown(shop)} melayani instansi dan warga di {shop.regency.full_name} dan sekitarnya.",
        "lead_time_days": shop.lead_days,
        "qris_nmid": f"ID10{shop.number:09d}",
        "qris_criteria": {"mikro": "UMI", "kecil": "UKE", "menengah": "UME"}[str(scale)],
        "state": str(VendorState.ACTIVE),
        "state_since": shop.activated_at,
        "terms_accepted_at": submitted,
        "integrity_accepted_at": submitted,
        "started_by_id": user,
        "submitted_at": submitted,
        "activated_at": shop.activated_at,
        "review_due_on": _next_review(shop.activated_at.date(), on),
        "saved_at": submitted,
        "partner_id": partner,
    }


def _next_review(certified: date, today: date) -> date:
    """Looked at again every year since."""
    years = max((today - certified).days, 0) // 365 + 1
    return certified + timedelta(days=365 * years)


def _principal_row(shop: Shop, organisation: int, user: int) -> dict:
    role = {LegalForm.INDIVIDUAL: "owner", LegalForm.COOPERATIVE: "chair"}.get(LegalForm(shop.form), "director")
    return {
        "vendor_id": organisation,
        "full_name": shop.owner,
        "role": role,
        "nik_hash": nik_hash(shop.nik),
        "user_id": user,
        "share_percent": 100 if shop.form == LegalForm.INDIVIDUAL else 60,
        "is_beneficial_owner": True,
        "since": shop.activated_at.date() - timedelta(days=700),
    }


def _review_row(shop: Shop, organisation: int, review: int, verifiers: tuple[Who, Who]) -> dict:
    first, second = _pair(shop, verifiers)
    return {
        "id": review,
        "vendor_id": organisation,
        "round": 1,
        "submitted_at": shop.activated_at - timedelta(days=1),
        "verifier_id": first.id,
        "taken_at": shop.activated_at - timedelta(hours=3),
        "decision": str(Decision.VERIFY),
        "reasons": [],
        "note": "Dokumen asli telah dilihat.",
        "decided_at": shop.activated_at - timedelta(hours=1),
        "second_verifier_id": second.id if shop.needs_two else None,
        "second_note": "Akta dan pengurus sesuai." if shop.needs_two else "",
        "second_at": shop.activated_at if shop.needs_two else None,
    }


def _check_rows(shop: Shop, review: int) -> list[dict]:
    return [
        {
            "review_id": review,
            "rule": rule.code,
            "rule_version": rule.version,
            "outcome": str(CheckOutcome.PASSED),
            "facts": {},
            "at": shop.activated_at - timedelta(days=1),
        }
        for rule in RULES
    ]


def _account_row(shop: Shop, organisation: int, user: int, verifiers: tuple[Who, Who]) -> dict:
    first, second = _pair(shop, verifiers)
    return {
        "vendor_id": organisation,
        "version": 1,
        "bank_code": shop.bank_code,
        "bank_name": BANKS[shop.bank_code],
        "number": shop.bank_number,
        "number_hash": account_hash(shop.bank_code, shop.bank_number),
        "holder_name": shop.legal_name.upper(),
        "state": str(BankAccountState.VERIFIED),
        "proposed_by_id": user,
        "proposed_at": shop.activated_at - timedelta(days=1),
        "verified_by_id": first.id,
        "second_verified_by_id": second.id if shop.needs_two else None,
        "verified_at": shop.activated_at,
        "usable_from": shop.activated_at,
    }


def _pair(shop: Shop, verifiers: tuple[Who, Who]) -> tuple[Who, Who]:
    """The two verifiers take turns in being the first."""
    return verifiers if shop.number % 2 == 0 else (verifiers[1], verifiers[0])


_MOVES = (
    ("submit", "draft", "submitted", timedelta(days=1)),
    ("take_review", "submitted", "in_review", timedelta(hours=3)),
    ("verify", "in_review", "verified", timedelta(hours=1)),
    ("activate", "verified", "active", timedelta()),
)


def _history_rows(shop: Shop, organisation: int, user: int, verifiers: tuple[Who, Who]) -> list[dict]:
    first, second = _pair(shop, verifiers)
    people = [Who(user, shop.owner), first, first, second if shop.needs_two else first]
    return [
        {
            "vendor_id": organisation,
            "action": action,
            "before": before,
            "after": after,
            "actor_id": who.id,
            "actor_name": who.name,
            "at": shop.activated_at - earlier,
        }
        for (action, before, after, earlier), who in zip(_MOVES, people, strict=True)
    ]


def _audit(keyed, verifiers: tuple[Who, Who]) -> None:
    trail = Trail()
    for shop, organisation, user, *_ in keyed:
        first, second = _pair(shop, verifiers)
        owner = Who(user, shop.owner, Role.VENDOR_OWNER)
        at = shop.activated_at
        about = ("vendors.vendor", organisation)
        trail.add("accounts.user.registered", "accounts.user", user, owner, at - timedelta(days=2))
        trail.add(
            "vendors.application.submitted", *about, owner, at - timedelta(days=1), organisation=organisation,
            after={"round": 1},
        )  # fmt: skip
        trail.add("vendors.review.taken", *about, first, at - timedelta(hours=3), organisation=organisation)
        trail.add("vendors.review.verified", *about, first, at - timedelta(hours=1), organisation=organisation)
        if shop.needs_two:
            trail.add("vendors.review.seconded", *about, second, at, organisation=organisation)
        trail.add(
            "vendors.vendor.activated", *about, second if shop.needs_two else first, at, organisation=organisation
        )
    trail.flush()
