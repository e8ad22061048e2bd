"""/verifikasi/: the machine's findings first, papers beside what was typed, a decision with reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.access import roles
from marketplace.accounts.roles import Role
from marketplace.kernel.errors import NotFound, WrongState
from marketplace.kernel.policies import Verdict
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from marketplace.ui.pagination import numbered
from vendors import selectors, services
from vendors.checks import HARD, LABELS
from vendors.forms import AccountLookForm, DecisionForm, SanctionForm, SecondLookForm
from vendors.models import EvidenceKind, LegalForm, Review, Scale, Vendor
from vendors.policies import may_approve_account, may_decide, may_second_verify, may_suspend, may_verify
from vendors.states import VENDOR_FLOW, CheckOutcome, Decision, VendorState
from vendors.summary import account_rows, business_rows, owner_rows, review_trail, rows_beside

VERIFY = roles(Role.VERIFIER, Role.PROCUREMENT_UNIT)
form_page = require_http_methods(["GET", "HEAD", "POST"])
SANCTIONS = {"suspend": services.suspend, "reinstate": services.reinstate}
TONES = {CheckOutcome.PASSED: "ok", CheckOutcome.NOTICE: "warn", CheckOutcome.FAILED: "bad"}

#: How findings that are kept as codes are read, by the name of the fact.
FACT_WORDS: dict[str, dict[Any, Any]] = {
    "scale": dict(Scale.choices),
    "legal_form": dict(LegalForm.choices),
    "missing": dict(EvidenceKind.choices),
    "expired": dict(EvidenceKind.choices),
    "npwp": {"not the owner's NIK": gettext_lazy("bukan NIK pemilik")},
    "declared": {"civil servant": gettext_lazy("menyatakan diri pegawai negeri")},
    "account": {"none": gettext_lazy("belum ada rekening")},
}


@VERIFY
@require_safe
def queue(request: Request) -> HttpResponse:
    """What waits, oldest first; with `?semua=1` every vendor."""
    everything = "semua" in request.GET
    vendors = selectors.vendors_to_verify(request.actor).order_by("-submitted_at", "-pk")
    found = vendors if everything else selectors.waiting_for(request.actor)
    page = numbered(found, number=request.GET.get("page"), per_page=30)
    context = {
        "page": page,
        "items": [_queue_item(vendor) for vendor in page],
        "accounts": [] if everything else selectors.accounts_to_verify(request.actor),
        "everything": everything,
        "waiting": selectors.count_to_verify(request.actor),
    }
    return render(request, "vendors/verification/queue.html", context)


@VERIFY
@form_page
def detail(request: Request, vendor_id: int) -> HttpResponse:
    """One vendor: look, then decide."""
    vendor = selectors.vendor_to_verify(request.actor, vendor_id)
    review = vendor.reviews.select_related("verifier", "second_verifier").first()
    form = DecisionForm(request.POST or None, vendor=vendor)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            _decide(request, vendor, form.cleaned_data)
        if ok:
            messages.success(request, _("Keputusan tercatat. Penjual dikabari."))
            return redirect("vendors:verification")
    context = _detail_context(request, vendor, review) | {"form": form, "second_form": SecondLookForm()}
    context["refused"] = _refused(form, "verify", vendor, context["may_decide"])
    return render(request, "vendors/verification/detail.html", context, status=form_status(form))


def _decide(request: Request, vendor: Vendor, given: dict[str, Any]) -> None:
    common = {"vendor_id": vendor.pk, "note": given["note"], "actor": request.actor, "at": timezone.now()}
    if given["decision"] == Decision.VERIFY:
        services.verify(npwp_valid=given["npwp_valid"], **common)
    elif given["decision"] == Decision.ASK_FIX:
        services.ask_fix(reasons=given["reasons"], refused_evidence=given.get("refused_evidence", []), **common)
    else:
        services.reject(reasons=given["reasons"], **common)


@VERIFY
@require_POST
def take(request: Request, vendor_id: int) -> HttpResponse:
    """Claim an application."""
    vendor = selectors.vendor_to_verify(request.actor, vendor_id)
    services.take_review(vendor_id=vendor.pk, actor=request.actor, at=timezone.now())
    return redirect("vendors:verify", vendor_id=vendor.pk)


@VERIFY
@form_page
def second_look(request: Request, vendor_id: int) -> HttpResponse:
    """Another verifier agrees or sends back."""
    vendor = selectors.vendor_to_verify(request.actor, vendor_id)
    form = SecondLookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = services.second_verify if form.cleaned_data["agrees"] == "yes" else services.second_refuse
        with refusal_to_form(form) as ok:
            act(vendor_id=vendor.pk, note=form.cleaned_data["note"], actor=request.actor, at=timezone.now())
        if ok:
            messages.success(request, _("Pemeriksaan kedua tercatat. Penjual dikabari."))
            return redirect("vendors:verification")
    review = vendor.reviews.select_related("verifier", "second_verifier").first()
    context = _detail_context(request, vendor, review) | {"second_form": form}
    context["refused"] = _refused(form, "activate", vendor, context["may_second"])
    return render(request, "vendors/verification/detail.html", context, status=form_status(form))


@VERIFY
@form_page
def suspension(request: Request, vendor_id: int) -> HttpResponse:
    """Stop an active vendor, or let a suspended one sell again; the reason is told.

    The form says which of the two it was drawn for: a late press of one is never taken for the other.
    """
    vendor = selectors.vendor_to_verify(request.actor, vendor_id)
    if vendor.state not in (VendorState.ACTIVE, VendorState.SUSPENDED):
        raise NotFound(kind="vendors.vendor")
    form = SanctionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            act = SANCTIONS.get(request.POST.get("act", ""))
            if act is None:
                raise WrongState()
            act(
                vendor_id=vendor.pk,
                reason=form.cleaned_data["note"],
                decision_number=form.cleaned_data["decision_number"],
                actor=request.actor,
                at=timezone.now(),
            )
        if ok:
            messages.success(request, _("Tercatat. Penjual dikabari."))
            return redirect("vendors:verify", vendor_id=vendor.pk)
    context = {"vendor": vendor, "act": "suspend" if vendor.is_active else "reinstate", "form": form}
    return render(request, "vendors/verification/suspension.html", context, status=form_status(form))


@VERIFY
@form_page
def account(request: Request, account_id: int) -> HttpResponse:
    """A changed account: old and new side by side."""
    found = selectors.accounts_to_verify(request.actor).filter(pk=account_id).first()
    if found is None:
        raise NotFound(kind="vendors.bank_account")
    form = AccountLookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            _look_at_account(request, found.pk, form.cleaned_data)
        if ok:
            messages.success(request, _("Pemeriksaan rekening tercatat."))
            return redirect("vendors:verification")
    context = {
        "vendor": found.vendor,
        "account": found,
        "before": selectors.verified_account(found.vendor_id),
        "may": may_approve_account(request.actor, found),
        "form": form,
    }
    return render(request, "vendors/verification/account.html", context, status=form_status(form))


def _look_at_account(request: Request, account_id: int, given: dict[str, Any]) -> None:
    common: dict[str, Any] = {"account_id": account_id, "actor": request.actor, "at": timezone.now()}
    if given["agrees"] == "yes":
        services.approve_bank_account(reference=given["reference"], **common)
    else:
        services.refuse_bank_account(reason=given["reference"], **common)


def _detail_context(request: Request, vendor: Vendor, review: Review | None) -> dict[str, Any]:
    in_review, second = vendor.state == VendorState.IN_REVIEW, vendor.state == VendorState.VERIFIED
    deciding = may_decide(request.actor, vendor, review) if in_review and review else None
    seconding = may_second_verify(request.actor, vendor, review) if second and review else None
    return {
        "vendor": vendor,
        "review": review,
        "checks": _checks(review),
        "business": business_rows(vendor),
        "owners": owner_rows(vendor),
        "account": account_rows(vendor),
        "papers": [
            {"paper": paper, "rows": rows_beside(vendor, paper.kind, whole=bool(deciding or seconding))}
            for paper in vendor.evidence.exclude(state="replaced").select_related("file")
        ],
        "trail": review_trail(vendor),
        "may_take": may_verify(request.actor, vendor) if vendor.state == VendorState.SUBMITTED else None,
        "may_decide": deciding,
        "may_second": seconding,
        "may_suspend": bool(may_suspend(request.actor, vendor))
        and vendor.state in (VendorState.ACTIVE, VendorState.SUSPENDED),
    }


def _refused(form: forms.Form, action: str, vendor: Vendor, may: Verdict | None) -> list[str]:
    """Why a form that was sent has no place on the page; one that has a place tells its refusal itself."""
    if may or not form.is_bound:
        return []
    if "refusal" not in vars(form):  # what was typed is not even whole
        with refusal_to_form(form):
            VENDOR_FLOW.target(action, vendor.state)
            if may is not None:
                may.enforce()
    return [str(vars(form)["refusal"])] if "refusal" in vars(form) else []


def _checks(review: Review | None) -> list[dict[str, Any]]:
    """Failures first, then what a person should look at; passed rules are shown too."""
    order = [CheckOutcome.FAILED, CheckOutcome.NOTICE, CheckOutcome.PASSED]
    found = sorted(review.checks.all(), key=lambda check: order.index(CheckOutcome(check.outcome))) if review else []
    return [
        {"tone": TONES[CheckOutcome(check.outcome)], "title": LABELS[check.rule], "detail": _facts(check)}
        for check in found
    ]


def _facts(check: Any) -> str:
    words = []
    for name, value in check.facts.items():
        known = FACT_WORDS.get(name, {})
        words.append(", ".join(str(known.get(one, one)) for one in (value if isinstance(value, list) else [value])))
    text = " · ".join(word for word in words if word)
    if check.outcome == CheckOutcome.FAILED and check.rule in HARD:
        return " · ".join(part for part in (text, _("tidak dapat dilewati")) if part)
    return text


def _queue_item(vendor: Vendor) -> dict[str, Any]:
    return {
        "url": reverse("vendors:verify", args=[vendor.pk]),
        "title": vendor.display_name,
        "party": f"{vendor.get_legal_form_display()} · {vendor.regency or ''}",
        "state_label": vendor.get_state_display(),
        "tone": "ok" if vendor.is_active else "warn" if vendor.state == VendorState.NEEDS_FIX else "info",
    }
