"""Issuing, signing and voiding papers; and what the database refuses around the ORM."""

from datetime import timedelta

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from marketplace.accounts.models import Agency, Organisation
from marketplace.documents import selectors
from marketplace.documents.content import content_sha256, normalise_check_code
from marketplace.documents.errors import AlreadySigned, FloatInDocument, SignatureNotAwaited
from marketplace.documents.models import Document, Signature
from marketplace.documents.services import sign, void
from marketplace.documents.services.void import VoidNeedsReason
from marketplace.documents.states import DocumentState
from marketplace.kernel import telling
from marketplace.kernel.actors import SYSTEM, Actor, Grant
from marketplace.kernel.audit_log import leaf_of_entry
from marketplace.kernel.errors import NotFound, WrongState
from marketplace.kernel.models import AuditEntry, NumberSeries, OutboxMessage
from tests.documents.conftest import NOON

pytestmark = pytest.mark.django_db


def fresh(document):
    return Document.objects.get(pk=document.pk)


def test_a_paper_is_numbered_hashed_signed_and_announced_at_once(issue_letter, budi):
    document = issue_letter()

    assert document.number == "000.3.2/SP/1/DISDIK/XI/2026" and document.state == DocumentState.VALID
    signature = document.signatures.get()
    assert (signature.name, signature.nip, signature.role) == ("Budi Santoso", "198001012005011001", "ppk")
    assert signature.content_sha256 == document.content_sha256 == content_sha256(document.content())
    assert OutboxMessage.objects.filter(event__endswith="DocumentIssued").count() == 1
    assert AuditEntry.objects.filter(what="documents.document.issued", subject_id=str(document.pk)).exists()


def test_numbers_have_no_gaps_even_when_an_issue_fails(issue_letter):
    issue_letter()
    with pytest.raises(FloatInDocument):
        issue_letter(fields={"total": 1.5})

    assert issue_letter().number == "000.3.2/SP/2/DISDIK/XI/2026"
    assert NumberSeries.objects.get(series="SP").last == 2


def test_the_series_begins_again_each_january_by_jakarta_s_calendar(issue_letter):
    issue_letter()
    new_year_in_jakarta = NOON.replace(month=12, day=31, hour=18)

    assert issue_letter(at=new_year_in_jakarta).number == "000.3.2/SP/1/DISDIK/I/2027"


def test_a_vendor_s_own_number_is_kept_as_given(issue_letter, shop):
    document = issue_letter(kind="delivery_note", issuer_id=shop.pk, number="SJ-077", fields={})

    assert document.number == "SJ-077" and document.series == "SJ"


def test_an_unknown_issuer_issues_nothing(issue_letter):
    with pytest.raises(NotFound), transaction.atomic():
        issue_letter(issuer_id=999_999)

    assert not Document.objects.exists() and not NumberSeries.objects.exists()
    assert not OutboxMessage.objects.filter(event__endswith="DocumentIssued").exists()
    assert not AuditEntry.objects.filter(what="documents.document.issued").exists()


def test_what_the_database_hashes_is_what_anyone_can_hash_again(issue_letter, agency):
    Agency.objects.filter(pk=agency.pk).update(unit_code='D"\\é\t</')

    document = fresh(issue_letter())

    assert document.number == '000.3.2/SP/1/D"\\é\t<//XI/2026'
    assert document.content_sha256 == content_sha256(document.content())
    entry = AuditEntry.objects.get(what="documents.document.issued")
    assert entry.after["number"] == document.number and entry.after["content_sha256"] == document.content_sha256
    assert leaf_of_entry(entry) == bytes(entry.leaf)


def test_a_paper_does_not_hold_what_stands_for_its_number(issue_letter):
    with pytest.raises(DataError), transaction.atomic():
        issue_letter(fields={"note": telling.blank("number")})

    assert not Document.objects.exists()


def test_a_paper_is_valid_when_the_last_awaited_role_has_signed(half_signed_handover, budi):
    assert half_signed_handover.state == DocumentState.ISSUED

    sign(document_id=half_signed_handover.pk, actor=budi, role="ppk", at=NOON)

    assert fresh(half_signed_handover).state == DocumentState.VALID
    assert OutboxMessage.objects.filter(event__endswith="DocumentSigned").count() == 1


def test_one_person_does_not_sign_for_both_sides(half_signed_handover, sari):
    with pytest.raises(AlreadySigned):
        sign(document_id=half_signed_handover.pk, actor=sari, role="ppk", at=NOON)

    assert half_signed_handover.signatures.count() == 1
    assert fresh(half_signed_handover).state == DocumentState.ISSUED


