"""Geometry of the drawn components: budget bar, price meter, charts.

Positions are percentages of the width, written as strings with a decimal point, so that a figure grows with
its column, needs no style attribute and is the same in every language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _

from marketplace.ui import formats

PERCENT_OF_ONE = Fraction(100)
SMALLEST_MAP = 440  # narrower maps would be blown up with their letters


def percent_of(part: int, total: int) -> Fraction:
    """Share of the whole in percent; nothing of nothing is 0."""
    return PERCENT_OF_ONE * part / total if total else Fraction(0)


def css(percent: Fraction) -> str:
    """ "40.25%" with two decimals, rounded down so that segments never overrun the bar."""
    hundredths = int(percent * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


@dataclass(frozen=True)
class Segment:
    """One filled part of a bar."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True)
class LegendEntry:
    """One key with its amount."""

    kind: str
    label: str
    amount: int


@dataclass(frozen=True)
class BudgetBar:
    """Spent, held by others, this order, and what is left or missing of a ceiling.

    Units  whole rupiah. `held` does not include `this`.
    """

    ceiling: int
    used: int = 0
    held: int = 0
    this: int = 0
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def free(self) -> int:
        """What is left afterwards; negative when the ceiling is exceeded."""
        return self.ceiling - self.used - self.held - self.this

    @property
    def over(self) -> int:
        """By how much the ceiling is exceeded, else 0."""
        return max(0, -self.free)

    @property
    def segments(self) -> list[Segment]:
        """Parts from left to right; an excess takes the end of the last part."""
        whole = max(self.ceiling, self.used + self.held + self.this)
        parts = [("used", self.used), ("held", self.held), ("this", self.this)]
        drawn, start = [], 0
        for kind, amount in parts:
            visible = max(0, min(amount, self.ceiling - start)) if self.over else amount
            drawn.append((kind, start, visible))
            start += visible
        drawn.append(("over", start, self.over))
        return [
            Segment(kind, css(percent_of(begin, whole)), css(percent_of(amount, whole)))
            for kind, begin, amount in drawn
            if amount > 0
        ]

    @property
    def legend(self) -> list[LegendEntry]:
        """Keys with amounts, in the order of the bar; parts of nothing are named only if a label was asked for."""
        names = {"used": _("Terpakai"), "held": _("Dipesan"), "this": _("Pesanan ini"), "free": _("Sisa")}
        if self.this:
            names["free"] = _("Sisa sesudahnya")
        names |= self.labels
        entries = [LegendEntry("used", names["used"], self.used), LegendEntry("held", names["held"], self.held)]
        if self.this or "this" in self.labels:
            entries.append(LegendEntry("this", names["this"], self.this))
        if self.over:
            return [*entries, LegendEntry("over", _("Lebih"), self.over)]
        return [*entries, LegendEntry("free", names["free"], self.free)]

    @property
    def sentence(self) -> str:
        """The bar for those who do not see it."""
        parts = ", ".join(f"{entry.label} {formats.rupiah(entry.amount)}" for entry in self.legend)
        return _("Pagu %(ceiling)s: %(parts)s") % {"ceiling": formats.rupiah(self.ceiling), "parts": parts}


