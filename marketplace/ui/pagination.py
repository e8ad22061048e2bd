"""Pages of long lists: numbered for readers who jump, by key for queues that grow while they are read."""

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import RuleViolation

SALT = "marketplace.ui.pagination"


class CursorUnreadable(RuleViolation):
    """A program that goes on from a place that is none would read the first page for ever."""

    code = "CURSOR_UNREADABLE"
    template = _("`{parameter}` bukan penunjuk halaman dari daftar ini. Pakai `next` dari jawaban sebelumnya.")
    status = 400


class NumberedPage:
    """One page of a counted list. Two queries at most, whatever is asked for; a page beyond the end is the last one."""

    def __init__(self, rows: Sequence[Any], *, number: int, per_page: int, total: int) -> None:
        self.rows, self.number, self.per_page, self.total = rows, number, per_page, total

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first_index(self) -> int:
        """Place of the first row in the whole list, from 1; 0 when it is empty."""
        return (self.number - 1) * self.per_page + 1 if self.rows else 0

    @property
    def last_index(self) -> int:
        """Place of the last row shown."""
        return (self.number - 1) * self.per_page + len(self.rows)

    @property
    def previous(self) -> int | None:
        """Number of the page before, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """Number of the page after, if any."""
        return self.number + 1 if self.number < self.pages else None

    @property
    def window(self) -> list[int | None]:
        """First, last and the neighbours of the present page; None stands for a gap."""
        near = {1, self.pages, *range(self.number - 1, self.number + 2)}
        shown: list[int | None] = []
        for number in sorted(number for number in near if 1 <= number <= self.pages):
            if shown and shown[-1] is not None and number - shown[-1] > 1:
                shown.append(number - 1 if number - shown[-1] == 2 else None)
            shown.append(number)
        return shown


def numbered(
    queryset: QuerySet, *, number: str | int | None, per_page: int = 24, total: int | None = None
) -> NumberedPage:
    """One page of an ordered queryset: one query to count (none with `total`), one to read."""
    count = queryset.count() if total is None else total
    pages = max(1, -(-count // per_page))
    wanted = min(max(_number(number), 1), pages)
    rows = list(queryset[(wanted - 1) * per_page : wanted * per_page]) if count else []
    return NumberedPage(rows, number=wanted, per_page=per_page, total=count)


def _number(text: str | int | None) -> int:
    digits = str(text or "1")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 1


class KeysetPage:
    """One page of a list read by key: no count, no skipped or repeated row when others write meanwhile."""

    is_keyset = True

    def __init__(self, rows: Sequence[Any], *, next_cursor: str, previous_cursor: str) -> None:
        self.rows, self.next_cursor, self.previous_cursor = rows, next_cursor, previous_cursor

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset(
    queryset: QuerySet, *, order: Sequence[str], cursor: str | None = None, per_page: int = 50, strict: bool = False
) -> KeysetPage:
    """One page after or before a cursor, in one query.

    `order` names plain columns without nulls, "-" for descending; the last one is unique ("-id"). A cursor that was
    not made here, or for another order, shows the first page; with `strict`, for programs, it raises CursorUnreadable.
    """
    of = queryset.model._meta.label
    values, backwards = _open(cursor, order, of)
    if strict and cursor and values is None:
        raise CursorUnreadable(parameter="cursor")
    rows_in = queryset.order_by(*(_reversed(order) if backwards else order))
    if values is not None:
        rows_in = rows_in.filter(_beyond(order, values, backwards))
    rows = list(rows_in[: per_page + 1])
    more, rows = len(rows) > per_page, rows[:per_page]
    if backwards:
        rows.reverse()
    has_previous = more if backwards else values is not None
    has_next = True if backwards else more
    return KeysetPage(
        rows,
        next_cursor=_seal(rows[-1], order, "next", of) if rows and has_next else "",
        previous_cursor=_seal(rows[0], order, "previous", of) if rows and has_previous else "",
    )


def _reversed(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def _beyond(order: Sequence[str], values: Sequence[Any], backwards: bool) -> Q:
    """Rows after the values: (a beyond) or (a equal and b beyond) and so on."""
    wanted, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        descending = name.startswith("-") != backwards
        column = name.removeprefix("-")
        wanted |= equal & Q(**{f"{column}__{'lt' if descending else 'gt'}": value})
        equal &= Q(**{column: value})
    return wanted


class _Json:
    """Signed cursors carry days, instants and ids as JSON knows them; the column turns them back."""

    def dumps(self, obj: Any) -> bytes:
        return DjangoJSONEncoderFull(separators=(",", ":")).encode(obj).encode()

    def loads(self, data: bytes) -> Any:
        return signing.JSONSerializer().loads(data)


class DjangoJSONEncoderFull(DjangoJSONEncoder):
    """Instants keep their microseconds, or a row could be skipped."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _seal(row: Any, order: Sequence[str], direction: str, of: str) -> str:
    values = [_value(row, name.removeprefix("-")) for name in order]
    return signing.dumps([direction[0], of, list(order), values], salt=SALT, serializer=_Json)


def _value(row: Any, path: str) -> Any:
    if isinstance(row, dict):
        return row[path]
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _open(cursor: str | None, order: Sequence[str], of: str) -> tuple[list[Any] | None, bool]:
    """The place that a cursor of this list names. Another list sorts by the same names and other types."""
    if not cursor:
        return None, False
    try:
        direction, sealed_of, sealed_order, values = signing.loads(cursor, salt=SALT, serializer=_Json)
    except (signing.BadSignature, ValueError):
        return None, False
    if (sealed_of, sealed_order) != (of, list(order)):
        return None, False
    return values, direction == "p"
