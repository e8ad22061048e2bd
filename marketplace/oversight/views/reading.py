"""The audit room. Everything here is read: an auditor changes nothing, and each dossier opened is itself logged."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace.accounts.access import roles
from marketplace.accounts.models import Organisation
from marketplace.accounts.roles import Role
from marketplace.kernel.audit_log.proofs import proof_of
from marketplace.kernel.errors import NotFound
from marketplace.oversight import services
from marketplace.oversight.evidence import gather
from marketplace.oversight.forms import LogFilterForm, OrderFilterForm
from marketplace.oversight.hold_pages import hold_panel
from marketplace.oversight.selectors import ledger, log
from marketplace.oversight.selectors.flags import flags_of
from marketplace.oversight.selectors.orders import orders_for_audit
from marketplace.oversight.selectors.overview import overview
from marketplace.oversight.shown import dossier, lists, trail
from marketplace.oversight.shown import flags as flags_shown
from marketplace.oversight.shown import ledger as ledger_shown
from marketplace.ui.http import Request
from marketplace.ui.pagination import keyset
from orders.selectors import order_visible_to

AUDITORS = roles(Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR)


@AUDITORS
@require_safe
def home(request: Request) -> HttpResponse:
    """How much there is, and whether it is whole."""
    seen = overview(request.actor, at=timezone.now())
    context = {"figures": lists.figures(seen), "integrity": lists.integrity(seen), "year": seen.year}
    return render(request, "oversight/home.html", context)


@AUDITORS
@require_safe
def order_list(request: Request) -> HttpResponse:
    """Every purchase of every office, filtered by the address."""
    form = OrderFilterForm(request.GET)
    page = keyset(
        orders_for_audit(request.actor, form.wanted()),
        order=("-created_at", "-id"),
        cursor=request.GET.get("cursor"),
    )
    context = {
        "form": form,
        "page": page,
        "columns": lists.order_columns(),
        "rows": lists.order_rows(page),
        "query": without_cursor(request),
    }
    return render(request, "oversight/orders.html", context)


@AUDITORS
@require_safe
def order_dossier(request: Request, number: str) -> HttpResponse:
    """The dossier of one purchase, checked while it is read."""
    order = order_visible_to(request.actor, number)
    context = dossier.dossier_page(gather(order, actor=request.actor))
    context |= {"hold_panel": hold_panel(order, request.actor)}
    context |= {"crumbs": dossier.crumbs(number), "paper_columns": dossier.paper_columns()}
    context |= {"flag_columns": flags_shown.columns(), "flags": flags_shown.rows(flags_of(order))}
    if request.method == "GET":
        services.note_dossier_opened(order=order, actor=request.actor, at=timezone.now())
    return render(request, "oversight/dossier.html", context)


@AUDITORS
@require_safe
def log_list(request: Request) -> HttpResponse:
    """The audit log by person, thing and day."""
    form = LogFilterForm(request.GET)
    page = keyset(log.entries_for_audit(form.wanted()), order=("-recorded_at", "-id"), cursor=request.GET.get("cursor"))
    places = log.places_of(list(page))
    context = {
        "form": form,
        "page": page,
        "columns": trail.columns(),
        "rows": trail.rows(page, places),
        "query": without_cursor(request),
    }
    return render(request, "oversight/log.html", context)


@AUDITORS
@require_safe
def log_proof(request: Request, place: int) -> HttpResponse:
    """The inclusion proof of one leaf as JSON, for the auditor's own program. Numbers count from 0 (RFC 6962)."""
    proof = proof_of(place)
    if proof is None:
        raise NotFound(kind="log place", id=place)
    return JsonResponse(
        {
            "leaf_index": proof.leaf_index,
            "leaf_hash": proof.leaf.hex(),
            "tree_size": proof.tree_size,
            "root_hash": proof.root.hex(),
            "inclusion_path": [one.hex() for one in proof.path],
            "holds": proof.holds,
        }
    )


@AUDITORS
@require_safe
def ledger_home(request: Request) -> HttpResponse:
    """Every account of the five books with its balance."""
    entity_id = _entity(request)
    query = "?" + urlencode({"badan": entity_id}) if entity_id else ""
    books = [
        {
            "name": ledger_shown.BOOKS[book],
            "code": book.value,
            "rows": ledger_shown.balance_rows(balances, query),
        }
        for book, balances in ledger.balances_by_book(entity_id).items()
    ]
    context = {
        "books": books,
        "columns": ledger_shown.balance_columns(),
        "entities": ledger.entities_with_books(),
        "entity_id": entity_id,
    }
    return render(request, "oversight/ledger.html", context)


@AUDITORS
@require_safe
def ledger_account(request: Request, book: str, account: str) -> HttpResponse:
    """The entries of one account, the last recorded first: in the order of recording, not of days."""
    found, entity_id = ledger.account_named(book, account), _entity(request)
    page = keyset(
        ledger.postings_on(found, entity_id=entity_id), order=("-entry_id", "-id"), cursor=request.GET.get("cursor")
    )
    legs = list(page)
    entities = dict(Organisation.objects.filter(pk__in={leg.entity_id for leg in legs}).values_list("pk", "name"))
    context = {
        "account": found,
        "book": ledger_shown.BOOKS[found.book],
        "page": page,
        "columns": ledger_shown.posting_columns(),
        "rows": ledger_shown.posting_rows(legs, ledger.numbers_of([leg.entry_id for leg in legs]), entities),
        "entity": entities.get(entity_id or 0),
        "query": without_cursor(request),
    }
    return render(request, "oversight/account.html", context)


def _entity(request: Request) -> int | None:
    """The organisation that the address names; anything else is none."""
    text = request.GET.get("badan", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def without_cursor(request: Request) -> str:
    """The filters of the address, for the links of pages and files."""
    query = request.GET.copy()
    query.pop("cursor", None)
    return query.urlencode()