@dataclass(frozen=True)
class PriceMeter:
    """One price among comparables, the fair range and the standard price, on one axis.

    Units  whole rupiah. `standard` may be None when the region published none.
    """

    price: int
    low: int
    high: int
    median: int
    standard: int | None = None
    comparables: Sequence[int] = ()

    @cached_property
    def axis(self) -> tuple[int, int]:
        """First and last amount of the axis: everything shown, and a sixth more at each end."""
        everything = [self.price, self.low, self.high, self.median, *self.comparables]
        if self.standard is not None:
            everything.append(self.standard)
        low, high = min(everything), max(everything)
        margin = max((high - low) // 6, 1)
        return max(0, low - margin), high + margin

    def at(self, amount: int) -> Fraction:
        """Position of an amount on the axis, in percent."""
        start, end = self.axis
        return percent_of(amount - start, end - start)

    @property
    def zones(self) -> list[Segment]:
        """Below range, fair, needs reason, above standard; empty zones are left out."""
        start, end = self.axis
        ceiling = end if self.standard is None else max(self.standard, self.high)
        edges = [("low", start, self.low), ("ok", self.low, self.high), ("why", self.high, ceiling)]
        edges.append(("over", ceiling, end))
        return [
            Segment(kind, css(self.at(left)), css(self.at(right) - self.at(left)))
            for kind, left, right in edges
            if right > left
        ]

    @property
    def dots(self) -> list[str]:
        """Comparables, at most 40 so that the page stays light."""
        return [css(self.at(amount)) for amount in sorted(self.comparables)[:40]]

    @property
    def median_x(self) -> str:
        """Where the dashed line stands."""
        return css(self.at(self.median))

    @property
    def standard_x(self) -> str:
        """Where the red line stands; empty when no standard price exists."""
        return "" if self.standard is None else css(self.at(self.standard))

    @property
    def price_x(self) -> str:
        """The flag stays 60 pixels away from both ends on the narrowest phone, so it is never cut."""
        return css(min(max(self.at(self.price), Fraction(18)), Fraction(82)))

    @property
    def median_label_x(self) -> str:
        """The label keeps clear of both ends."""
        return css(min(max(self.at(self.median), Fraction(20)), Fraction(80)))

    @property
    def standard_label_x(self) -> str:
        """The label keeps clear of both ends."""
        return css(min(max(self.at(self.standard or 0), Fraction(24)), Fraction(76)))

    @property
    def flag_width(self) -> int:
        """Half the flag's width in pixels, for the digits it carries."""
        return 20 + 4 * len(formats.rupiah(self.price))

    @property
    def sentence(self) -> str:
        """The meter for those who do not see it."""
        facts = {
            "price": formats.rupiah(self.price),
            "low": formats.rupiah(self.low),
            "high": formats.rupiah(self.high),
            "median": formats.rupiah(self.median),
        }
        text = _("Harga %(price)s. Kisaran wajar %(low)s sampai %(high)s, median %(median)s.") % facts
        if self.standard is None:
            return text
        return text + " " + _("Standar harga %(standard)s.") % {"standard": formats.rupiah(self.standard)}


@dataclass(frozen=True)
class Column:
    """One column of a chart with its printed value."""

    label: str
    text: str
    x: str
    middle: str
    width: str
    y: str
    height: str
    text_y: str
    last: bool


def columns(points: Iterable, *, height: int = 96, top: int = 30) -> list[Column]:
    """Columns from a zero baseline; each point has `label`, `value` and perhaps `text`.

    Shape  [{"label": "Jun", "value": 12_400_000, "text": "12,4"}]
    """
    rows = [(_read(point, "label"), _read(point, "value") or 0, _read(point, "text")) for point in points]
    if not rows:
        return []
    largest = max(max(value for _label, value, _text in rows), 1)
    step = PERCENT_OF_ONE / len(rows)
    drawn = []
    for index, (label, value, text) in enumerate(rows):
        tall = Fraction(max(value, 0) * height, largest)
        x = step * index + step * Fraction(16, 100)
        drawn.append(
            Column(
                label=str(label),
                text=str(text) if text is not None else formats.number(value),
                x=css(x),
                width=css(step * Fraction(68, 100)),
                middle=css(step * index + step / 2),
                y=_pixels(top + height - tall),
                height=_pixels(tall),
                text_y=_pixels(top + height - tall - 7),
                last=index == len(rows) - 1,
            )
        )
    return drawn


def bars(rows: Iterable) -> list[dict]:
    """Horizontal bars, each as long as its share of the longest; rows have `label`, `value`, perhaps `text`, `url`."""
    read = [{key: _read(row, key) for key in ("label", "value", "text", "url")} for row in rows]
    largest = max((row["value"] or 0 for row in read), default=0)
    for row in read:
        row["width"] = css(percent_of(row["value"] or 0, largest))
        row["text"] = formats.number(row["value"]) if row["text"] is None else row["text"]
    return read


def tiles(rows: Iterable, *, size: int = 44, gap: int = 4) -> dict:
    """A tile map with five steps of heat.

    Shape  rows of `label`, `name`, `value`, `column`, `line`, perhaps `text` and `url`.
    """
    read = [
        {key: _read(row, key) for key in ("label", "name", "value", "text", "column", "line", "url")} for row in rows
    ]
    # Five steps with as many regions each: one great city would leave all others in the lightest.
    ranks = {value: rank for rank, value in enumerate(sorted({row["value"] for row in read if row["value"]}))}
    for row in read:
        heat = 1 + ranks[row["value"]] * 5 // len(ranks) if row["value"] else 0
        row["heat"], row["ink"] = heat, "hi" if heat >= 4 else "lo"
        row["x"], row["y"] = row["column"] * (size + gap), row["line"] * (size + gap)
        row["text_x"], row["text_y"] = row["x"] + size // 2, row["y"] + size // 2 + 4
        row["text"] = formats.number(row["value"]) if row["text"] is None else row["text"]
    width = max(max((row["x"] for row in read), default=0) + size, SMALLEST_MAP)
    known = sorted((row for row in read if row["value"]), key=lambda row: row["value"])
    ends = {"least": known[0]["text"], "most": known[-1]["text"]} if known else {}
    return ends | {
        "tiles": read,
        "size": size,
        "width": width,
        "height": max((row["y"] for row in read), default=0) + size,
    }


def _read(row, key: str):
    return row.get(key) if isinstance(row, dict) else getattr(row, key, None)


def _pixels(value: Fraction) -> str:
    tenths = int(value * 10)
    return f"{tenths // 10}.{tenths % 10}"
