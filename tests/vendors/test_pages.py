"""The pages: a whole application typed by hand, verified in its room, and what everybody sees afterwards."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marketplace.accounts.identity import nik_hash
from marketplace.accounts.models import User
from marketplace.kernel.errors import WrongState
from marketplace.kernel.outbox import unpack
from marketplace.kernel.outbox.models import OutboxMessage
from marketplace.notices.handlers import vendor_renamed
from tests.vendors.conftest import ACCOUNT as ACCOUNT_OF_SARI
from tests.vendors.conftest import BUSINESS as BUSINESS_OF_SARI
from tests.vendors.conftest import NOON, PDF, SARI_NIK, actor_of, apply, fresh, hand_in
from tests.vendors.conftest import OWNER as OWNER_OF_SARI
from vendors import services
from vendors.models import Vendor
from vendors.states import VendorState

pytestmark = pytest.mark.django_db

BUSINESS = {
    "nib": "912 000 123 4567", "legal_form": "perorangan", "legal_name": "Warung Sari", "npwp": SARI_NIK,
    "kbli_codes": "10130", "yearly_sales_idr": "800.000.000", "regency": "33.74", "address": "Jl. Mawar 5",
    "phone": "0812 3456 7890", "lead_time_days": "7",
}  # fmt: skip
OWNER = {"full_name": "Sari Wulandari", "role": "owner", "nik": SARI_NIK, "is_self": "on"}
ACCOUNT = {"bank_code": "113", "number": "1234-567-890", "holder_name": "Sari Wulandari"}
STEPS = "/toko/daftar/"
RINA_NIK = "3301016902040007"


def paper(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.pdf", PDF.replace(b"{mark}", name.encode()))


def client_of(user_id: int) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user_id))
    return client


def said(response) -> str:
    return response.content.decode()


def alert_of(response) -> str:
    """What has just gone wrong."""
    return said(response).partition('role="alert"')[2].partition("</ul>")[0]


@pytest.fixture
def applicant(db):
    return client_of(User.objects.create(full_name="Sari Wulandari", phone="+6281234567890").pk)


@pytest.fixture
def begun(applicant):
    applicant.post("/toko/daftar/mulai/")
    return applicant


def test_a_visitor_reads_what_is_needed_and_is_shown_the_way(db):
    page = said(Client().get(STEPS))

    assert "Lima langkah" in page and "/daftar/" in page
    assert Client().post("/toko/daftar/mulai/").status_code == 302 and not Vendor.objects.exists()


def test_a_whole_application_is_typed_and_handed_in(begun):
    assert begun.post(STEPS + "usaha/", BUSINESS)["Location"] == STEPS + "pemilik/"
    assert begun.post(STEPS + "pemilik/", OWNER)["Location"] == STEPS + "rekening/"
    assert begun.post(STEPS + "rekening/", ACCOUNT)["Location"] == STEPS + "dokumen/"
    papers = {kind: paper(kind) for kind in ("ktp", "nib", "npwp", "bank")}
    assert begun.post(STEPS + "dokumen/", papers)["Location"] == STEPS + "kirim/"
    summary = said(begun.get(STEPS + "kirim/"))
    assert "Warung Sari" in summary and SARI_NIK not in summary and "•••• 7890" in summary

    begun.post(STEPS + "kirim/", {"accepts_terms": "on", "declares_integrity": "on"})

    vendor = Vendor.objects.get()
    assert vendor.state == VendorState.SUBMITTED and vendor.principals.get().user == vendor.started_by
    assert "diperiksa" in said(begun.get(STEPS))


def test_a_short_nib_is_told_in_words_and_everything_typed_is_kept(begun):
    response = begun.post(STEPS + "usaha/", BUSINESS | {"nib": "912000123", "legal_name": "Warung Baru"})

    page = said(response)
    assert response.status_code == 422 and "NIB harus 13 angka. Anda baru menulis 9." in page
    assert 'value="912000123"' in page and 'value="Warung Baru"' in page
    vendor = Vendor.objects.get()
    assert (vendor.nib, vendor.legal_name) == ("", "Warung Baru")


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("npwp", "123", "NPWP harus 15 atau 16 angka. Anda baru menulis 3."),
        ("npwp", "3374013502000001", "bukan tanggal lahir"),
        ("kbli_codes", "99999", "KBLI 99999 tidak ada"),
        ("yearly_sales_idr", "800,5", "Rp"),
        ("phone", "123", "Tulis nomor Indonesia"),
        ("nitku", "12", "NITKU harus 22 angka"),
    ],
)
def test_each_mistake_is_told_with_the_way_out(begun, field, typed, told):
    response = begun.post(STEPS + "usaha/", BUSINESS | {field: typed})

    assert response.status_code == 422 and (told in said(response) or field == "yearly_sales_idr")


def test_a_company_is_asked_for_its_deed(begun):
    response = begun.post(STEPS + "usaha/", BUSINESS | {"legal_form": "cv"})

    assert response.status_code == 422 and "nomor aktanya" in said(response)


def test_a_refused_paper_is_told_and_the_good_one_beside_it_is_kept(begun):
    response = begun.post(STEPS + "dokumen/", {"ktp": paper("ktp"), "nib": SimpleUploadedFile("nib.pdf", b"<html>")})

    assert response.status_code == 422 and "bukan PDF atau foto" in said(response)
    assert list(Vendor.objects.get().evidence.values_list("kind", flat=True)) == ["ktp"]


def test_half_an_application_is_not_sent_and_says_what_lacks(begun):
    response = begun.post(STEPS + "kirim/", {"accepts_terms": "on", "declares_integrity": "on"})

    assert response.status_code == 422 and "Belum lengkap" in said(response)
    assert Vendor.objects.get().state == VendorState.DRAFT


def test_another_person_is_added_and_removed(begun):
    begun.post(STEPS + "pemilik/", OWNER | {"more": "1"})
    other = {"full_name": "Tono", "role": "manager", "nik": "3171011708450001"}
    begun.post(STEPS + "pemilik/", other)
    tono = Vendor.objects.get().principals.get(full_name="Tono")

    begun.post(f"{STEPS}pemilik/{tono.pk}/hapus/")

    assert list(Vendor.objects.get().principals.filter(until=None).values_list("full_name", flat=True)) == [
        "Sari Wulandari"
    ]


def test_an_unknown_step_does_not_exist(begun):
    assert begun.get(STEPS + "lain/").status_code == 404


# --- the verification room -------------------------------------------------------------------------------------------


def test_the_verifier_takes_looks_and_certifies(submitted, vina):
    room = client_of(vina.id)
    assert "Warung Bu Sari" in said(room.get("/verifikasi/"))

    room.post(f"/verifikasi/{submitted.pk}/ambil/")
    page = said(room.get(f"/verifikasi/{submitted.pk}/"))
    assert "Pemeriksaan otomatis" in page and "ktp.pdf" in page and SARI_NIK in page

    room.post(f"/verifikasi/{submitted.pk}/", {"decision": "verify", "npwp_valid": "on"})

    assert fresh(submitted).state == VendorState.ACTIVE


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", ["Usaha mikro", "menyatakan diri pegawai negeri"]), ("en", ["Micro business", "declared a civil servant"])],
)
def test_findings_are_read_in_words_of_the_reader(sari_user, vina, settings, language, words):
    told = hand_in(apply(sari_user, owner=OWNER_OF_SARI | {"is_civil_servant": True}), actor_of(sari_user))
    room = client_of(vina.id)
    room.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    found = said(room.get(f"/verifikasi/{told.pk}/")).partition('class="ds-check"')[2].partition("</ul>")[0]

    assert all(f">{word}<" in found for word in words)


def test_who_does_not_decide_reads_no_personal_number(in_review, vito):
    page = said(client_of(vito.id).get(f"/verifikasi/{in_review.pk}/"))

    assert "verifikator lain" in page and SARI_NIK not in page and "1234567890" not in page


def test_a_decision_without_looking_at_the_npwp_is_refused_and_kept(in_review, vina):
    response = client_of(vina.id).post(f"/verifikasi/{in_review.pk}/", {"decision": "verify", "note": "Rapi"})

    assert response.status_code == 422 and "Periksa status NPWP" in said(response) and "Rapi" in said(response)
    assert fresh(in_review).state == VendorState.IN_REVIEW


@pytest.mark.parametrize("typed", [{"decision": "reject", "note": "Palsu"}, {"note": "Palsu"}])
def test_who_may_not_decide_is_told_so_in_the_answer(in_review, vito, typed):
    answer = client_of(vito.id).post(f"/verifikasi/{in_review.pk}/", typed)

    assert answer.status_code == 403 and "Permohonan ini sedang diperiksa verifikator lain." in alert_of(answer)
    assert fresh(in_review).state == VendorState.IN_REVIEW


@pytest.mark.parametrize("typed", [{"decision": "reject", "note": "Palsu"}, {"note": "Palsu"}])
def test_a_decision_that_comes_too_late_is_told_so_in_the_answer(active, vina, typed):
    answer = client_of(vina.id).post(f"/verifikasi/{active.pk}/", typed)

    assert answer.status_code == 422 and str(WrongState.template) in alert_of(answer)


@pytest.mark.parametrize("typed", [{"agrees": "yes"}, {"agrees": "no", "note": "Akta kabur"}, {"note": "Akta"}])
def test_the_first_verifier_s_second_look_is_refused_in_words(verified_company, vina, typed):
    answer = client_of(vina.id).post(f"/verifikasi/{verified_company.pk}/kedua/", typed)

    assert answer.status_code == 403 and "Pemeriksaan kedua harus oleh verifikator lain." in alert_of(answer)
    assert fresh(verified_company).state == VendorState.VERIFIED


def test_a_second_look_without_its_note_keeps_what_was_chosen_and_says_it_once(verified_company, vito):
    answer = client_of(vito.id).post(f"/verifikasi/{verified_company.pk}/kedua/", {"agrees": "no", "note": " "})

    assert answer.status_code == 422 and said(answer).count('role="alert"') == 1
    assert re.search(r'value="no"[^>]*checked', said(answer))


def test_what_must_be_corrected_is_read_by_the_applicant(in_review, vina, sari):
    client_of(vina.id).post(
        f"/verifikasi/{in_review.pk}/",
        {"decision": "ask_fix", "reasons": ["bank_name"], "refused_evidence": ["bank"], "note": "Lihat buku tabungan"},
    )

    page = said(client_of(sari.id).get(STEPS))
    assert "Lihat buku tabungan" in page and "Nama di rekening berbeda dengan NIB" in page
    assert "Perlu diganti" in said(client_of(sari.id).get(STEPS + "dokumen/"))


def test_a_company_s_second_look_is_on_the_same_page(verified_company, vina, vito):
    address = f"/verifikasi/{verified_company.pk}/"
    assert "harus oleh verifikator lain" in said(client_of(vina.id).get(address))
    assert "Setuju, aktifkan" in said(client_of(vito.id).get(address))

    client_of(vito.id).post(address + "kedua/", {"agrees": "yes"})

    assert fresh(verified_company).state == VendorState.ACTIVE


def test_others_do_not_enter_the_verification_room(submitted, budi, sari):
    for actor in (budi, sari):
        assert client_of(actor.id).get("/verifikasi/").status_code == 403
        assert client_of(actor.id).get(f"/verifikasi/{submitted.pk}/").status_code == 403


def test_a_draft_is_nobody_s_business_in_the_verification_room(draft, vina):
    assert client_of(vina.id).get(f"/verifikasi/{draft.pk}/").status_code == 404


def test_a_vendor_is_suspended_with_a_reason(active, vina):
    address, number = f"/verifikasi/{active.pk}/tangguhkan/", "027/9/2026"
    assert (
        client_of(vina.id).post(address, {"act": "suspend", "note": "", "decision_number": number}).status_code == 422
    )
    assert client_of(vina.id).post(address, {"act": "suspend", "note": "Tidak menjawab"}).status_code == 422
    assert client_of(vina.id).post(address, {"note": "Tidak menjawab", "decision_number": number}).status_code == 422
    assert fresh(active).state == VendorState.ACTIVE

    press = {"act": act_of(client_of(vina.id), address), "note": "Tidak menjawab pesanan", "decision_number": number}
    client_of(vina.id).post(address, press)

    assert fresh(active).state == VendorState.SUSPENDED
    assert "sedang ditangguhkan" in said(Client().get(f"/penjual/{active.pk}/profil/"))
    assert "027/9/2026" in said(client_of(vina.id).get(f"/verifikasi/{active.pk}/"))

    second_tab = client_of(vina.id).post(address, press)
    assert second_tab.status_code == 422 and "tahap sekarang" in said(second_tab)
    assert fresh(active).state == VendorState.SUSPENDED, "the same press is not taken for its opposite"

    press = {
        "act": act_of(client_of(vina.id), address),
        "note": "Sudah menjawab semua",
        "decision_number": "027/10/2026",
    }
    client_of(vina.id).post(address, press)

    assert fresh(active).state == VendorState.ACTIVE


def act_of(client: Client, address: str) -> str:
    """What the form on the page would do."""
    return re.search(r'name="act" value="(\w+)"', client.get(address).content.decode())[1]


def test_a_late_decision_is_told_that_it_is_late_before_it_is_asked_for_reasons(submitted, vina):
    vina_there, address = client_of(vina.id), f"/verifikasi/{submitted.pk}/"
    vina_there.post(f"{address}ambil/")
    vina_there.post(address, {"decision": "verify", "npwp_valid": "on"})
    assert fresh(submitted).state != VendorState.IN_REVIEW

    late = vina_there.post(address, {"decision": "reject"})

    assert late.status_code == 422 and "tahap sekarang" in said(late) and "alasan atau tulis" not in said(late)


def test_a_changed_account_is_looked_at_beside_the_present_one(active, sari, vina):
    change = services.propose_bank_account(
        vendor_id=active.pk, bank_code="002", number="5556667778", holder_name="SARI WULANDARI", actor=sari,
        at=active.activated_at,
    )  # fmt: skip
    address = f"/verifikasi/rekening/{change.pk}/"
    page = said(client_of(vina.id).get(address))
    assert "•••• 7890" in page and "5556667778" in page

    client_of(vina.id).post(address, {"agrees": "yes", "reference": "INQ-7"})

    change.refresh_from_db()
    assert (change.verified_by_id, change.state) == (vina.id, "proposed")
    assert client_of(vina.id).get(address).status_code == 404


# --- the shop --------------------------------------------------------------------------------------------------------


def test_everybody_reads_who_sells_and_no_personal_number(active):
    page = said(Client().get(f"/penjual/{active.pk}/profil/"))

    assert "Warung Bu Sari" in page and "Terverifikasi" in page and "Usaha mikro" in page
    for private in (SARI_NIK, "1234567890", "81234567890", "Jl. Mawar"):
        assert private not in page


def test_a_vendor_that_was_never_certified_has_no_public_page(submitted):
    assert Client().get(f"/penjual/{submitted.pk}/profil/").status_code == 404


def test_the_owner_sees_home_and_papers_and_changes_the_shop(active, sari):
    owner = client_of(sari.id)
    assert "Warung Bu Sari" in said(owner.get("/toko/"))
    assert "•••• 7890" in said(owner.get("/toko/profil/"))

    owner.post("/toko/profil/", {"trade_name": "Sari Rasa", "description": "Kue basah", "lead_time_days": "3"})

    assert (fresh(active).trade_name, fresh(active).lead_time_days) == ("Sari Rasa", 3)


def test_a_look_that_is_late_is_not_shown_as_a_promise(active, sari):
    Vendor.objects.filter(pk=active.pk).update(review_due_on="2026-02-07")

    page = said(client_of(sari.id).get("/toko/"))

    assert "Verifikasi ulang jatuh tempo 7 Februari 2026" in page and "Terverifikasi sampai" not in page


@pytest.fixture
def dapur(active, vina) -> Vendor:
    """The certified shop of somebody else."""
    rina = User.objects.create(full_name="Rina Astuti", phone="+6281299990000", nik_hash=nik_hash(RINA_NIK))
    business = {"nib": "9120001234568", "npwp": RINA_NIK, "legal_name": "Rina Astuti", "trade_name": "Dapur Bu Rina"}
    account = ACCOUNT_OF_SARI | {"number": "7778889990", "holder_name": "RINA ASTUTI"}
    theirs = apply(
        rina,
        business=BUSINESS_OF_SARI | business | {"phone": "+6281299990000"},
        owner=OWNER_OF_SARI | {"nik": RINA_NIK, "full_name": "Rina Astuti"},
        account=account,
    )
    hand_in(theirs, actor_of(rina))
    services.take_review(vendor_id=theirs.pk, actor=vina, at=NOON)
    services.verify(vendor_id=theirs.pk, npwp_valid=True, actor=vina, at=NOON)
    return theirs


@pytest.mark.parametrize(
    "name", ["DAPUR BU R1NA", "CV Dapur Bu Rina", "Toko Dapurbu Rina Resmi", "Rina Astuti Cabang Solo"]
)
def test_no_shop_takes_the_name_of_another(dapur, active, sari, name):
    """The badge stands beside the name: who reads it must not find somebody else behind it (T-09)."""
    refused = client_of(sari.id).post("/toko/profil/", {"trade_name": name, "description": "", "lead_time_days": "3"})

    assert refused.status_code == 422 and name in said(refused)
    theirs = "Rina Astuti" if "Astuti" in name else "Dapur Bu Rina"
    assert f"Nama ini milik penjual terverifikasi lain: {theirs}" in said(refused)
    assert fresh(active).trade_name == "Warung Bu Sari"
    assert not OutboxMessage.objects.filter(event="vendors.VendorRenamed").exists()


@pytest.mark.parametrize(
    "name", ["Pemerintah Provinsi Jawa Tengah", "Dinas Koperasi dan UKM", "Toko Diskop", "Jawa Tengah"]
)
def test_no_shop_takes_the_name_of_a_public_body(active, sari, name):
    refused = client_of(sari.id).post("/toko/profil/", {"trade_name": name, "description": "", "lead_time_days": "3"})

    assert refused.status_code == 422 and "Nama ini terbaca sebagai instansi pemerintah" in said(refused)
    assert fresh(active).trade_name == "Warung Bu Sari"


def test_a_shop_keeps_what_tells_it_from_others(dapur, active, sari):
    """Another certified vendor may bear a like name since before: one's own may still be written another way."""
    Vendor.objects.filter(pk=dapur.pk).update(legal_name="CV Sari")

    kept = client_of(sari.id).post(
        "/toko/profil/", {"trade_name": "Toko Sari", "description": "", "lead_time_days": "3"}
    )
    taken = client_of(sari.id).post(
        "/toko/profil/", {"trade_name": "CV Sari", "description": "", "lead_time_days": "3"}
    )

    assert (kept.status_code, taken.status_code, fresh(active).trade_name) == (302, 422, "Toko Sari")


