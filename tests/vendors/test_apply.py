"""Applying: a draft that keeps what was typed, and is handed in when it is whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.accounts.errors import RolesMustBeSeparate
from marketplace.accounts.identity import nik_hash
from marketplace.accounts.models import Organisation, User
from marketplace.accounts.roles import Role
from marketplace.files.errors import NotADocument
from marketplace.files.selectors import file_open_to
from marketplace.kernel.errors import NotFound, NotPermitted
from marketplace.kernel.models import OutboxMessage
from tests.vendors.conftest import ACCOUNT, BUSINESS, NOON, OWNER, SARI_NIK, actor_of, apply, fresh, hand_in, official
from vendors import errors, services
from vendors.completeness import Step, missing, next_step
from vendors.events import VendorSubmitted
from vendors.handlers import look_up_numbers
from vendors.models import CheckResult, Evidence, Vendor
from vendors.states import BankAccountState, EvidenceState, VendorState

pytestmark = pytest.mark.django_db


def save(vendor, actor, step, **values):
    return services.save_step(vendor_id=vendor.pk, step=step, values=values, actor=actor, at=NOON)


def test_beginning_twice_opens_one_draft(sari_user):
    first = services.start_application(actor=actor_of(sari_user), at=NOON)

    assert services.start_application(actor=actor_of(sari_user), at=NOON) == first
    assert actor_of(sari_user).holds(Role.VENDOR_OWNER, vendor_id=first.pk)


def test_a_treasurer_cannot_open_a_shop(office):
    treasurer = official("Citra", Role.TREASURER, office, nip="198001012005011002")

    with pytest.raises(RolesMustBeSeparate):
        services.start_application(actor=treasurer, at=NOON)
    assert not Vendor.objects.exists() and not Organisation.objects.filter(kind="vendor").exists()


def test_the_draft_knows_what_is_still_missing(sari_user):
    vendor = services.start_application(actor=actor_of(sari_user), at=NOON)

    assert next_step(vendor) == Step.BUSINESS
    save(vendor, actor_of(sari_user), Step.BUSINESS, **BUSINESS)
    assert next_step(fresh(vendor)) == Step.OWNER and Step.BUSINESS not in missing(fresh(vendor))


def test_the_scale_follows_from_the_figures(draft):
    assert fresh(draft).scale == "mikro" and fresh(draft).is_umkk


def test_a_nib_of_another_vendor_is_refused_and_the_draft_keeps_its_own(draft, sari):
    other = User.objects.create(full_name="Tono", phone="+6281111111111")
    vendor = services.start_application(actor=actor_of(other), at=NOON)

    with pytest.raises(errors.NibAlreadyUsed):
        save(vendor, actor_of(other), Step.BUSINESS, nib=BUSINESS["nib"])
    assert fresh(vendor).nib == ""


def test_the_nik_is_not_kept_anywhere_in_the_owner_s_row(draft):
    owner = draft.principals.get()

    assert SARI_NIK not in str(vars(owner)) and len(owner.nik_hash) == 64 and owner.user_id is not None


def test_the_same_person_is_not_written_down_twice(draft, sari):
    with pytest.raises(errors.PrincipalTwice):
        save(draft, sari, Step.OWNER, **OWNER)
    assert draft.principals.count() == 1


def test_another_account_number_is_another_version(draft, sari):
    save(draft, sari, Step.ACCOUNT, **ACCOUNT | {"number": "999888777"})

    states = dict(draft.bank_accounts.values_list("version", "state"))
    assert states == {1: BankAccountState.REPLACED, 2: BankAccountState.PROPOSED}


def test_a_better_paper_replaces_the_one_before_and_both_stay_on_record(draft, sari):
    upload = SimpleUploadedFile("nib2.pdf", b"%PDF-1.4\nbetter\n%%EOF")

    services.add_evidence(vendor_id=draft.pk, kind="nib", upload=upload, actor=sari, at=NOON)

    assert list(draft.evidence.filter(kind="nib").order_by("uploaded_at", "id").values_list("state", flat=True)) == [
        EvidenceState.REPLACED, EvidenceState.PROPOSED,
    ]  # fmt: skip


def test_a_paper_of_a_wrong_type_is_refused_and_the_one_before_stays(draft, sari):
    with pytest.raises(NotADocument):
        services.add_evidence(
            vendor_id=draft.pk, kind="nib", upload=SimpleUploadedFile("nib.pdf", b"MZ"), actor=sari, at=NOON
        )
    assert draft.evidence.get(kind="nib").state == EvidenceState.PROPOSED


def test_strangers_cannot_change_or_see_a_draft(draft, budi, vina):
    with pytest.raises(NotPermitted):
        save(draft, budi, Step.BUSINESS, legal_name="Milik Budi")
    with pytest.raises(NotFound):
        file_open_to(budi, Evidence.objects.filter(vendor=draft).first().file_id)
    assert fresh(draft).legal_name == "Warung Sari"


def test_a_verifier_without_ties_opens_its_papers(draft, vina):
    paper = Evidence.objects.filter(vendor=draft).first()

    assert file_open_to(vina, paper.file_id) == paper.file


def test_handing_in_keeps_what_the_rules_found_and_tells_verifiers(submitted):
    assert submitted.state == VendorState.SUBMITTED
    outcomes = dict(CheckResult.objects.filter(review__vendor=submitted).values_list("rule", "outcome"))
    assert len(outcomes) == 12 and set(outcomes.values()) == {"passed"}
    assert OutboxMessage.objects.filter(event="vendors.VendorSubmitted").count() == 1
    assert submitted.history.get().after == VendorState.SUBMITTED


@pytest.mark.parametrize("lacking", ["principals", "bank_accounts", "evidence"])
def test_half_an_application_is_not_handed_in(sari_user, lacking):
    vendor = services.start_application(actor=actor_of(sari_user), at=NOON)
    save(vendor, actor_of(sari_user), Step.BUSINESS, **BUSINESS)

    with pytest.raises(errors.ApplicationIncomplete):
        hand_in(vendor, actor_of(sari_user))
    assert fresh(vendor).state == VendorState.DRAFT and not vendor.reviews.exists()


def test_without_the_declarations_nothing_is_handed_in(draft, sari):
    with pytest.raises(errors.DeclarationMissing):
        services.submit_application(
            vendor_id=draft.pk, accepts_terms=True, declares_integrity=False, actor=sari, at=NOON
        )
    assert fresh(draft).state == VendorState.DRAFT


def test_while_it_is_checked_nothing_can_be_changed(submitted, sari):
    with pytest.raises(NotPermitted):
        save(submitted, sari, Step.BUSINESS, legal_name="Nama lain")
    assert fresh(submitted).legal_name == "Warung Sari"


def found(vendor, rule):
    return CheckResult.objects.get(review__vendor=vendor, rule=rule)


def test_an_account_in_another_name_is_seen(sari_user):
    vendor = apply(sari_user, account=ACCOUNT | {"holder_name": "BUDI SANTOSO"})

    hand_in(vendor, actor_of(sari_user))

    assert found(vendor, "account_name_matches").outcome == "failed"


def test_an_owner_who_is_an_official_is_seen(office):
    """The same person with a second account, on which nobody recorded who it is."""
    official_too = official("Sari", Role.COMMITMENT_OFFICER, office, nip="198001012005011003")
    User.objects.filter(pk=official_too.id).update(nik_hash=nik_hash(SARI_NIK))
    second = User.objects.create(full_name="Sari Wulandari", phone="+6281234567890")
    vendor = apply(second)

    hand_in(vendor, actor_of(second))

    check = found(vendor, "owner_is_no_official")
    assert check.outcome == "failed" and check.facts == {"offices": ["Dinas Koperasi dan UKM"]}


def test_a_phone_of_an_official_is_seen(sari_user, budi):
    vendor = apply(sari_user, business=BUSINESS | {"phone": "+6285550001111"})

    hand_in(vendor, actor_of(sari_user))

    assert found(vendor, "contact_is_no_official_s").outcome == "failed"


def test_a_personal_npwp_that_is_not_the_owner_s_is_seen(sari_user):
    vendor = apply(sari_user, business=BUSINESS | {"npwp": "3301016902040007"})

    hand_in(vendor, actor_of(sari_user))

    assert found(vendor, "npwp_fits_legal_form").outcome == "failed"


def test_a_blacklisted_vendor_is_seen(draft, sari):
    from datetime import date

    from vendors.models import BlacklistEntry

    BlacklistEntry.objects.create(
        npwp=BUSINESS["npwp"], name="Warung Sari", decision_number="7/DH/2026", valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31), source="LKPP", loaded_at=NOON,
    )  # fmt: skip

    hand_in(draft, sari)

    assert found(draft, "not_blacklisted").facts["decision"] == "7/DH/2026"


def test_registries_are_asked_afterwards_and_once(submitted, settings):
    settings.VENDOR_REGISTRY = "vendors.registries.fake.FakeRegistry"
    event = VendorSubmitted(vendor_id=submitted.pk, round=1, at=NOON)

    look_up_numbers(event), look_up_numbers(event)

    assert found(submitted, "nib_registered").outcome == "passed"
    assert found(submitted, "npwp_registered").facts["reference"] == "SIM-DJP-0003"


def test_a_site_without_a_registry_says_that_a_person_must_look(submitted):
    look_up_numbers(VendorSubmitted(vendor_id=submitted.pk, round=1, at=NOON))

    assert found(submitted, "nib_registered").outcome == "notice"
