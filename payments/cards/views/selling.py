"""The seller's money: where it is, when it comes, and what was taken off on the way."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.accounts.access import roles
from marketplace.accounts.roles import VENDOR_ROLES, Role
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotFound
from marketplace.ui.http import Request
from marketplace.ui.pagination import numbered
from payments.cards import pages, selectors, seller_pages
from vendors.selectors import verified_account

SELLERS = roles(Role.VENDOR_OWNER, Role.VENDOR_STAFF)


@SELLERS
@require_safe
def money(request: Request) -> HttpResponse:
    """The pipeline from goods received to the bank account, and every payment."""
    at, vendors = timezone.now(), request.actor.organisations(*VENDOR_ROLES)
    money = selectors.pipeline(vendors, at=at)
    page = numbered(selectors.payables_of_seller(request.actor), number=request.GET.get("page"), per_page=20)
    columns = [_("Pesanan"), _("Diterima dinas"), _("Tahap"), _("Masuk rekening")]
    amounts = [_("Nilai"), _("Bersih")]
    account = verified_account(min(vendors)) if vendors else None
    context = {
        "money": money,
        "steps": seller_pages.pipeline_steps(money),
        "page": page,
        "columns": [
            *({"label": label} for label in columns),
            *({"label": label, "align": "r"} for label in amounts),
        ],
        "rows": seller_pages.seller_rows(page, on=local_day(at)),
        "account": account,
        "account_ready": account is not None and account.may_be_paid(at),
    }
    return render(request, "cards/seller_money.html", context)


@SELLERS
@require_safe
def payment(request: Request, payable_id: UUID) -> HttpResponse:
    """One payment: what was accepted, taxes, fee, what arrives and when."""
    found = selectors.payables_of_seller(request.actor).filter(pk=payable_id).first()
    if found is None:
        raise NotFound(kind="payables.payable")
    payout = seller_pages.payout_of(found)
    charge = seller_pages.charge_of(found)
    context = {
        "payable": found,
        "badge": seller_pages.seller_badge(found, payout),
        "steps": pages.money_steps(found, charge, payout),
        "rows": pages.vendor_rows(found, payout, on=local_day(timezone.now())),
        "payout": payout,
        "order_url": pages.address("orders:detail", found.order_number),
        "sheet_url": pages.address("documents:sheet", found.handover_document_id),
        "crumbs": [{"label": _("Uang"), "url": reverse("cards:seller-money")}, {"label": found.order_number}],
    }
    return render(request, "cards/seller_payment.html", context)
