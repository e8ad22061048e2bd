"""/toko/daftar/: the stepper. Each step is kept on the server as soon as it is sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.access import public, roles, signed_in
from marketplace.accounts.roles import VENDOR_ROLES, Role
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from vendors import selectors, services
from vendors.completeness import Step, missing, next_step
from vendors.forms import AccountForm, BusinessForm, DocumentsForm, OwnerForm, SendForm
from vendors.models import EvidenceKind, Vendor
from vendors.reasons import REASONS
from vendors.summary import application_summary, review_trail

form_page = require_http_methods(["GET", "HEAD", "POST"])


@public
@never_cache
def apply(request: Request) -> HttpResponse:
    """Where the application stands: not begun, being filled in, being checked, or decided."""
    if not request.actor.organisations(*VENDOR_ROLES):
        return render(request, "vendors/apply/intro.html", {"steps": Step})
    vendor = selectors.own_vendor(request.actor)
    review = vendor.reviews.first()
    context = {
        "vendor": vendor,
        "steps": _task_list(vendor),
        "next": next_step(vendor),
        "reasons": [REASONS[code] for code in review.reasons if code in REASONS] if review else [],
        "trail": review_trail(vendor),
    }
    return render(request, "vendors/apply/status.html", context)


@signed_in
@require_POST
def start(request: Request) -> HttpResponse:
    """Open the draft and go to the first step."""
    services.start_application(actor=request.actor, at=timezone.now())
    return redirect("vendors:step", step=Step.BUSINESS.value)


@roles(Role.VENDOR_OWNER)
@never_cache
@form_page
@sensitive_post_parameters("nik", "npwp", "number")
def step(request: Request, step: str) -> HttpResponse:
    """One page of the stepper."""
    if step not in Step.values:
        raise Http404
    vendor = selectors.own_vendor(request.actor)
    if not vendor.is_open_to_applicant:
        return redirect("vendors:apply")
    return PAGES[Step(step)](request, vendor)


def _business(request: Request, vendor: Vendor) -> HttpResponse:
    form = BusinessForm(request.POST or None, initial=BusinessForm.initial_of(vendor))
    if request.method == "POST":
        whole = form.is_valid()
        with refusal_to_form(form) as ok:
            _save(request, vendor, Step.BUSINESS, form.values())
        if whole and ok:
            return _onward(Step.BUSINESS)
    return _page(request, vendor, Step.BUSINESS, form)


def _owner(request: Request, vendor: Vendor) -> HttpResponse:
    people = vendor.principals.filter(until__isnull=True)
    initial = {} if people else {"full_name": request.actor.name, "role": "owner", "is_self": True}
    form = OwnerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            _save(request, vendor, Step.OWNER, form.values())
        if ok and "more" in request.POST:
            return redirect("vendors:step", step=Step.OWNER.value)
        if ok:
            return _onward(Step.OWNER)
    return _page(request, vendor, Step.OWNER, form, people=people)


def _account(request: Request, vendor: Vendor) -> HttpResponse:
    present = vendor.bank_accounts.filter(state="proposed").first()
    initial = {"bank_code": present.bank_code, "holder_name": present.holder_name} if present else {}
    form = AccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            _save(request, vendor, Step.ACCOUNT, form.values())
        if ok:
            return _onward(Step.ACCOUNT)
    return _page(request, vendor, Step.ACCOUNT, form, account=present)


def _documents(request: Request, vendor: Vendor) -> HttpResponse:
    form = DocumentsForm(request.POST or None, request.FILES or None, vendor=vendor)
    if request.method == "POST":
        whole = form.is_valid()
        with refusal_to_form(form) as ok:
            for kind, upload in form.uploads().items():
                services.add_evidence(
                    vendor_id=vendor.pk, kind=EvidenceKind(kind), upload=upload, actor=request.actor, at=timezone.now()
                )
        if whole and ok:
            lacking = Step.DOCUMENTS in missing(vendor)
            return redirect("vendors:step", step=(Step.DOCUMENTS if lacking else Step.SEND).value)
    return _page(request, vendor, Step.DOCUMENTS, form, lacking=missing(vendor).get(Step.DOCUMENTS, []))


def _send(request: Request, vendor: Vendor) -> HttpResponse:
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            services.submit_application(
                vendor_id=vendor.pk, **form.cleaned_data, actor=request.actor, at=timezone.now()
            )
        if ok:
            messages.success(request, _("Permohonan terkirim. Hasilnya muncul di halaman ini."))
            return redirect("vendors:apply")
    context = {"sections": application_summary(vendor), "lacking": _task_list(vendor)}
    return _page(request, vendor, Step.SEND, form, whole=not missing(vendor), **context)


PAGES = {
    Step.BUSINESS: _business,
    Step.OWNER: _owner,
    Step.ACCOUNT: _account,
    Step.DOCUMENTS: _documents,
    Step.SEND: _send,
}


@roles(Role.VENDOR_OWNER)
@require_POST
def remove_principal(request: Request, principal_id: int) -> HttpResponse:
    vendor = selectors.own_vendor(request.actor)
    services.remove_principal(vendor_id=vendor.pk, principal_id=principal_id, actor=request.actor, at=timezone.now())
    return redirect("vendors:step", step=Step.OWNER.value)


def _save(request: Request, vendor: Vendor, which: Step, values: dict[str, Any]) -> None:
    services.save_step(vendor_id=vendor.pk, step=which, values=values, actor=request.actor, at=timezone.now())


def _onward(done: Step) -> HttpResponse:
    steps = list(Step)
    return redirect("vendors:step", step=steps[steps.index(done) + 1].value)


def _page(request: Request, vendor: Vendor, which: Step, form: Any, **more: Any) -> HttpResponse:
    steps = list(Step)
    place = steps.index(which)
    if request.method == "POST":
        vendor.refresh_from_db()  # what could be read of the form is saved already
    lacking = missing(vendor)
    context = {
        "vendor": vendor,
        "form": form,
        "step": which,
        "number": place + 1,
        "total": len(steps),
        "done": [number for number, one in enumerate(steps, start=1) if one not in lacking and one != Step.SEND],
        "before": steps[place - 1] if place else None,
    }
    return render(request, f"vendors/apply/{which.value}.html", context | more, status=form_status(form))


def _task_list(vendor: Vendor) -> list[dict[str, Any]]:
    """The steps as tasks: what is done, what is missing."""
    lacking = missing(vendor)
    tasks = []
    for which in Step:
        names = lacking.get(which, [])
        done = not names and which != Step.SEND
        tasks.append(
            {
                "url": reverse("vendors:step", args=[which.value]),
                "label": which.label,
                "detail": _("Belum ada: %(names)s") % {"names": ", ".join(names)} if names else "",
                "icon": "circle-check" if done else "circle-dashed",
                "tone": "ok" if done else "info",
            }
        )
    return tasks
