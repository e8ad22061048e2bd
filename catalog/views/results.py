"""Search results and category pages: one view, narrowed by what the address says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalog import selectors
from catalog.cards import cards, place_label, scale_label
from catalog.models import CategoryFacts
from catalog.search import Query, complete
from catalog.search.base import MOST_MATCHES, Answer
from catalog.search.indexing import COOPERATIVE
from catalog.states import PriceVerdict
from catalog.views.compare import MOST_COMPARED, chosen_ids
from marketplace.accounts.access import public
from marketplace.kernel.reference import Regency
from marketplace.ui.formats import rupiah
from marketplace.ui.forms import RupiahField
from marketplace.ui.pagination import NumberedPage
from vendors.models import Scale, Vendor

PER_PAGE = 24
FIRST_OPTIONS = 6
SORTS = {
    "cocok": ("relevance", gettext_lazy("Paling cocok")),
    "harga": ("price", gettext_lazy("Harga terendah")),
    "cepat": ("fastest", gettext_lazy("Paling cepat sampai")),
    "merata": ("spread", gettext_lazy("Penjual paling jarang terpilih")),
    "baru": ("newest", gettext_lazy("Terbaru")),
}
#: What buyers choose by, and the verdicts it stands for.
FAIRNESS = {
    "wajar": ((PriceVerdict.FAIR, PriceVerdict.BELOW), gettext_lazy("Wajar atau lebih rendah")),
    "alasan": ((PriceVerdict.NEEDS_REASON,), gettext_lazy("Perlu alasan")),
    "standar": ((PriceVerdict.ABOVE_STANDARD,), gettext_lazy("Di atas standar harga")),
    "belum": ((PriceVerdict.UNKNOWN,), gettext_lazy("Pembanding belum cukup")),
}


class PriceRangeForm(forms.Form):
    """The two fields of a search that people type; the rest is ticked."""

    hmin = RupiahField(label=gettext_lazy("Terendah (Rp)"), required=False)
    hmaks = RupiahField(label=gettext_lazy("Tertinggi (Rp)"), required=False)


@dataclass(frozen=True)
class Asked:
    """What the address asks for, checked: unknown codes are left out, amounts that cannot be read are said so."""

    query: Query
    prices: PriceRangeForm
    fairness: tuple[str, ...]
    sort: str


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:200]
    return _results(request, asked_for(request, text=text), text=text)


@public
@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    facts = selectors.category_by_slug(slug)
    narrowed = {"group": facts.code} if facts.is_group else {"group": facts.parent_id, "category": (facts.code,)}
    return _results(request, asked_for(request, **narrowed), category=facts)


@public
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """The seventeen groups; a group's own page shows its leaves."""
    counts = selectors.offers_by_category()
    groups = [{"facts": group, "count": counts.get(group.code, 0)} for group in selectors.category_groups()]
    return render(request, "catalog/categories.html", {"groups": groups})


