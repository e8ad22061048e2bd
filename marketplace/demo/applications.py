"""Vendors that are not certified yet: a dozen applications in every state that the verification room shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from catalog.models import CategoryFacts
from marketplace.accounts.actors import actor_for
from marketplace.accounts.models import User
from marketplace.accounts.services import register_user
from marketplace.demo import names
from marketplace.demo.cast import address
from marketplace.demo.offices import shared_hash
from marketplace.demo.past.periods import office_days
from marketplace.demo.progress import Progress
from marketplace.demo.vendors import company_npwp
from marketplace.demo.world import World
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.reference import Regency
from vendors import services as vendors
from vendors.completeness import Step
from vendors.evidence_rules import wanted_evidence
from vendors.models import EvidenceKind, Vendor

#: State, legal form, and how many working mornings ago it was handed in.
WANTED = (
    ("draft", "perorangan", 1), ("draft", "cv", 3), ("submitted", "perorangan", 1), ("submitted", "perorangan", 2),
    ("submitted", "cv", 2), ("submitted", "koperasi", 4), ("in_review", "perorangan", 3), ("in_review", "pt", 5),
    ("needs_fix", "perorangan", 6), ("needs_fix", "cv", 7), ("verified", "cv", 4), ("verified", "koperasi", 8),
)  # fmt: skip
#: Name, what it sells, and the regency that the name speaks of.
TRADES = (
    ("Warung Mbak Yuni", "01.01", "33.15"),
    ("CV Grafika Muda", "08.01", "33.74"),
    ("Batik Kenanga", "04.02", "33.75"),
    ("Jajan Pasar Bu Darmi", "01.07", "33.72"),
    ("CV Sumber Kertas", "07.03", "33.19"),
    ("Koperasi Tani Merbabu", "02.02", "33.09"),
    ("Rotan Trangsan Pak Giyo", "06.06", "33.11"),
    ("PT Karya Bersih Semesta", "11.02", "33.74"),
    ("Kopi Muria Lestari", "02.10", "33.19"),
    ("CV Tenda Raya", "16.03", "33.02"),
    ("CV Cipta Mebel Jepara", "06.01", "33.20"),
    ("Koperasi Wanita Sekar", "03.01", "33.10"),
)  # fmt: skip
#: A file small enough to be read at a glance; its mark makes each one its own.
PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    b"% contoh dokumen demo: {mark}\ntrailer << /Root 1 0 R >>\n%%EOF\n"
)


@dataclass(frozen=True)
class Application:
    number: int
    state: str
    form: str
    handed_in: datetime
    name: str
    category: str
    regency: str


def seed_applications(world: World, progress: Progress) -> dict[str, int]:
    """By the real use cases, each application in one transaction; what is there already is left alone."""
    made, mornings = 0, office_days(world.opened_on, world.start_day - timedelta(days=1))
    for number, ((state, form, days), trade) in enumerate(zip(WANTED, TRADES, strict=True)):
        one = Application(number, state, form, world.moment(mornings[-days], 9), *trade)
        if not User.objects.filter(email=_email(one)).exists():
            with transaction.atomic():
                _apply(world, one)
        made += 1
        progress.tell(f"{made} applications")
    return {"applications": made}


def _email(one: Application) -> str:
    return f"pendaftar-{one.number + 1:02d}@dasaran.test"


def _apply(world: World, one: Application) -> None:
    dice = world.dice("application", one.number)
    name = names.person(dice)
    nik = names.nik(90_000 + one.number, name, names.birthday(dice))
    at = one.handed_in - timedelta(hours=3)
    person = register_user(
        full_name=name, email=_email(one), phone=f"0813{70_000_000 + one.number}", nik=nik,
        password_hash=shared_hash(), actor=SYSTEM, at=at,
    )  # fmt: skip
    vendor = vendors.start_application(actor=actor_for(person, at=at), at=at)
    owner = actor_for(person, at=at, address="127.0.0.1")
    _fill(vendor, one, person, nik, owner, dice, at)
    if one.state == "draft":
        return
    vendor.refresh_from_db()
    for wanted in wanted_evidence(vendor):
        if wanted.required:
            _show(vendor, one, EvidenceKind(wanted.kind), owner, at)
    vendors.submit_application(
        vendor_id=vendor.pk, accepts_terms=True, declares_integrity=True, actor=owner, at=one.handed_in
    )
    _judge(vendor, one, one.handed_in + timedelta(minutes=70))


def _fill(vendor: Vendor, one: Application, person: User, nik: str, owner: Actor, dice, at: datetime) -> None:
    alone = one.form == "perorangan"
    regency = Regency.objects.get(code=one.regency)
    business = {
        "nib": f"81202{one.number:08d}",
        "legal_name": person.full_name if alone else one.name,
        "trade_name": one.name if alone else "",
        "legal_form": one.form,
        "npwp": nik if alone else company_npwp(dice),
        "yearly_sales_idr": dice.randint(120, 1_800) * 1_000_000,
        "regency_id": regency.code,
        "address": f"{names.street(dice)}, {regency.capital}",
        "phone": person.phone,
        "email": person.email,
        "kbli_codes": [CategoryFacts.objects.get(code=one.category).kbli],
        "deed_number": "" if alone else f"AHU-{9_000 + one.number}.AH.01.14",
    }
    role = "owner" if alone else "chair" if one.form == "koperasi" else "director"
    someone = {"full_name": person.full_name, "role": role, "nik": nik, "is_beneficial_owner": True}
    account = {
        "bank_code": "113",
        "number": f"30{one.number:02d}{dice.randrange(10**6):06d}",
        "holder_name": (person.full_name if alone else one.name).upper(),
    }
    steps = ((Step.BUSINESS, business), (Step.OWNER, someone), (Step.ACCOUNT, account))
    for step, values in steps[: 1 if one.state == "draft" else 3]:
        vendors.save_step(vendor_id=vendor.pk, step=step, values=values, actor=owner, at=at)


def _show(vendor: Vendor, one: Application, kind: EvidenceKind, owner: Actor, at: datetime) -> None:
    upload = SimpleUploadedFile(f"{kind}.pdf", PDF.replace(b"{mark}", f"{kind} {one.number}".encode()))
    vendors.add_evidence(vendor_id=vendor.pk, kind=kind, upload=upload, actor=owner, at=at)


def _judge(vendor: Vendor, one: Application, at: datetime) -> None:
    if one.state == "submitted":
        return
    key = "verifikator" if one.number % 2 == 0 else "verifikator2"
    verifier = actor_for(User.objects.get(email=address(key)), at=at)
    vendors.take_review(vendor_id=vendor.pk, actor=verifier, at=at)
    later = at + timedelta(minutes=25)
    if one.state == "needs_fix":
        vendors.ask_fix(
            vendor_id=vendor.pk, reasons=["unreadable"],
            note="Foto halaman depan buku tabungan buram. Unggah ulang yang terbaca.",
            refused_evidence=["bank"], actor=verifier, at=later,
        )  # fmt: skip
    elif one.state == "verified":
        vendors.verify(vendor_id=vendor.pk, npwp_valid=True, note="Data cocok.", actor=verifier, at=later)
