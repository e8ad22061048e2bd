"""A card's limit and standing; vectors T39 to T41 and T08."""

import re
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from marketplace.accounts.roles import Role
from marketplace.kernel.errors import NotPermitted, WrongState
from payments.cards import services as cards
from payments.cards.errors import (
    CardHasBalance,
    DelegateIsHolder,
    LetterEnded,
    LetterOutlivesCard,
    LimitCard,
    LimitUnchanged,
    RiseMustEnd,
    UpKkpdExceeded,
)
from payments.cards.models import Card, CardProgramme, CardTransaction, LimitChange
from payments.cards.states import CARD_FLOW, PAYOUT_FLOW, TRANSACTION_FLOW, CardState
from payments.gateways.base import CardStatus, GatewayUnavailable
from payments.ledger import chart
from payments.ledger.balances import balance
from tests.payments.budget_scene import at, entry_count
from tests.payments.cards.scene import CardScene, actor, broken, person, rp

pytestmark = pytest.mark.django_db


def state_of(card) -> str:
    return Card.objects.get(pk=card.pk).state


def rise(scene, limit=8_000_000, ends_on=date(2026, 3, 15), **facts):
    facts = {"card_id": scene.card.pk, "actor": scene.admin, "at": scene.when} | facts
    return cards.raise_temporarily(limit=rp(limit), ends_on=ends_on, reason="bazar", decision_number="900/20", **facts)


def change(scene, limit, **facts):
    facts = {"actor": scene.admin, "at": scene.when, "per_txn": rp(3_000_000)} | facts
    return cards.change_limit(
        card_id=scene.card.pk, limit=rp(limit), reason="keputusan", decision_number="900/21", **facts
    )


def test_t39_the_card_takes_its_share_of_the_float_and_cash_the_rest(scene):
    programme = cards.open_programme(
        agency_id=scene.agency_id,
        fiscal_year=2027,
        up=rp(75_000_001),
        issuing_bank="Bank Jateng",
        billing_bank="Bank Jateng",
        billing_account="88000001",
        decision_number="900/1/2027",
        decision_date=date(2027, 1, 4),
        actor=scene.admin,
        at=scene.when,
    )

    assert programme.credit == rp(30_000_000)
    assert programme.whole - programme.credit == rp(45_000_001)


def test_a_programme_is_not_opened_by_just_anybody(scene):
    with pytest.raises(NotPermitted):
        cards.open_programme(
            agency_id=scene.agency_id,
            fiscal_year=2027,
            up=rp(1),
            issuing_bank="-",
            billing_bank="-",
            billing_account="-",
            decision_number="-",
            decision_date=date(2027, 1, 4),
            actor=scene.citra,
            at=scene.when,
        )


def test_a_card_is_issued_with_its_limit_in_the_books(scene):
    card = scene.card

    assert (card.state, card.limit_idr) == (CardState.ACTIVE, 5_000_000)
    assert card.pan_masked.startswith("194600******")
    assert card.provider_id
    assert balance(chart.LIMIT_AVAILABLE, entity_id=scene.agency_id, card_id=card.pk) == rp(5_000_000)
    assert list(card.history.values_list("after", flat=True)) == ["approved", "issued", "delivered", "active"]
    assert broken() == []


def test_t40_the_limits_of_all_cards_stay_within_the_float():
    scene = CardScene(limit=20_000_000, up_kkpd=30_000_000)
    entries = entry_count()

    with pytest.raises(UpKkpdExceeded) as refused:
        scene.issue(limit=10_000_001, per_txn=1_000_000)

    assert refused.value.code == "UP_KKPD_EXCEEDED"
    assert Card.objects.count() == 1
    assert entry_count() == entries
    scene.issue(limit=10_000_000, per_txn=1_000_000)
    assert broken() == []


def test_t40_the_database_refuses_it_too(scene):
    with pytest.raises(IntegrityError, match="exceed its credit"), transaction.atomic():
        Card.objects.filter(pk=scene.card.pk).update(limit_idr=5_000_001)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_bank_that_is_away_leaves_the_card_approved_and_it_is_finished_later():
    scene = CardScene(limit=5_000_000, up_kkpd=10_000_000)
    scene.bank.plan = ["unavailable_after"]

    with pytest.raises(GatewayUnavailable):
        scene.issue(limit=1_000_000, per_txn=1_000_000)
    card = Card.objects.latest("id")
    assert card.state == CardState.APPROVED
    cards.register_card(card_id=card.pk, actor=scene.admin, at=scene.when, gateway=scene.bank)

    assert state_of(card) == CardState.ISSUED