def test_a_role_that_is_not_awaited_does_not_sign(half_signed_handover, budi):
    with pytest.raises(SignatureNotAwaited):
        sign(document_id=half_signed_handover.pk, actor=budi, role="bp", at=NOON)
    assert half_signed_handover.signatures.count() == 1


def test_a_complete_paper_takes_no_more_signatures(issue_letter, sari):
    with pytest.raises(WrongState):
        sign(document_id=issue_letter().pk, actor=sari, role="vendor_owner", at=NOON)


def test_the_system_issues_papers_that_nobody_signs_by_hand(issue_letter):
    document = issue_letter(kind="invoice", fields={}, signer=SYSTEM, signer_role="system")

    assert document.state == DocumentState.VALID and document.signatures.get().user is None


def test_a_void_paper_keeps_number_and_reason(issue_letter, budi):
    document = issue_letter()

    void(document_id=document.pk, actor=budi, reason="Salah penyedia", at=NOON + timedelta(hours=1))

    assert (fresh(document).state, fresh(document).void_reason) == (DocumentState.VOID, "Salah penyedia")
    assert issue_letter().number.startswith("000.3.2/SP/2/")


def test_a_paper_is_not_made_void_without_a_reason(issue_letter, budi):
    document = issue_letter()

    with pytest.raises(VoidNeedsReason):
        void(document_id=document.pk, actor=budi, reason=" ", at=NOON)
    assert fresh(document).state == DocumentState.VALID


# --- around the ORM --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "fields = '{}'",
        "number = 'X'",
        "content_sha256 = repeat('a', 64)",
        "required_roles = '[]'",
        "order_number = 'X'",
    ],
)
def test_the_database_refuses_to_change_what_a_paper_says(issue_letter, change):
    document = issue_letter()

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE documents_document SET {change} WHERE id = %s", [document.pk])
    assert fresh(document).content_sha256 == document.content_sha256


def test_the_database_refuses_to_delete_a_paper_or_to_make_it_valid_again(issue_letter, budi):
    document = issue_letter()
    void(document_id=document.pk, actor=budi, reason="Salah", at=NOON)

    for attack in ("DELETE FROM documents_document", "UPDATE documents_document SET state = 'valid'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
    assert fresh(document).state == DocumentState.VOID


def test_the_database_refuses_a_signature_on_other_content(half_signed_handover, budi):
    forged = Signature(
        document=half_signed_handover, user_id=budi.id, name="Budi", role="ppk", content_sha256="0" * 64, signed_at=NOON
    )

    with pytest.raises(IntegrityError, match="other content"), transaction.atomic():
        Signature.objects.bulk_create([forged])


def test_signatures_are_written_once(issue_letter, as_owner):
    issue_letter()

    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Signature.objects.update(name="Orang lain")
    with pytest.raises(IntegrityError, match="written once"), as_owner() as cursor:
        cursor.execute("UPDATE documents_signature SET name = 'Orang lain'")


def test_a_paper_is_opened_to_nobody_after_its_issue(issue_letter, shop):
    document, other = issue_letter(), Organisation.objects.create(kind="agency", name="Dinas Lain")
    readers = set(document.viewers.values_list("organisation_id", flat=True))
    opened = "INSERT INTO documents_documentviewer (document_id, organisation_id) VALUES (%s, %s)"

    with pytest.raises(IntegrityError, match="were said"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opened, [document.pk, other.pk])

    assert readers == set(document.viewers.values_list("organisation_id", flat=True)) == {document.issuer_id, shop.pk}
    assert issue_letter(viewers=[other.pk, shop.pk]).viewers.count() == 3


# --- who sees what ---------------------------------------------------------------------------------------------------


def test_issuer_viewers_and_auditors_see_a_paper_and_others_do_not(issue_letter, agency, shop):
    document = issue_letter()

    def sees(*grants: Grant) -> bool:
        actor = Actor(id=12345, name="x", grants=frozenset(grants))
        return selectors.documents_visible_to(actor).filter(pk=document.pk).exists()

    assert sees(Grant("pptk", agency.pk)) and sees(Grant("vendor_staff", shop.pk)) and sees(Grant("apip", None))
    assert not sees(Grant("vendor_owner", shop.pk + 1000)) and not sees()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("7k2m94qxab3de5gh", "7K2M-94QX-AB3D-E5GH"), (" 7K2M – 94QX-AB3D E5GH ", "7K2M-94QX-AB3D-E5GH"),
     ("OIL0-94QX-AB3D-E5GH", "0110-94QX-AB3D-E5GH"), ("7K2M-94QX", None), ("7K2M-94QX-AB3D-E5G!", None), ("", None)],
)  # fmt: skip
def test_check_codes_are_read_as_people_type_them(typed, stored):
    assert normalise_check_code(typed) == stored
