"""Who may open a private file, and how files are sent."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from marketplace.accounts.models import Organisation
from marketplace.files import access, selectors, views
from marketplace.files.services import attach, store_upload
from marketplace.kernel.actors import SYSTEM, Actor, Grant
from marketplace.kernel.errors import NotFound
from marketplace.kernel.models import AuditEntry
from tests.files.test_store_upload import PDF, picture

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def deed():
    shop = Organisation.objects.create(kind="vendor", name="Warung Sari")
    upload = SimpleUploadedFile("akta.pdf", PDF)
    return store_upload(upload=upload, kind="document", organisation_id=shop.pk, actor=SYSTEM, at=NOON)


def person(*grants: Grant) -> Actor:
    return Actor(id=99, name="Ani", grants=frozenset(grants))


def get(view, actor: Actor, *args):
    request = RequestFactory().get("/")
    request.actor = actor
    return view(request, *args)


def test_the_vendor_s_own_people_open_its_papers(deed):
    owner = person(Grant("vendor_owner", deed.organisation_id))

    assert selectors.file_open_to(owner, deed.pk) == deed


def test_other_vendors_and_officials_get_the_same_answer_as_for_nothing(deed):
    for actor in (person(), person(Grant("vendor_owner", deed.organisation_id + 1)), person(Grant("ppk", 90_005))):
        with pytest.raises(NotFound):
            selectors.file_open_to(actor, deed.pk)


def test_whoever_may_see_the_use_may_open_the_file(deed, monkeypatch):
    monkeypatch.setitem(
        access._CHECKERS, "tests.case", lambda actor, subject_id: subject_id == "7" and actor.holds("verifier")
    )
    attach(file=deed, subject=("tests.case", 7))

    assert selectors.file_open_to(person(Grant("verifier", 90_003)), deed.pk) == deed
    with pytest.raises(NotFound):
        selectors.file_open_to(person(Grant("ppk", 90_003)), deed.pk)


def test_a_use_that_nobody_answers_for_opens_nothing(deed):
    attach(file=deed, subject=("tests.unknown", 7))

    with pytest.raises(NotFound):
        selectors.file_open_to(person(Grant("verifier", 90_003)), deed.pk)


def test_a_private_file_is_an_attachment_that_nothing_guesses_at(deed):
    response = get(views.private, person(Grant("vendor_owner", deed.organisation_id)), deed.pk)

    assert response["Content-Disposition"].startswith('attachment; filename="akta.pdf"')
    assert response["X-Content-Type-Options"] == "nosniff" and "no-store" in response["Cache-Control"]
    assert b"".join(response.streaming_content) == PDF


def test_an_auditor_s_reading_is_on_record(deed):
    get(views.private, person(Grant("apip", None)), deed.pk)

    assert AuditEntry.objects.filter(what="files.file.read", subject_id=str(deed.pk), actor_id=99).exists()


def test_public_pictures_are_named_by_their_content_and_cached_for_ever(deed):
    upload = SimpleUploadedFile("a.png", picture((300, 200), "PNG"))
    photo = store_upload(
        upload=upload, kind="photo", organisation_id=deed.organisation_id, actor=SYSTEM, at=NOON, public=True
    )

    response = get(views.picture, Actor(id=None, name=""), photo.sha256, 640, "webp")

    assert response["Content-Type"] == "image/webp" and "immutable" in response["Cache-Control"]
    assert photo.url(640) == f"/foto/{photo.sha256}/640.webp"


def test_a_private_picture_is_not_found_at_the_public_address(deed):
    upload = SimpleUploadedFile("ktp.png", picture((300, 200), "PNG"))
    card = store_upload(upload=upload, kind="document", organisation_id=deed.organisation_id, actor=SYSTEM, at=NOON)

    with pytest.raises(NotFound):
        get(views.picture, Actor(id=None, name=""), card.sha256, 640, "webp")