def test_a_limit_changes_for_good_and_the_books_follow():
    scene = CardScene(limit=5_000_000, up_kkpd=10_000_000)

    change(scene, 7_000_000)
    change(scene, 4_000_000, per_txn=rp(1_000_000))

    assert scene.figures() == (4_000_000, 4_000_000, 0, 0)
    assert Card.objects.get(pk=scene.card.pk).per_txn_idr == 1_000_000
    assert [one.after_idr for one in LimitChange.objects.order_by("id")] == [5_000_000, 7_000_000, 4_000_000]
    assert broken() == []


def test_a_limit_that_stays_as_it_is_is_no_change(scene):
    change(scene, 4_000_000)
    known = scene.card.limit_changes.count()

    with pytest.raises(LimitUnchanged):
        change(scene, 4_000_000)

    assert scene.card.limit_changes.count() == known


def test_a_limit_does_not_rise_above_the_float(scene):
    with pytest.raises(UpKkpdExceeded):
        change(scene, 5_000_001)

    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)
    assert broken() == []


@pytest.mark.parametrize("role", [Role.CARD_HOLDER, Role.TREASURER, Role.BUDGET_USER])
def test_only_the_administrator_changes_a_limit(scene, role):
    with pytest.raises(NotPermitted):
        change(scene, 1_000_000, actor=actor(scene.holder, role, scene.agency_id))

    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)


def test_t41_a_temporary_rise_falls_back_by_itself_and_nothing_more_is_charged():
    scene = CardScene(limit=5_000_000, per_txn=6_000_000, up_kkpd=10_000_000)
    rise(scene)
    cards.tell_bank(card_id=scene.card.pk, gateway=scene.bank)
    scene.pay(6_000_000)
    payable = scene.payable(1_000)

    assert cards.end_temporary_rises(at=at("2026-03-15")) == 0
    assert cards.end_temporary_rises(at=at("2026-03-16")) == 1

    assert scene.figures() == (5_000_000, -1_000_000, 0, 6_000_000)
    with pytest.raises(LimitCard):
        scene.start(payable, at=at("2026-03-16"))
    assert broken() == []


def test_t41_a_charge_does_not_wait_for_the_timer():
    scene = CardScene(limit=5_000_000, per_txn=8_000_000, up_kkpd=10_000_000)
    rise(scene)
    payable = scene.payable(5_000_001)

    with pytest.raises(LimitCard):
        scene.start(payable, at=at("2026-03-16"))

    assert scene.start(payable, at=at("2026-03-15")).amount_idr == 5_000_001


def test_a_cut_below_what_is_used_is_recorded_and_repayment_still_frees_it(scene):
    scene.pay(2_800_000)

    change(scene, 1_000_000)
    assert scene.figures() == (1_000_000, -1_800_000, 0, 2_800_000)
    cards.free_limit(by_card=[(scene.card.pk, rp(2_800_000))], at=scene.when)

    assert scene.figures() == (1_000_000, 1_000_000, 0, 0)


@pytest.mark.parametrize("wrong", [{"ends_on": date(2026, 3, 5)}, {"ends_on": date(2027, 1, 1)}, {"limit": 5_000_000}])
def test_a_rise_that_is_none_or_has_no_proper_end_is_refused(wrong):
    scene = CardScene(limit=5_000_000, up_kkpd=10_000_000)

    with pytest.raises(RiseMustEnd):
        rise(scene, **wrong)

    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)


def test_one_rise_at_a_time():
    scene = CardScene(limit=5_000_000, up_kkpd=20_000_000)
    rise(scene)

    with pytest.raises(WrongState):
        rise(scene, limit=9_000_000)

    assert scene.figures() == (8_000_000, 8_000_000, 0, 0)


def test_a_change_for_good_ends_the_rise():
    scene = CardScene(limit=5_000_000, up_kkpd=20_000_000)
    rise(scene)

    change(scene, 6_000_000)

    assert cards.end_temporary_rises(at=at("2026-04-01")) == 0
    assert scene.figures() == (6_000_000, 6_000_000, 0, 0)
    assert broken() == []


def test_a_suspended_card_is_taken_up_again(scene):
    cards.suspend_card(card_id=scene.card.pk, reason="bukti terlambat", actor=scene.admin, at=scene.when)
    assert state_of(scene.card) == CardState.SUSPENDED

    cards.reinstate_card(card_id=scene.card.pk, reason="bukti lengkap", actor=scene.admin, at=scene.when)

    assert scene.pay(1_000_000).state == "captured"


@pytest.mark.parametrize("act", [cards.suspend_card, cards.close_card])
def test_only_the_administrator_stops_a_card(scene, act):
    with pytest.raises(NotPermitted):
        act(card_id=scene.card.pk, reason="-", actor=scene.citra, at=scene.when)

    assert state_of(scene.card) == CardState.ACTIVE