@public
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Options that complete what is being typed."""
    return render(
        request, "catalog/parts/suggestions.html", {"suggestions": complete(request.GET.get("q", "")[:60], most=8)}
    )


def asked_for(request: HttpRequest, *, text: str = "", group: str = "", category: tuple[str, ...] = ()) -> Asked:
    prices = PriceRangeForm(request.GET if {"hmin", "hmaks"} & request.GET.keys() else None)
    limits = prices.cleaned_data if prices.is_bound and prices.is_valid() else {}
    fairness = tuple(one for one in request.GET.getlist("wajar") if one in FAIRNESS)
    sort = request.GET.get("urut", "")
    sort = sort if sort in SORTS else "cocok"
    query = Query(
        text=text,
        group=group,
        category=category or _codes(request, "kategori"),
        regency=_codes(request, "wilayah"),
        scale=tuple(one for one in request.GET.getlist("skala") if one in (*Scale.values, COOPERATIVE)),
        verdict=tuple(str(verdict) for one in fairness for verdict in FAIRNESS[one][0]),
        price_min_idr=limits.get("hmin"),
        price_max_idr=limits.get("hmaks"),
        vendor_id=_number(request, "penjual"),
        sort=SORTS[sort][0],
        page=min(max(_number(request, "page") or 1, 1), MOST_MATCHES // PER_PAGE + 1),
        per_page=PER_PAGE,
    )
    return Asked(query=query, prices=prices, fairness=fairness, sort=sort)


def _codes(request: HttpRequest, name: str) -> tuple[str, ...]:
    return tuple(one for one in request.GET.getlist(name)[:40] if len(one) == 5 and one.replace(".", "").isdigit())


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _results(
    request: HttpRequest, asked: Asked, *, text: str = "", category: CategoryFacts | None = None
) -> HttpResponse:
    found = selectors.search(asked.query)
    ticked = chosen_ids(request)
    regencies = {regency.code: place_label(regency.full_name) for regency in Regency.objects.all()}
    leaves = {leaf.code: leaf.label for leaf in CategoryFacts.objects.exclude(parent=None)}
    page = NumberedPage(
        found.listings, number=asked.query.page, per_page=PER_PAGE, total=min(found.answer.total, MOST_MATCHES)
    )
    on_page = {listing.id for listing in found.listings}
    context = {
        "q": text,
        "category": category,
        "vendor_id": asked.query.vendor_id,
        "group": (category.parent or category) if category else None,
        "leaves": selectors.leaves_of(category) if category and category.is_group else [],
        "found": found,
        "page": page,
        "rest": _rest_of_address(request),
        "cards": cards(found.listings, found.verdicts, compare=set(ticked)),
        "ticked_elsewhere": [one for one in ticked if one not in on_page],
        "ticked": ticked,
        "most_compared": MOST_COMPARED,
        "facets": _facets(
            request,
            asked,
            found.answer,
            regencies,
            leaves,
            with_category=not (category and not category.is_group),
        ),
        "prices": asked.prices,
        "chips": _chips(request, asked, regencies, leaves, fixed=category),
        "sorts": [{"value": key, "label": label, "chosen": key == asked.sort} for key, (_name, label) in SORTS.items()],
        "clear_url": _clear_address(request, text),
        "crumbs": _crumbs(category),
    }
    template = "catalog/parts/results_swap.html" if request.headers.get("HX-Request") else "catalog/results.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _facets(
    request: HttpRequest,
    asked: Asked,
    answer: Answer,
    regencies: dict[str, str],
    leaves: dict[str, str],
    *,
    with_category: bool,
) -> list[dict[str, Any]]:
    counts = answer.facets
    fairness = [
        _option(key, label, sum(counts["verdict"].get(verdict, 0) for verdict in verdicts), key in asked.fairness)
        for key, (verdicts, label) in FAIRNESS.items()
    ]
    facets = [
        {
            "name": "wajar",
            "label": _("Kewajaran harga"),
            "open": True,
            "options": [o for o in fairness if o["count"] or o["checked"]],
        },
        _coded(request, "wilayah", _("Lokasi penjual"), counts["regency"], regencies, asked.query.regency),
        {
            "name": "skala",
            "label": _("Skala usaha"),
            "open": True,
            "options": [
                _option(scale, scale_label(scale), number, scale in asked.query.scale)
                for scale, number in sorted(counts["scale"].items(), key=lambda pair: -pair[1])
            ],
        },
    ]
    if with_category:
        facets.insert(1, _coded(request, "kategori", _("Kategori"), counts["category"], leaves, asked.query.category))
    kinds = {"wajar": "verdict", "kategori": "category", "wilayah": "regency", "skala": "scale"}
    return [facet | {"at_least": kinds[facet["name"]] in answer.at_least} for facet in facets if facet["options"]]


def _coded(
    request: HttpRequest, name: str, label: str, counts: dict[str, int], labels: dict[str, str], chosen: Sequence[str]
) -> dict[str, Any]:
    """A facet of codes: the most frequent first, the chosen always, the rest behind one link."""
    everything = request.GET.get("semua") == name
    ordered = sorted(counts, key=lambda code: (code not in chosen, -counts[code], code))
    ordered += [code for code in chosen if code not in counts]
    shown = ordered if everything else ordered[: max(FIRST_OPTIONS, len(chosen))]
    facet: dict[str, Any] = {
        "name": name,
        "label": label,
        "open": bool(chosen) or name == "wilayah" or everything,
        "options": [_option(code, labels.get(code, code), counts.get(code, 0), code in chosen) for code in shown],
    }
    if len(shown) < len(ordered):
        facet["more_url"] = _address_with(request, semua=name)
        facet["more_label"] = _("Tampilkan %(n)d lainnya") % {"n": len(ordered) - len(shown)}
    return facet


def _option(value: str, label: Any, count: int, checked: bool) -> dict[str, Any]:
    return {"value": value, "label": label, "count": count, "checked": checked}


def _chips(
    request: HttpRequest,
    asked: Asked,
    regencies: dict[str, str],
    leaves: dict[str, str],
    *,
    fixed: CategoryFacts | None,
) -> list[dict[str, str]]:
    """The chosen filters, each a link that takes itself away."""
    chips = [(str(FAIRNESS[key][1]), "wajar", key) for key in asked.fairness]
    if not (fixed and not fixed.is_group):
        chips += [(leaves.get(code, code), "kategori", code) for code in asked.query.category]
    chips += [(regencies.get(code, code), "wilayah", code) for code in asked.query.regency]
    chips += [(scale_label(scale), "skala", scale) for scale in asked.query.scale]
    if asked.query.vendor_id is not None:
        vendor = Vendor.objects.filter(pk=asked.query.vendor_id).first()
        chips.append((vendor.display_name if vendor else _("Penjual lain"), "penjual", ""))
    if asked.query.price_min_idr is not None:
        chips.append((_("Mulai %(price)s") % {"price": rupiah(asked.query.price_min_idr)}, "hmin", ""))
    if asked.query.price_max_idr is not None:
        chips.append((_("Sampai %(price)s") % {"price": rupiah(asked.query.price_max_idr)}, "hmaks", ""))
    return [{"label": label, "url": _address_without(request, name, value)} for label, name, value in chips]


def _address_without(request: HttpRequest, name: str, value: str) -> str:
    pairs = [
        (key, one)
        for key, values in request.GET.lists()
        for one in values
        if one and key != "page" and not (key == name and value in ("", one))
    ]
    return "?" + urlencode(pairs)


def _address_with(request: HttpRequest, **changes: str) -> str:
    pairs = [
        (key, one) for key, values in request.GET.lists() for one in values if one and key not in ("page", *changes)
    ]
    return "?" + urlencode([*pairs, *changes.items()])


def _rest_of_address(request: HttpRequest) -> str:
    """The query string that pages carry on, without empty fields."""
    return urlencode([(key, one) for key, values in request.GET.lists() for one in values if one and key != "page"])


def _clear_address(request: HttpRequest, text: str) -> str:
    return request.path + ("?" + urlencode({"q": text}) if text else "")


def _crumbs(category: CategoryFacts | None) -> list[dict[str, str]]:
    crumbs = [{"label": _("Beranda"), "url": reverse("catalog:home")}]
    if category is None:
        return [*crumbs, {"label": _("Cari")}]
    crumbs.append({"label": _("Kategori"), "url": reverse("catalog:categories")})
    if category.parent:
        crumbs.append({"label": category.parent.label, "url": category.parent.get_absolute_url()})
    return [*crumbs, {"label": category.label}]
