"""Two spellings of the same journal: for hledger and ledger, and for beancount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from payments.ledger.export import COMMODITY, Entry


def hledger(accounts: Iterable[str], entries: Iterable[Entry]) -> Iterator[str]:
    """The format of hledger and ledger. Every account is declared, so `hledger check accounts` finds a stray one.

    `format IDR 1000.` says that there are no fractions; the decimal mark must be written, or both programs refuse it.
    """
    yield f"commodity {COMMODITY}\n    format {COMMODITY} 1000.\n\n"
    for account in accounts:
        yield f"account {account}\n"
    for entry in entries:
        tags = f"order:{entry.order}, key:{entry.key}" if entry.order else f"key:{entry.key}"
        yield f"\n{entry.day} * ({entry.code}) {entry.kind}  ; {tags}\n"
        for leg in entry.legs:
            yield f"    {leg.account}  {COMMODITY} {leg.amount}\n"


def beancount(accounts: Iterable[str], entries: Iterable[Entry], *, first_day: str) -> Iterator[str]:
    """The format of beancount. Entries are not in the order of days; beancount sorts them, the code keeps their own."""
    yield f'option "title" "Dasaran"\noption "operating_currency" "{COMMODITY}"\n\n'
    yield f"{first_day} commodity {COMMODITY}\n\n"
    for account in accounts:
        yield f"{first_day} open {account} {COMMODITY}\n"
    for entry in entries:
        yield f'\n{entry.day} * "{entry.code}" "{entry.kind}"\n  code: "{entry.code}"\n  key: "{_quoted(entry.key)}"\n'
        if entry.order:
            yield f'  order: "{_quoted(entry.order)}"\n'
        for leg in entry.legs:
            yield f"  {leg.account}  {leg.amount} {COMMODITY}\n"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
