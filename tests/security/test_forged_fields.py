"""Fields that a form does not have change nothing (T-13), on each form of each person."""

from __future__ import annotations

from django.core import serializers
from django.db import connection, transaction

from orders.models import Need, ProcurementOrder
from tests.security.world import World

NEVER = {"accounts:sign-out", "account_logout"}


def forged(world: World) -> dict[str, str]:
    """Forty fields of models behind the forms."""
    ids = ("id", "pk", "agency", "agency_id", "vendor", "vendor_id", "organisation", "organisation_id", "user_id")
    people = (
        "requester",
        "requester_id",
        "chooser_id",
        "approver_id",
        "approved_by",
        "receiver_id",
        "actor",
        "actor_id",
    )
    money = ("total", "total_idr", "price", "unit_price_idr", "amount", "amount_idr", "limit_idr", "ceiling_idr")
    flags = ("is_staff", "is_superuser", "is_active", "is_system", "is_pkp", "paid", "public")
    words = ("state", "status", "number", "role", "decision_number", "sha256", "check_code", "valid_from")
    other = str(world.other_office.id)
    return {
        **dict.fromkeys(ids, other), **dict.fromkeys(people, str(world.other_office.budi.id)),
        **dict.fromkeys(money, "1"), **dict.fromkeys(flags, "on"), **dict.fromkeys(words, "paid"),
    }  # fmt: skip


class Undone(Exception):
    """Ends a try, and takes back what it did."""


def picture() -> dict[str, list[str]]:
    """All rows of what could be forged, without what differs each time."""
    skipped = {
        "oscar_order",
        "purchase_letter_id",
        "content_sha256",
        "created_at",
        "updated_at",
        "at",
        "recorded_at",
        "last_login",
        "key",
        "attempt_key",
        "recorded",
    }
    tables = {}
    for model in (ProcurementOrder, Need, *_watched()):
        rows = serializers.serialize("python", model.objects.order_by("pk"))
        tables[model._meta.label] = [
            str({k: v for k, v in row["fields"].items() if k not in skipped and not k.endswith("_at")}) for row in rows
        ]
    return tables


def _watched():
    from catalog.models import Listing
    from marketplace.accounts.models import Organisation, RoleAssignment, User
    from payments.budget.models import BudgetLine
    from payments.cards.models import Card
    from payments.payables.models import Payable
    from payments.settlement.models import CardStatement
    from vendors.models import BankAccount, Vendor

    return (
        Listing, Organisation, RoleAssignment, User, BudgetLine, Card, Payable, CardStatement, BankAccount, Vendor,
    )  # fmt: skip


def effect(client, form, extra: dict[str, str]) -> tuple[int, dict[str, list[str]]]:
    """What sending this form does, taken back afterwards."""
    fields = {name: values for name, values in form.typed().items() if name != "csrfmiddlewaretoken"}
    own = {name: value for name, value in extra.items() if name not in fields}
    result: tuple[int, dict[str, list[str]]] = (0, {})
    try:
        with transaction.atomic():
            status = client.post(form.action, {**fields, **own}).status_code
            result = status, picture()
            raise Undone
    except Undone:
        return result


def _difference(one: dict[str, list[str]], other: dict[str, list[str]]) -> list[str]:
    return [row for label in one for row in set(other[label]) - set(one[label])]


def test_forty_forged_fields_change_nothing_on_any_form(world, walked):
    assert connection.vendor == "postgresql"
    extra, done, wrong = forged(world), set(), []
    for name, actor in world.people.items():
        client = world.browser(actor)
        for _address, _html, forms in walked(name):
            for form in forms:
                if form.method != "post" or form.key in done or form.key[0] in NEVER:
                    continue
                done.add(form.key)
                plain, with_forged = effect(client, form, {}), effect(client, form, extra)
                if plain != with_forged:
                    wrong.append((name, form.action, plain[0], with_forged[0], _difference(plain[1], with_forged[1])))
    assert len(done) > 25 and wrong == []