def test_only_who_uses_or_administers_a_card_reports_it_lost(scene):
    with pytest.raises(NotPermitted):
        cards.report_lost(
            card_id=scene.card.pk,
            reason="-",
            actor=actor(person("Lain"), Role.CARD_HOLDER, scene.agency_id),
            at=scene.when,
        )

    assert state_of(scene.card) == CardState.ACTIVE


def test_a_lost_card_stays_lost(scene):
    cards.report_lost(card_id=scene.card.pk, reason="hilang", actor=scene.citra, at=scene.when)

    with pytest.raises(WrongState):
        cards.reinstate_card(card_id=scene.card.pk, reason="-", actor=scene.admin, at=scene.when)

    assert Card.objects.get(pk=scene.card.pk).lost_reported_at == scene.when


def test_a_card_with_something_to_repay_is_not_closed(scene):
    scene.pay(1_000_000)

    with pytest.raises(CardHasBalance):
        cards.close_card(card_id=scene.card.pk, reason="mutasi", actor=scene.admin, at=scene.when)

    assert state_of(scene.card) == CardState.ACTIVE


def test_a_closed_card_gives_its_limit_back_to_the_float(scene):
    cards.close_card(card_id=scene.card.pk, reason="mutasi", actor=scene.admin, at=scene.when)

    assert (state_of(scene.card), scene.figures()) == (CardState.CLOSED, (0, 0, 0, 0))
    scene.issue(limit=5_000_000, per_txn=1_000_000)
    assert broken() == []


def test_a_card_past_its_last_day_expires_once_it_is_repaid(scene):
    scene.pay(1_000_000)

    assert cards.expire_cards(at=at("2027-01-01")) == 0
    cards.free_limit(by_card=[(scene.card.pk, rp(1_000_000))], at=at("2027-01-02"))
    assert cards.expire_cards(at=at("2027-01-02")) == 1

    assert state_of(scene.card) == CardState.EXPIRED


def test_the_holder_gives_no_power_to_himself(scene):
    with pytest.raises(DelegateIsHolder):
        cards.delegate_card(
            card_id=scene.card.pk,
            user_id=scene.holder.pk,
            document_number="SK-1",
            valid_from=date(2026, 3, 6),
            valid_to=date(2026, 3, 7),
            actor=scene.citra,
            at=scene.when,
        )


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (date(2020, 1, 1), date(2020, 12, 31), LetterEnded),
        (date(2026, 3, 1), date(2026, 3, 5), LetterEnded),
        (date(2026, 3, 6), date(2027, 1, 1), LetterOutlivesCard),
    ],
)
def test_a_letter_of_attorney_ends_neither_before_today_nor_after_the_card(scene, first, last, refusal):
    with pytest.raises(refusal):
        cards.delegate_card(
            card_id=scene.card.pk,
            user_id=person("Dimas").pk,
            document_number="SK-1",
            valid_from=first,
            valid_to=last,
            actor=scene.citra,
            at=scene.when,
        )

    assert not scene.card.delegates.exists()


def test_a_letter_of_attorney_is_revoked_and_never_rewritten(scene):
    delegate = cards.delegate_card(
        card_id=scene.card.pk,
        user_id=person("Dimas").pk,
        document_number="SK-1",
        valid_from=date(2026, 3, 6),
        valid_to=date(2026, 3, 7),
        actor=scene.citra,
        at=scene.when,
    )
    cards.revoke_delegate(
        card_id=scene.card.pk, delegate_id=delegate.pk, reason="selesai", actor=scene.citra, at=scene.when
    )

    with pytest.raises(DatabaseError, match="only revoked"), transaction.atomic():
        type(delegate).objects.filter(pk=delegate.pk).update(valid_to=date(2027, 1, 1))


def test_the_bank_learns_limit_and_standing(scene):
    change(scene, 4_000_000)
    cards.tell_bank(card_id=scene.card.pk, gateway=scene.bank)
    cards.report_lost(card_id=scene.card.pk, reason="hilang", actor=scene.citra, at=scene.when)

    cards.tell_bank(card_id=scene.card.pk, gateway=scene.bank)

    at_bank = scene.bank._card(scene.card.provider_id)
    assert (at_bank.limit, at_bank.status) == (rp(4_000_000), CardStatus.BLOCKED_LOST)


