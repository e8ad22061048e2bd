"""The run over real purchases, the life of a question, its pages and its files."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.errors import NotPermitted, WrongState
from marketplace.kernel.money import Rupiah
from marketplace.oversight.flags import BY_CODE
from marketplace.oversight.models import Flag, FlagReview
from marketplace.oversight.services import note_flag_opened, review_flag, run_red_flags
from marketplace.oversight.services.review_flag import ReviewCodeMissing, ReviewReasonMissing
from marketplace.oversight.states import FLAG_FLOW
from marketplace.web import rooms
from tests.scenes import NOON, fresh

REASON = "Kegiatan kedua baru ditetapkan hari ini"
WHY = "Dua kegiatan berbeda, lihat KAK nomor 12 dan 13"
LAST_DAY = date(2026, 11, 30)


@pytest.fixture
def flag(scene) -> Flag:
    """Two orders of one day that pass a limit together."""
    for _ in range(2):
        scene.submitted_order(total=Rupiah(9_000_000), reason=REASON)
    run_red_flags(as_of=LAST_DAY)
    return Flag.objects.get(rule="RF-01")


def dismiss(flag: Flag, actor, **more) -> Flag:
    facts = {"action": "dismiss", "reason_code": "separate_needs", "reason": WHY} | more
    return review_flag(flag_id=flag.pk, actor=actor, at=NOON, **facts)


def address(flag: Flag) -> str:
    return reverse("oversight:flag", args=[flag.pk])


def test_the_run_keeps_the_same_questions_each_time_and_ranks_them(scene):
    orders = [scene.submitted_order(total=Rupiah(9_000_000), reason=REASON) for _ in range(2)]

    first = run_red_flags(as_of=date(2026, 11, 30))
    kept = list(Flag.objects.values("rule", "numbers", "rank", "value_idr"))
    call_command("run_red_flags", "--as-of", "2026-11-30")

    assert first["RF-01"] == 1 and list(Flag.objects.values("rule", "numbers", "rank", "value_idr")) == kept
    flag = Flag.objects.get(rule="RF-01")
    assert sorted(flag.numbers) == sorted(order.number for order in orders)
    quiet = Decimal(1)
    for one in Flag.objects.filter(order=flag.order):
        quiet *= 1 - BY_CODE[one.rule].weight * one.score
    assert flag.rank == round(flag.value_idr * (1 - quiet))


def test_a_frozen_day_knows_nothing_of_later_purchases(scene):
    for _ in range(2):
        scene.submitted_order(total=Rupiah(9_000_000), reason=REASON)

    assert set(run_red_flags(as_of=date(2026, 11, 1)).values()) == {0}
    assert not Flag.objects.exists()


def test_auditors_see_the_question_in_the_queue_and_the_dossier_and_nobody_else_does(scene, as_person):
    orders = [scene.submitted_order(total=Rupiah(9_000_000), reason=REASON) for _ in range(2)]
    run_red_flags(as_of=date(2026, 11, 30))

    client = as_person(scene.dewi)
    queue = client.get("/pengawasan/pertanyaan/", {"aturan": "RF-01", "bobot": "medium"}).content.decode()
    dossiers = [client.get(f"/pengawasan/transaksi/{order.number}/").content.decode() for order in orders]
    other = client.get("/pengawasan/pertanyaan/", {"aturan": "RF-32"}).content.decode()
    strangers = [
        as_person(who).get("/pengawasan/pertanyaan/").status_code for who in (scene.ani, scene.budi, scene.sari)
    ]

    assert all("2 pesanan bernilai Rp18.000.000" in text for text in [queue, *dossiers])
    assert "Tidak ada pertanyaan" in other
    assert not {200} & set(strangers)


def test_the_queue_costs_a_fixed_number_of_queries(scene, as_person, django_assert_max_num_queries):
    for _ in range(3):
        scene.submitted_order(total=Rupiah(9_000_000), reason=REASON)
    run_red_flags(as_of=date(2026, 11, 30))
    client = as_person(scene.dewi)

    with django_assert_max_num_queries(12):
        assert client.get("/pengawasan/pertanyaan/").status_code == 200


def test_unanswered_questions_wait_for_the_internal_auditor_only(scene, as_person, flag):
    bpk = scene.person("Bima Sakti", Role.EXTERNAL_AUDITOR, scene.dewi.organisations(Role.INTERNAL_AUDITOR).pop())
    waiting = Flag.objects.count()

    tasks = {who.id: rooms.tasks_for(who) for who in (scene.dewi, bpk, scene.budi)}
    start = as_person(scene.dewi).get("/pengawasan/").content.decode()
    for one in Flag.objects.all():
        dismiss(one, scene.dewi)

    assert [str(task.title) for task in tasks[scene.dewi.id]] == [f"{waiting} pertanyaan belum dijawab"]
    assert all(task.url != "/pengawasan/pertanyaan/" for task in tasks[bpk.id] + tasks[scene.budi.id])
    assert "Yang ditandai aturan" in start
    assert rooms.tasks_for(scene.dewi) == []


# ---- the life of a question ------------------------------------------------------------------------------------------


def test_a_dismissal_says_why_and_stays_through_every_later_run(scene, flag):
    dismiss(flag, scene.dewi)

    run_red_flags(as_of=LAST_DAY)
    run_red_flags(as_of=date(2026, 12, 30))

    kept = Flag.objects.get(rule="RF-01")
    assert (kept.pk, kept.state, kept.owner_id, kept.rank) == (flag.pk, "dismissed", scene.dewi.id, 0)
    said = kept.reviews.get()
    assert (said.actor_id, said.role, said.reason_code, said.reason) == (scene.dewi.id, "apip", "separate_needs", WHY)
    entry = AuditEntry.objects.get(what="oversight.flag.dismissed")
    assert (entry.actor_id, entry.why, entry.after["code"]) == (scene.dewi.id, WHY, "separate_needs")


def test_what_was_read_keeps_its_facts_and_more_orders_are_a_new_question(scene, flag):
    note_flag_opened(flag=flag, actor=scene.dewi, at=NOON)
    before = Flag.objects.filter(pk=flag.pk).values().get()

    scene.submitted_order(total=Rupiah(9_000_000), reason=REASON)
    run_red_flags(as_of=date(2026, 12, 1))

    assert {key: value for key, value in Flag.objects.filter(pk=flag.pk).values().get().items() if key != "rank"} == {
        key: value for key, value in before.items() if key != "rank"
    }
    grown = Flag.objects.exclude(pk=flag.pk).get(rule="RF-01")
    assert len(grown.numbers) == 3 and grown.state == "open"


def test_what_nobody_read_follows_the_data(scene, flag):
    scene.submitted_order(total=Rupiah(9_000_000), reason=REASON)

    run_red_flags(as_of=date(2026, 12, 1))

    assert [len(one.numbers) for one in Flag.objects.filter(rule="RF-01")] == [3]


def test_an_answer_is_opened_again_with_a_reason_and_its_story_grows(scene, flag):
    dismiss(flag, scene.dewi)
    review_flag(flag_id=flag.pk, action="reopen", reason="Ternyata KAK-nya sama", actor=scene.dewi, at=NOON)
    review_flag(flag_id=flag.pk, action="confirm", reason="Dipecah, lihat KAK 12", actor=scene.dewi, at=NOON)

    assert list(FlagReview.objects.values_list("step", "action", "after")) == [
        (1, "dismiss", "dismissed"),
        (2, "reopen", "in_review"),
        (3, "confirm", "confirmed"),
    ]


def test_refusals_leave_the_question_as_it_was(scene, flag):
    with pytest.raises(ReviewReasonMissing):
        dismiss(flag, scene.dewi, reason=" pendek ")
    with pytest.raises(ReviewCodeMissing):
        dismiss(flag, scene.dewi, reason_code="")
    with pytest.raises(WrongState):
        dismiss(flag, scene.dewi, action="reopen")
    for other in (scene.ani, scene.budi, scene.sari):
        with pytest.raises(NotPermitted):
            dismiss(flag, other)

    assert fresh(flag).state == "open" and not FlagReview.objects.exists()
    assert not AuditEntry.objects.filter(what__startswith="oversight.flag").exists()


def test_who_acted_in_the_purchase_does_not_review_it(scene, flag):
    ani = scene.ani
    former = Actor(id=ani.id, name=ani.name, grants=scene.dewi.grants)

    with pytest.raises(NotPermitted) as refusal:
        dismiss(flag, former)

    assert refusal.value.code == "REVIEWER_TOOK_PART" and fresh(flag).state == "open"
    with pytest.raises(IntegrityError, match="acted in a purchase"), transaction.atomic():
        write_review(flag, actor_id=ani.id)


# ---- around the use cases --------------------------------------------------------------------------------------------


def write_review(flag: Flag, **facts) -> FlagReview:
    usual = {"step": 1, "action": "confirm", "before": "open", "after": "confirmed", "reason": WHY, "role": "apip"}
    return FlagReview.objects.create(flag=flag, actor_name="D", at=NOON, **(usual | facts))


@pytest.mark.parametrize(
    "facts",
    [
        {"step": 2},
        {"action": "take"},
        {"before": "dismissed", "action": "reopen", "after": "in_review"},
        {"reason": "   pendek   "},
        {"action": "dismiss", "after": "dismissed"},
        {"role": "ppk"},
    ],
)
def test_the_database_refuses_a_review_that_is_not_one(scene, flag, facts):
    dewi = scene.dewi
    with pytest.raises(IntegrityError), transaction.atomic():
        write_review(flag, actor_id=dewi.id, **facts)


def test_the_database_holds_the_state_to_the_last_review(scene, flag):
    with pytest.raises(IntegrityError, match="last review"), transaction.atomic():
        Flag.objects.filter(pk=flag.pk).update(state="dismissed", looked_at=NOON)
        connection.check_constraints()
    with pytest.raises(IntegrityError, match="last review"), transaction.atomic():
        write_review(flag, actor_id=scene.dewi.id)
        connection.check_constraints()


@pytest.mark.parametrize("change", [{"value_idr": 1}, {"evidence": {}}, {"looked_at": None}, {"numbers": []}])
def test_the_database_keeps_what_was_read(scene, flag, change):
    note_flag_opened(flag=flag, actor=scene.dewi, at=NOON)

    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        Flag.objects.filter(pk=flag.pk).update(**change)
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        Flag.objects.filter(pk=flag.pk).delete()


def test_reviews_are_written_once(scene, flag):
    dismiss(flag, scene.dewi)

    with pytest.raises(DatabaseError), transaction.atomic():
        FlagReview.objects.update(reason="lain")
    with pytest.raises(DatabaseError), transaction.atomic():
        FlagReview.objects.all().delete()


def test_the_table_of_the_trigger_is_that_of_the_flow(scene, flag):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'flag_review_is_legal'")
        source = cursor.fetchone()[0]

    assert all(f"('{action}', '{before}', '{after}')" in source for action, before, after in FLAG_FLOW.steps())
    assert source.count("('") == len(FLAG_FLOW.steps())


# ---- pages and files -------------------------------------------------------------------------------------------------


def test_an_auditor_reads_a_question_and_answers_it_on_its_page(scene, as_person, flag):
    client = as_person(scene.dewi)

    text = client.get(address(flag)).content.decode()
    form = {"action": "explain", "reason_code": "scheduled", "reason": WHY, "attempt_key": str(uuid4())}
    answer = client.post(address(flag), form, follow=True)
    again = client.post(address(flag), form, follow=True)

    for expected in (
        "2 pesanan bernilai Rp18.000.000",
        "rf01.window_days",
        "14 hari",
        "Perpres 16/2018",
        *flag.numbers,
    ):
        assert expected in text, expected
    assert answer.status_code == 200 and WHY in answer.content.decode()
    assert again.status_code == 200 and "Tersimpan: " in again.content.decode() and fresh(flag).reviews.count() == 1
    assert fresh(flag).state == "explained" and fresh(flag).looked_at is not None
    assert AuditEntry.objects.filter(what="oversight.flag.opened", actor_id=scene.dewi.id).exists()


def test_a_refused_answer_keeps_what_was_typed(scene, as_person, flag):
    answer = as_person(scene.dewi).post(
        address(flag),
        {"action": "dismiss", "reason": "Sudah saya cocokkan satu per satu", "attempt_key": str(uuid4())},
    )

    assert answer.status_code == 422 and "Sudah saya cocokkan satu per satu" in answer.content.decode()
    assert fresh(flag).state == "open"


@pytest.mark.parametrize("who", ["ani", "budi", "sari", "citra"])
def test_nobody_else_reads_answers_or_takes_files(scene, as_person, flag, who):
    client, order = as_person(getattr(scene, who)), flag.order
    asked = [client.get(address(flag)), client.post(address(flag), {"action": "take"})]
    asked += [client.get("/pengawasan/pertanyaan/daftar.csv")]
    asked += [client.get(f"/pengawasan/transaksi/{order.number}/jurnal.csv")]

    assert [one.status_code for one in asked] == [403] * 4
    assert fresh(flag).looked_at is None and not AuditEntry.objects.filter(what="oversight.list.exported").exists()


def test_the_queue_asks_for_what_has_no_answer_and_counts_all(scene, as_person, flag):
    dismiss(flag, scene.dewi)
    client = as_person(scene.dewi)

    waiting = client.get("/pengawasan/pertanyaan/", {"aturan": "RF-01"}).content.decode()
    answered = client.get("/pengawasan/pertanyaan/", {"aturan": "RF-01", "keadaan": "dismissed"}).content.decode()

    assert flag.reference not in waiting and flag.reference in answered


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_queue_as_a_file_is_whole_safe_and_logged(scene, as_person, flag, kind):
    dismiss(flag, scene.dewi, reason="=HYPERLINK(1) adalah tipuan")

    answer = as_person(scene.dewi).get(f"/pengawasan/pertanyaan/daftar.{kind}", {"keadaan": "all", "aturan": "RF-01"})

    content = b"".join(answer.streaming_content)
    rows = (
        list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        if kind == "csv"
        else CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    facts = dict(zip(rows[0], rows[1], strict=True))
    assert len(rows) == 2 and facts["rujukan"] == flag.reference and int(facts["nilai_idr"]) == 18_000_000
    assert facts["alasan"] == ("'=HYPERLINK(1) adalah tipuan" if kind == "csv" else "=HYPERLINK(1) adalah tipuan")
    entry = AuditEntry.objects.get(what="oversight.list.exported")
    assert entry.after == {"list": "pertanyaan", "asked": {"keadaan": "all", "aturan": "RF-01"}}


@pytest.mark.parametrize(("what", "column", "expected"), [("jurnal", "akun", "UTANG_BELANJA"), ("jejak", "utuh", "ya")])
def test_the_journal_and_trail_of_a_purchase_are_taken_away(scene, as_person, what, column, expected):
    order = scene.accepted_order()
    client = as_person(scene.dewi)

    answer = client.get(f"/pengawasan/transaksi/{order.number}/{what}.csv")

    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert expected in {row[column] for row in rows} and len(rows) > 4
    assert AuditEntry.objects.get(what="oversight.list.exported").after["asked"] == {"order": order.number}
    assert client.get(f"/pengawasan/transaksi/{order.number}/lain.csv").status_code == 404
    assert client.get(f"/pengawasan/transaksi/{order.number}/{what}.pdf").status_code == 404


def test_a_question_page_costs_a_fixed_number_of_queries(scene, as_person, flag, django_assert_max_num_queries):
    client = as_person(scene.dewi)
    client.get(address(flag))

    with django_assert_max_num_queries(22):
        assert client.get(address(flag)).status_code == 200
