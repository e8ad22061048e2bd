"""Verification: who may look, what is asked, and what the database holds to."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from marketplace.accounts.identity import nik_hash
from marketplace.accounts.models import RoleAssignment, User
from marketplace.kernel.errors import NotFound, NotPermitted, WrongState
from marketplace.kernel.ids import new_id
from marketplace.kernel.models import OutboxMessage
from marketplace.kernel.refs import OrderRef
from tests.vendors.conftest import ACCOUNT, BUSINESS, NOON, actor_of, apply, fresh, hand_in
from vendors import errors, selectors, services
from vendors.facts import tax_facts
from vendors.models import BankAccount, Principal, Review, Vendor
from vendors.policies import may_deal_with, may_sell
from vendors.states import VENDOR_FLOW, BankAccountState, EvidenceState, VendorState

pytestmark = pytest.mark.django_db


def announced(name: str) -> int:
    return OutboxMessage.objects.filter(event=f"vendors.{name}").count()


def test_an_individual_may_sell_when_one_verifier_has_looked(active):
    vendor = fresh(active)

    assert vendor.state == VendorState.ACTIVE and vendor.partner.code == f"vendor-{vendor.pk}" and may_sell(vendor)
    assert (vendor.npwp_status, vendor.qris_criteria) == ("valid", "UMI")
    assert set(vendor.evidence.values_list("state", flat=True)) == {EvidenceState.ACCEPTED}
    assert selectors.payable_account(vendor.pk, at=NOON).last4 == "7890"
    assert announced("VendorVerified") == announced("VendorActivated") == 1
    connection.check_constraints()


def test_a_company_waits_for_a_second_verifier(verified_company, vito):
    assert fresh(verified_company).state == VendorState.VERIFIED and not may_sell(fresh(verified_company))

    services.second_verify(vendor_id=verified_company.pk, actor=vito, at=NOON)

    vendor = fresh(verified_company)
    assert vendor.state == VendorState.ACTIVE
    account = vendor.bank_accounts.get()
    assert account.verified_by_id != account.second_verified_by_id == vito.id
    connection.check_constraints()


def test_the_same_verifier_is_not_the_second_one(verified_company, vina):
    with pytest.raises(NotPermitted):
        services.second_verify(vendor_id=verified_company.pk, actor=vina, at=NOON)
    assert fresh(verified_company).state == VendorState.VERIFIED


def test_the_second_verifier_may_send_it_back(verified_company, vito):
    services.second_refuse(vendor_id=verified_company.pk, note="Akta tidak terbaca", actor=vito, at=NOON)

    assert fresh(verified_company).state == VendorState.NEEDS_FIX and announced("VendorFixAsked") == 1


def test_who_is_no_verifier_takes_nothing(submitted, budi, sari):
    for actor in (budi, sari):
        with pytest.raises(NotPermitted):
            services.take_review(vendor_id=submitted.pk, actor=actor, at=NOON)
    assert fresh(submitted).state == VendorState.SUBMITTED


@pytest.mark.parametrize("tie", ["phone", "email", "nik"])
def test_a_verifier_with_ties_to_the_vendor_takes_nothing(submitted, vina, tie):
    same = {"phone": submitted.phone, "email": submitted.email, "nik_hash": nik_hash("3374012301900007")}
    User.objects.filter(pk=submitted.started_by_id).update(phone=None, email="lain@contoh.id")
    name = "nik_hash" if tie == "nik" else tie
    User.objects.filter(pk=vina.id).update(**{name: same[name]})
    if tie == "nik":
        submitted.principals.create(full_name="Vina", role="manager", nik_hash=same["nik_hash"], since=NOON.date())

    with pytest.raises(NotPermitted):
        services.take_review(vendor_id=submitted.pk, actor=vina, at=NOON)
    assert fresh(submitted).state == VendorState.SUBMITTED


def test_only_who_took_it_decides(in_review, vito):
    with pytest.raises(NotPermitted):
        services.verify(vendor_id=in_review.pk, npwp_valid=True, actor=vito, at=NOON)
    assert fresh(in_review).state == VendorState.IN_REVIEW


def test_an_unchecked_npwp_is_not_let_through(in_review, vina):
    with pytest.raises(errors.NpwpNotConfirmed):
        services.verify(vendor_id=in_review.pk, npwp_valid=False, actor=vina, at=NOON)
    assert fresh(in_review).npwp_status == "unverified"


def test_hard_findings_cannot_be_waved_through(sari_user, vina):
    vendor = apply(sari_user, account=ACCOUNT | {"holder_name": "BUDI SANTOSO"})
    hand_in(vendor, actor_of(sari_user))
    services.take_review(vendor_id=vendor.pk, actor=vina, at=NOON)

    with pytest.raises(errors.ChecksFailed):
        services.verify(vendor_id=vendor.pk, npwp_valid=True, actor=vina, at=NOON)
    assert fresh(vendor).state == VendorState.IN_REVIEW


def test_asking_for_corrections_needs_a_reason(in_review, vina):
    with pytest.raises(errors.NoReasonGiven):
        services.ask_fix(vendor_id=in_review.pk, reasons=[], note=" ", actor=vina, at=NOON)
    assert fresh(in_review).state == VendorState.IN_REVIEW


def test_a_paper_sent_back_is_replaced_and_looked_at_again(in_review, vina, sari, submitted):
    services.ask_fix(
        vendor_id=in_review.pk, reasons=["unreadable"], note="KTP buram", refused_evidence=["ktp"], actor=vina, at=NOON
    )
    with pytest.raises(errors.ApplicationIncomplete):
        hand_in(fresh(in_review), sari)

    from django.core.files.uploadedfile import SimpleUploadedFile

    better = SimpleUploadedFile("ktp.pdf", b"%PDF-1.4\nsharp\n%%EOF")
    services.add_evidence(vendor_id=in_review.pk, kind="ktp", upload=better, actor=sari, at=NOON)
    again = hand_in(fresh(in_review), sari)

    assert again.state == VendorState.SUBMITTED and again.reviews.count() == 2


def test_a_rejected_vendor_stays_rejected(in_review, vina, sari):
    services.reject(vendor_id=in_review.pk, reasons=["forged"], note="NIB milik usaha lain", actor=vina, at=NOON)

    assert fresh(in_review).state == VendorState.REJECTED
    with pytest.raises(NotPermitted):
        hand_in(fresh(in_review), sari)


def test_suspending_needs_a_reason_and_can_be_undone(active, vina):
    with pytest.raises(errors.NoReasonGiven):
        services.suspend(vendor_id=active.pk, reason="", decision_number="027/9/2026", actor=vina, at=NOON)
    with pytest.raises(errors.DecisionNumberMissing):
        services.suspend(vendor_id=active.pk, reason="Dokumen palsu", decision_number=" ", actor=vina, at=NOON)
    assert fresh(active).state == VendorState.ACTIVE

    services.suspend(vendor_id=active.pk, reason="Dokumen palsu", decision_number="027/9/2026", actor=vina, at=NOON)
    assert fresh(active).state == VendorState.SUSPENDED and not may_sell(fresh(active))

    services.reinstate(vendor_id=active.pk, reason="Terbukti asli", decision_number="027/9/2026", actor=vina, at=NOON)
    assert fresh(active).state == VendorState.ACTIVE
    assert announced("VendorSuspended") == announced("VendorReinstated") == 1


def test_a_draft_is_not_suspended(draft, vina):
    with pytest.raises(WrongState):
        services.suspend(vendor_id=draft.pk, reason="x", decision_number="027/9/2026", actor=vina, at=NOON)


# --- bank accounts ---------------------------------------------------------------------------------------------------


@pytest.fixture
def change(active, sari):
    return services.propose_bank_account(
        vendor_id=active.pk, bank_code="002", number="5556667778", holder_name="SARI WULANDARI", actor=sari, at=NOON
    )


def test_a_changed_account_waits_for_two_people_and_three_days(change, active, vina, vito):
    services.approve_bank_account(account_id=change.pk, actor=vina, at=NOON)
    assert selectors.payable_account(active.pk, at=NOON).last4 == "7890"

    services.approve_bank_account(account_id=change.pk, reference="INQ-1", actor=vito, at=NOON)

    with pytest.raises(NotFound):
        selectors.payable_account(active.pk, at=NOON + timedelta(hours=71))
    assert selectors.payable_account(active.pk, at=NOON + timedelta(hours=72)).last4 == "7778"
    assert announced("BankAccountProposed") == 1


def test_one_verifier_does_not_look_twice_at_a_changed_account(change, vina):
    services.approve_bank_account(account_id=change.pk, actor=vina, at=NOON)

    with pytest.raises(NotPermitted):
        services.approve_bank_account(account_id=change.pk, actor=vina, at=NOON)
    assert BankAccount.objects.get(pk=change.pk).state == BankAccountState.PROPOSED


def test_a_refused_change_leaves_the_account_in_force(change, active, vina):
    services.refuse_bank_account(account_id=change.pk, reason="Nama berbeda", actor=vina, at=NOON)

    assert selectors.payable_account(active.pk, at=NOON).last4 == "7890"


def test_the_same_account_again_is_no_change(active, sari):
    with pytest.raises(errors.BankAccountUnchanged):
        services.propose_bank_account(vendor_id=active.pk, **ACCOUNT, actor=sari, at=NOON)
    assert active.bank_accounts.count() == 1


def test_two_vendors_do_not_share_an_account(active):
    other = User.objects.create(full_name="Tono", phone="+6281111111111")

    with pytest.raises(errors.BankAccountShared):
        apply(other, business=BUSINESS | {"nib": "9120001234568", "npwp": "3301016902040007"})


# --- around the ORM --------------------------------------------------------------------------------------------------


def test_the_database_knows_the_same_moves():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('vendor_moves'::regproc)")
        installed = set(re.findall(r"\('(\w+)', '(\w+)'\)", cursor.fetchone()[0]))

    assert installed == {(before, after) for _, before, after in VENDOR_FLOW.steps()}


def test_the_database_refuses_a_move_that_is_not_in_the_table(submitted):
    with pytest.raises(IntegrityError, match="does not go from"), transaction.atomic():
        Vendor.objects.filter(pk=submitted.pk).update(state=VendorState.VERIFIED)


def test_the_database_wants_two_people_for_a_company(verified_company, vina):
    from oscar.apps.partner.models import Partner

    partner = Partner.objects.create(name="x")
    with pytest.raises(IntegrityError, match="without the verification"), transaction.atomic():
        Vendor.objects.filter(pk=verified_company.pk).update(state=VendorState.ACTIVE, partner=partner)
        connection.check_constraints()


def test_the_database_wants_another_person_for_the_second_look(verified_company):
    review = Review.objects.get(vendor=verified_company)

    with pytest.raises(IntegrityError, match="review_second_verifier_differs"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(second_verifier_id=review.verifier_id)


def test_the_database_refuses_to_change_an_account_number(active):
    with pytest.raises(IntegrityError, match="replaced by another version"), transaction.atomic():
        BankAccount.objects.filter(vendor=active).update(number="1111111111")
    with pytest.raises(IntegrityError, match="replaced by another version"), transaction.atomic():
        BankAccount.objects.filter(vendor=active).delete()


def test_history_is_written_once(active):
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        active.history.update(reason="x")


# --- facts for others ------------------------------------------------------------------------------------------------


def test_an_office_does_not_buy_from_its_own_official(active, budi, office):
    assert may_deal_with(active, agency_id=office.pk, day=NOON.date())

    budis = nik_hash("3374012301900007")
    User.objects.filter(pk=budi.id).update(nik_hash=budis)
    active.principals.create(full_name="Budi", role="manager", nik_hash=budis, since=date(2025, 1, 1))

    verdict = may_deal_with(active, agency_id=office.pk, day=NOON.date())
    assert not verdict and verdict.code == "CONFLICT_OF_INTEREST"
    assert may_deal_with(active, agency_id=office.pk, day=date(2020, 1, 1)), "the official held no role then"


def test_an_office_does_not_buy_from_a_vendor_with_its_official_s_telephone(active, budi, office):
    User.objects.filter(phone=active.phone).update(phone="+6281355550001")
    User.objects.filter(pk=budi.id).update(phone=active.phone)

    assert not may_deal_with(active, agency_id=office.pk, day=NOON.date())


def test_an_office_does_not_deal_with_a_blacklisted_vendor(active, office):
    active.state = VendorState.BLACKLISTED

    verdict = may_deal_with(active, agency_id=office.pk, day=NOON.date())

    assert verdict.code == "VENDOR_NOT_CERTIFIED" and "daftar hitam" in str(verdict.reason)


def test_the_database_wants_a_decision_behind_a_sanction(active, vina):
    with pytest.raises(IntegrityError, match="vendor_sanction_names_its_decision"), transaction.atomic():
        active.history.create(action="suspend", before="active", after="suspended", reason="x", at=NOON)


def test_tax_facts_are_those_of_the_day(active):
    facts = tax_facts(active, NOON.date())

    assert (facts.kind, facts.is_pkp, facts.npwp_valid, facts.has_suket) == ("OP", False, True, False)


def score(vendor, *scores, order=None, on_time=True):
    names = ("quality", "cost", "timeliness", "service")
    return services.record_performance(
        vendor_id=vendor.pk, order=order or OrderRef(new_id(), "DSR-1"), **dict(zip(names, scores, strict=True)),
        on_time=on_time, actor=actor_of(User.objects.first()), at=NOON,
    )  # fmt: skip


def test_scores_are_weighted_and_a_band_needs_three_orders(active):
    assert score(active, 3, 2, 3, 2).score_hundredths == 260
    score(active, 3, 3, 3, 3)
    assert fresh(active).performance_band == ""

    score(active, 3, 3, 3, 3, on_time=False)

    vendor = fresh(active)
    assert (vendor.rated_orders, vendor.on_time_orders) == (3, 2)
    assert vendor.performance_hundredths == (600 + 260 + 300 + 300) // 6 and vendor.performance_band == "B"


def test_an_order_is_scored_once(active):
    order = OrderRef(new_id(), "DSR-1")
    score(active, 3, 3, 3, 3, order=order)

    score(active, 1, 1, 1, 1, order=order)

    assert fresh(active).rated_orders == 1


def test_a_verifier_sees_what_waits_and_others_see_nothing(submitted, vina, vito, budi, sari):
    assert selectors.count_to_verify(vina) == 1 and selectors.count_to_verify(budi) == 0
    services.take_review(vendor_id=submitted.pk, actor=vina, at=NOON)

    assert selectors.count_to_verify(vito) == 0 and selectors.count_to_verify(vina) == 1
    assert RoleAssignment.objects.filter(organisation_id=submitted.pk).count() == 1


@pytest.mark.parametrize(
    "change",
    ["note = 'lain'", "decision = 'refuse'", "verifier_id = NULL", "second_note = 'lain'"],
)
def test_a_decided_review_stays(verified_company, vito, change):
    services.second_verify(vendor_id=verified_company.pk, actor=vito, at=NOON)
    before = list(Review.objects.values())

    with pytest.raises(IntegrityError, match="stays as it was decided"), transaction.atomic():
        connection.cursor().execute(f"UPDATE vendors_review SET {change}")
    with pytest.raises(IntegrityError, match="stays as it was decided"), transaction.atomic():
        connection.cursor().execute("DELETE FROM vendors_review")

    assert list(Review.objects.values()) == before


@pytest.mark.parametrize(
    "change", ["UPDATE {} SET until = since", "UPDATE {} SET nik_hash = repeat('a', 64)", "DELETE FROM {}"]
)
def test_who_owns_a_vendor_stays_as_it_was_handed_in(verified_company, change):
    before = list(Principal.objects.values())

    with pytest.raises(IntegrityError, match="stays as it was handed in"), transaction.atomic():
        connection.cursor().execute(change.format("vendors_principal"))

    assert list(Principal.objects.values()) == before