def test_a_card_number_is_never_stored_whole():
    scene = CardScene(limit=5_000_000, up_kkpd=10_000_000)
    scene.bank.plan = ["unavailable_before"]
    with pytest.raises(GatewayUnavailable):
        scene.issue(limit=1_000_000, per_txn=1_000_000)

    with pytest.raises(IntegrityError, match="card_number_masked"), transaction.atomic():
        Card.objects.filter(state=CardState.APPROVED).update(pan_masked="4111111111111111")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE cards_card SET holder_id = (SELECT max(id) FROM accounts_user)", "stays as it was decided"),
        ("UPDATE cards_card SET valid_to = valid_to + 365", "stays as it was decided"),
        ("UPDATE cards_card SET categories = '{travel}'", "stays as it was decided"),
        ("UPDATE cards_card SET provider_id = 'ic_other'", "stays as it was decided"),
        ("UPDATE cards_card SET handover_number = ''", "stays as it was decided"),
        ("UPDATE cards_card SET revision = 0", "stays as it was decided"),
        ("UPDATE cards_card SET limit_idr = limit_idr - 1", "not that of its last change"),
        ("UPDATE cards_card SET per_txn_idr = per_txn_idr + 1", "not that of its last change"),
        (
            "INSERT INTO cards_limitchange"
            " (card_id, kind, before_idr, after_idr, per_txn_idr, reason, decision_number, at)"
            " SELECT id, 'change', limit_idr, limit_idr - 1, per_txn_idr, 'x', '', now() FROM cards_card",
            "not that of its last change",
        ),
        (
            "INSERT INTO cards_card (agency_id, programme_id, holder_id, kind, categories, channels, provider_id,"
            " pan_masked, last4, limit_idr, held_idr, used_idr, bank_posted_idr, per_txn_idr, valid_from, valid_to,"
            " state, decision_number, handover_number, revision)"
            " SELECT agency_id, programme_id, holder_id, kind, categories, channels, '', '', last4, 0, 0, 0, 0,"
            " per_txn_idr, valid_from, valid_to, 'requested', decision_number, '', 1 FROM cards_card",
            "not that of its last change",
        ),
        ("UPDATE cards_limitchange SET after_idr = 1", "permission denied"),
        ("DELETE FROM cards_card", "permission denied"),
        ("UPDATE cards_cardprogramme SET up_idr = up_idr + 1", "stays as it was decided"),
        ("UPDATE cards_cardprogramme SET billing_account = '1'", "stays as it was decided"),
        ("DELETE FROM cards_cardprogramme", "permission denied"),
    ],
)
def test_a_card_and_its_programme_stay_as_they_were_decided(scene, statement, said):
    def rows() -> list:
        return [list(model.objects.order_by("pk").values()) for model in (Card, CardProgramme, LimitChange)]

    before = rows()

    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        connection.cursor().execute(statement)
        connection.check_constraints()

    assert rows() == before


def test_a_loss_is_reported_once_and_at_its_time(scene):
    cards.report_lost(card_id=scene.card.pk, reason="hilang", actor=scene.citra, at=scene.when)

    with pytest.raises(DatabaseError, match="stays as it was decided"), transaction.atomic():
        Card.objects.filter(pk=scene.card.pk).update(lost_reported_at=scene.later(days=1))

    assert Card.objects.get(pk=scene.card.pk).lost_reported_at == scene.when


def test_every_legal_change_of_a_card_agrees_with_the_database():
    scene = CardScene(limit=5_000_000, up_kkpd=10_000_000)
    rise(scene)
    change(scene, 4_000_000, per_txn=rp(2_000_000))
    cards.suspend_card(card_id=scene.card.pk, reason="telat", actor=scene.admin, at=scene.when)
    cards.reinstate_card(card_id=scene.card.pk, reason="lunas", actor=scene.admin, at=scene.when)
    connection.check_constraints()
    cards.close_card(card_id=scene.card.pk, reason="selesai", actor=scene.admin, at=scene.when)
    connection.check_constraints()

    assert scene.figures() == (0, 0, 0, 0)


def test_histories_only_grow(scene):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        scene.card.history.all().delete()


@pytest.mark.parametrize(
    ("function", "flow"),
    [
        ("card_moves_along_its_flow", CARD_FLOW),
        ("charge_moves_along_its_flow", TRANSACTION_FLOW),
        ("payout_moves_along_its_flow", PAYOUT_FLOW),
    ],
)
def test_the_database_knows_the_same_moves(function, flow):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [function])
        written = set(re.findall(r"\('([a-z0-9_]+)', '([a-z0-9_]+)'\)", cursor.fetchone()[0]))

    assert written == {(before, after) for _action, before, after in flow.steps()}


def test_no_charge_begins_captured(scene):
    intent = scene.start(scene.payable(1_000))

    with pytest.raises(IntegrityError, match="wrong state"), transaction.atomic():
        CardTransaction.objects.create(
            agency_id=scene.agency_id,
            card=scene.card,
            holder=scene.holder,
            payable=scene.payable(1_000),
            vendor=scene.vendor,
            initiated_by=scene.holder,
            amount_idr=1_000,
            captured_idr=1_000,
            captured_at=scene.when,
            requested_at=scene.when,
            key_since=scene.when,
            attempt_key=intent.pk,
            merchant_name="-",
            state="captured",
        )
