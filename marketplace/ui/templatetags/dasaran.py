"""Template tags and filters: `{% load dasaran %}`. Thin: the rules live in `marketplace.ui.formats` and `.figures`."""

import re
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join

from marketplace.ui import figures, formats
from marketplace.ui.forms import error_list, field_kind
from marketplace.ui.illustrations import illustration_of
from marketplace.ui.vocabulary import look_of

register = template.Library()
SPRITE = "icons.svg"

register.filter("rupiah", formats.rupiah)
register.filter("rupiah_paper", formats.rupiah_paper)
register.filter("rupiah_short", formats.rupiah_short)
register.filter("angka", formats.number)
register.filter("persen", formats.percent)
register.filter("tanggal", formats.long_day)
register.filter("hari_tanggal", formats.weekday_and_day)
register.filter("tanggal_pendek", formats.short_day)
register.filter("jam", formats.clock)
register.filter("jam_wib", formats.clock_with_zone)
register.filter("waktu", formats.day_and_clock)
register.filter("ukuran_berkas", formats.file_size)
register.filter("kartu", formats.card_number)
register.filter("telepon", formats.phone_number)
register.filter("remaining_days", formats.remaining_days)
register.filter("field_kind", field_kind)


@register.filter
def rekening(code: str, name: str = "") -> str:
    """An account code in monospace with its name beside it."""
    if not code:
        return ""
    return format_html('<span class="ds-mono text-nowrap">{}</span>{}', code, f" {name}" if name else "")


_NUMBER = re.compile(r"((?:DSR|EB)-[0-9-]+)")


@register.filter
def whole_numbers(text: str) -> str:
    """Numbers of orders and bills inside a sentence, kept on one line."""
    parts = _NUMBER.split(str("" if text is None else text))
    if len(parts) == 1:
        return text
    return format_html_join("", "{}", ((_whole(part) if place % 2 else part,) for place, part in enumerate(parts)))


def _whole(number: str) -> str:
    return format_html('<span class="text-nowrap">{}</span>', number)


@register.filter
def initials(name: str) -> str:
    """BP for Bagus Prasetyo: first letters of the first and last word."""
    parts = [part for part in re.split(r"[\s,.]+", str(name or "")) if part]
    return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts[:1])).upper()


@lru_cache(maxsize=1)
def sprite_names() -> frozenset[str]:
    """Names of the icons in the sprite, without the "i-"."""
    path = finders.find(SPRITE) or Path(settings.STATIC_ROOT or "") / SPRITE
    return frozenset(re.findall(r'id="i-([a-z0-9-]+)"', Path(path).read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> str:
    """An icon of the sprite; with `label` it carries hidden text, otherwise it is decoration.

    Raises  TemplateSyntaxError for a name the sprite lacks, when DEBUG is on.
    """
    if settings.DEBUG and name not in sprite_names():
        raise template.TemplateSyntaxError(f"The sprite has no icon {name!r}.")
    drawn = format_html(
        '<svg class="ds-ic{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        f" {extra}" if extra else "",
        static(SPRITE),
        name,
    )
    return format_html('{}<span class="visually-hidden">{}</span>', drawn, label) if label else drawn


@register.simple_tag
def attempt_key() -> str:
    """The key of a button that has no form of its own: one shown button is one act (`marketplace.ui.presses`)."""
    return format_html('<input type="hidden" name="attempt_key" value="{}">', uuid4())


@register.simple_tag
def illustration(code: str) -> str:
    """Address of the picture of a category code ("06.05" or "06"), or of a slug ("anyaman")."""
    return static(f"illustrations/{illustration_of(code)}.svg")


@register.simple_tag
def look(kind: str, value: str, yours: bool = True) -> dict:
    """Tone and icon of a state: `{% look "order" state yours as seen %}`."""
    found = look_of(kind, value)
    return {"tone": found.tone if yours or not found.other_tone else found.other_tone, "icon": found.icon}


@register.simple_tag
def table_column(columns, index: int) -> dict:
    """The column a cell stands under; cells beyond the last column have none."""
    return columns[index] if index < len(columns) else {}


@register.simple_tag
def form_errors(source) -> list[dict]:
    """Errors of a form, or a list of errors, ready for the summary."""
    if hasattr(source, "hidden_fields"):
        return error_list(source) if source.is_bound else []
    return [error if isinstance(error, dict) else {"text": error} for error in source or []]


@register.simple_tag(takes_context=True)
def query(context, **changes) -> str:
    """The current query string with changes; None removes a key."""
    given = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            given.pop(key, None)
        else:
            given[key] = value
    return "?" + given.urlencode()


@register.inclusion_tag("components/budget_bar.html")
def budget_bar(ceiling, used=0, held=0, this=0, size="", legend="full", **labels) -> dict:
    """Spent, held, this order and what is left; amounts are int or Rupiah.

    `size` is "", "s" or "l"; `legend` is "full" (amounts below), "short" (in a line), "keys" (no amounts) or "none".
    Labels: `label_used=`, `label_held=`, `label_this=`, `label_free=`.
    """
    named = {key.removeprefix("label_"): value for key, value in labels.items()}
    amounts = [formats.whole(amount) or 0 for amount in (ceiling, used, held, this)]
    bar = figures.BudgetBar(amounts[0], amounts[1], amounts[2], amounts[3], labels=named)
    return {"bar": bar, "size": size, "legend": legend}


@register.inclusion_tag("components/price_meter.html")
def price_meter(price, low, high, median, standard=None, comparables=(), legend=True) -> dict:
    """One price on its axis. Put the verdict sentence before it and "Dari mana angka ini?" after it."""
    known = [formats.whole(amount) or 0 for amount in (price, low, high, median)]
    others = tuple(formats.whole(amount) or 0 for amount in comparables)
    meter = figures.PriceMeter(known[0], known[1], known[2], known[3], formats.whole(standard), others)
    return {"meter": meter, "legend": legend}


@register.inclusion_tag("components/column_chart.html")
def column_chart(points, label: str, note: str = "", unit: str = "", tall: bool = False, whole: bool = False) -> dict:
    """Columns with printed values; `label` states the finding, the table follows in <details>.

    `tall` fills a wide card; `whole` says that the last column is complete and needs no colour of its own.
    """
    high = 170 if tall else 96
    drawn = figures.columns(points, height=high)
    return {
        "columns": drawn, "label": label, "note": note, "unit": unit, "whole": whole,
        "base": 30 + high, "below": 48 + high, "height": 54 + high, "lines": (30, 30 + high // 2) if tall else (),
    }  # fmt: skip


@register.inclusion_tag("components/bar_list.html")
def bar_list(rows, label: str = "", ranked: bool = False) -> dict:
    """Horizontal bars with values; `ranked` numbers them and draws them in the second colour."""
    return {"rows": figures.bars(rows), "label": label, "ranked": ranked}


@register.inclusion_tag("components/tile_map.html")
def tile_map(tiles, label: str) -> dict:
    """Regions as tiles, five steps of heat, with a table for those who do not see it."""
    return {"map": figures.tiles(tiles), "label": label}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str, note: str = "") -> dict:
    """A long job: how much is done, in words and as a bar."""
    share = min(figures.percent_of(done or 0, total or 0), figures.PERCENT_OF_ONE)
    return {"width": figures.css(share), "text": formats.percent(share / 100, 0), "label": label, "note": note}


@register.filter
def plus(number, other) -> int:
    """Sum of two whole numbers, for counters starting at one."""
    return int(number) + int(other)


@register.filter
def times(total) -> range:
    """1, 2 … total, to draw steps."""
    return range(1, int(total) + 1)