def test_verifiers_read_the_new_name_of_a_shop_and_officials_the_name_behind_it(active, sari, vina):
    client_of(sari.id).post("/toko/profil/", {"trade_name": "Sari Rasa", "description": "", "lead_time_days": "3"})

    for message in OutboxMessage.objects.filter(event="vendors.VendorRenamed"):
        vendor_renamed(unpack(message.event, message.payload))

    assert "Warung Bu Sari kini bernama Sari Rasa" in said(client_of(vina.id).get("/pemberitahuan/"))
    assert fresh(active).full_name == "Sari Rasa (Warung Sari)"


def test_changing_the_account_asks_for_the_password_again(active, sari):
    response = client_of(sari.id).get("/toko/profil/rekening/")

    assert response.status_code == 302 and "/akun/keamanan/ulang/" in response["Location"]


def test_a_better_paper_is_sent_from_the_shop(active, sari):
    client_of(sari.id).post("/toko/profil/dokumen/", {"nib": paper("nib-2027")})

    states = active.evidence.filter(kind="nib").order_by("uploaded_at").values_list("state", flat=True)
    assert list(states) == ["replaced", "proposed"]


@pytest.mark.parametrize("typed", [{}, {"nib": ""}])
def test_saving_papers_without_a_file_says_that_none_was_chosen(active, sari, typed):
    before = list(active.evidence.values_list("pk", "state"))

    answer = client_of(sari.id).post("/toko/profil/dokumen/", typed)

    assert answer.status_code == 422 and "Belum ada berkas yang dipilih" in alert_of(answer)
    assert list(active.evidence.values_list("pk", "state")) == before


