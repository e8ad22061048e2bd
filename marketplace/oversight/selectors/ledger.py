"""The five books: what stands on each account, and the entries behind it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from marketplace.accounts.models import Organisation
from marketplace.kernel.audit_log.models import LogPlace
from marketplace.kernel.errors import NotFound
from marketplace.oversight.evidence import JOURNAL
from payments.ledger.chart import ACCOUNTS, Book, LedgerAccount
from payments.ledger.models import Balance, Posting


@dataclass(frozen=True)
class AccountBalance:
    """What stands on an account, on its normal side, over all dimensions."""

    account: LedgerAccount
    amount_idr: int


def balances_by_book(entity_id: int | None = None) -> dict[Book, list[AccountBalance]]:
    """Every account of every book with its balance, of one organisation when it is named. One query."""
    rows = Balance.objects.filter(entity_id=entity_id) if entity_id else Balance.objects.all()
    sums = {
        (row["book"], row["account"]): int(row["net"])
        for row in rows.order_by().values("book", "account").annotate(net=Sum("net_debit_idr"))
    }
    books: dict[Book, list[AccountBalance]] = {book: [] for book in Book}
    for key, account in ACCOUNTS.items():
        net = sums.get(key, 0)
        books[account.book].append(AccountBalance(account, net if account.normal_side == "D" else -net))
    return books


def account_named(book: str, account: str) -> LedgerAccount:
    """Raises NotFound."""
    found = ACCOUNTS.get((book, account))
    if found is None:
        raise NotFound(kind="ledger account", id=f"{book}.{account}")
    return found


def postings_on(account: LedgerAccount, *, entity_id: int | None = None) -> QuerySet[Posting]:
    """The legs on an account, for paging newest first."""
    legs = Posting.objects.filter(book=account.book.value, account=account.id)
    if entity_id:
        legs = legs.filter(entity_id=entity_id)
    return legs.select_related("entry")


def numbers_of(entry_ids: list[int]) -> dict[int, int]:
    """Entry -> its gapless number, the `J-000001` of papers; one that waits for the sequencer has none. One query."""
    refs = [str(one) for one in entry_ids]
    rows = LogPlace.objects.filter(kind=JOURNAL, ref__in=refs).values_list("ref", "kind_number")
    return {int(ref): number for ref, number in rows}


def entities_with_books() -> list[dict[str, object]]:
    """Organisations that have entries, by name."""
    ids = Balance.objects.order_by().values("entity_id").distinct()
    return [{"id": one.pk, "name": one.name} for one in Organisation.objects.filter(pk__in=ids).order_by("name")]