@pytest.mark.parametrize(
    ("day", "told"), [("31/12/2198", "belum tiba"), ("01/01/1901", "Paling awal"), ("31/02/2020", "kalender")]
)
def test_a_deed_is_not_dated_tomorrow_or_before_the_republic(begun, day, told):
    typed = BUSINESS | {"legal_form": "cv", "npwp": "012345678901234", "deed_number": "12", "deed_on": day}

    page = said(begun.post(f"{STEPS}usaha/", typed))

    assert told in page and Vendor.objects.get().deed_on is None


def ticks(page: str) -> list[str]:
    """What the stepper says of each of the five steps."""
    steps = re.search(r'<ol class="ds-steps".*?</ol>', page, re.S)[0]
    kinds = {"is-done": "done", "is-now": "now", "": "open"}
    return [kinds[kind] for kind in re.findall(r'<li(?: class="([a-z-]+)")?', steps)]


def test_a_step_is_ticked_when_its_data_are_complete_and_not_by_its_place(begun):
    assert ticks(said(begun.get(STEPS + "dokumen/"))) == ["open", "open", "open", "now", "open"]

    begun.post(STEPS + "rekening/", ACCOUNT)
    assert ticks(said(begun.get(STEPS + "usaha/"))) == ["now", "open", "done", "open", "open"]

    half = said(begun.post(STEPS + "usaha/", BUSINESS | {"npwp": ""}))
    assert ticks(half) == ["now", "open", "done", "open", "open"] and "1 sudah lengkap" in half
    assert ticks(said(begun.get(STEPS + "kirim/"))) == ["open", "open", "done", "open", "now"]

    begun.post(STEPS + "usaha/", BUSINESS)
    page = said(begun.get(STEPS + "kirim/"))
    assert ticks(page) == ["done", "open", "done", "open", "now"]
    assert "Langkah 2 belum lengkap" in page and "Langkah 3 selesai" in page and "2 sudah lengkap" in page

    begun.post(STEPS + "pemilik/", OWNER)
    begun.post(STEPS + "dokumen/", {kind: paper(kind) for kind in ("ktp", "nib", "npwp", "bank")})
    begun.cookies["bahasa"] = "en"
    page = said(begun.get(STEPS + "usaha/"))
    assert ticks(page) == ["now", "done", "done", *ticks(page)[3:]] and "complete" in page


def test_a_step_that_lost_its_data_is_not_ticked_any_more(begun):
    begun.post(STEPS + "pemilik/", OWNER)
    assert ticks(said(begun.get(STEPS + "usaha/")))[1] == "done"

    begun.post(f"{STEPS}pemilik/{Vendor.objects.get().principals.get().pk}/hapus/")

    assert ticks(said(begun.get(STEPS + "usaha/")))[1] == "open"
