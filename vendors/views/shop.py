"""/toko/: the owner's own pages."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from marketplace.accounts.access import roles
from marketplace.accounts.roles import Role
from marketplace.kernel.calendar import local_day
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from vendors import selectors, services
from vendors.forms import AccountForm, DocumentsForm, ShopForm
from vendors.models import EvidenceKind, Vendor
from vendors.policies import may_manage
from vendors.summary import business_rows, owner_rows
from vendors.views.badges import badges_of

SELLERS = (Role.VENDOR_OWNER, Role.VENDOR_STAFF)
form_page = require_http_methods(["GET", "HEAD", "POST"])


@roles(*SELLERS)
@form_page
def profile(request: Request) -> HttpResponse:
    """Shop and papers: what buyers see, what proves it, where the money goes."""
    vendor = selectors.own_vendor(request.actor)
    may_change = may_manage(request.actor, vendor)
    initial = {name: getattr(vendor, name) for name in ShopForm.base_fields}
    form = ShopForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            services.update_shop(vendor_id=vendor.pk, **form.cleaned_data, actor=request.actor, at=timezone.now())
        if ok:
            messages.success(request, _("Perubahan toko disimpan."))
            return redirect("vendors:profile")
    context = _profile_context(vendor) | {"form": form, "may_change": may_change}
    return render(request, "vendors/shop/profile.html", context, status=form_status(form))


@roles(Role.VENDOR_OWNER)
@never_cache
@form_page
@sensitive_post_parameters("number")
@reauthentication_required
def change_account(request: Request) -> HttpResponse:
    """Another account: the password again, two verifiers, and a hold (T-62)."""
    vendor = selectors.own_vendor(request.actor)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            services.propose_bank_account(
                vendor_id=vendor.pk, **form.cleaned_data, actor=request.actor, at=timezone.now()
            )
        if ok:
            messages.success(request, _("Perubahan rekening menunggu dua verifikator. Rekening lama tetap dipakai."))
            return redirect("vendors:profile")
    context = {"vendor": vendor, "form": form, "account": selectors.verified_account(vendor.pk)}
    return render(request, "vendors/shop/account.html", context, status=form_status(form))


@roles(Role.VENDOR_OWNER)
@form_page
def papers(request: Request) -> HttpResponse:
    """A newer paper in place of an old one."""
    vendor = selectors.own_vendor(request.actor)
    sent = request.method == "POST"
    form = DocumentsForm(request.POST if sent else None, request.FILES if sent else None, vendor=vendor)
    if sent:
        if form.is_valid() and not form.uploads():
            form.add_error(None, _("Belum ada berkas yang dipilih. Pilih paling sedikit satu dokumen."))
        whole = form.is_valid()
        with refusal_to_form(form) as ok:
            for kind, upload in form.uploads().items():
                services.add_evidence(
                    vendor_id=vendor.pk, kind=EvidenceKind(kind), upload=upload, actor=request.actor, at=timezone.now()
                )
        if whole and ok:
            messages.success(request, _("Dokumen disimpan dan menunggu pemeriksaan."))
            return redirect("vendors:profile")
    return render(request, "vendors/shop/papers.html", {"vendor": vendor, "form": form}, status=form_status(form))


def _profile_context(vendor: Vendor) -> dict[str, Any]:
    day = local_day(timezone.now())
    papers = vendor.evidence.exclude(state="replaced").select_related("file")
    return {
        "vendor": vendor,
        "business": business_rows(vendor),
        "owners": owner_rows(vendor),
        "accounts": vendor.bank_accounts.filter(state__in=["proposed", "verified"]),
        "now": timezone.now(),
        "documents": [_paper(paper, day) for paper in papers],
        "badges": badges_of(vendor, day),
    }


def _paper(paper: Any, day: Any) -> dict[str, Any]:
    tones = {"proposed": "info", "accepted": "ok", "refused": "warn"}
    expired = paper.has_expired(day)
    return {
        "name": paper.get_kind_display(),
        "url": paper.file.url(),
        "meta": paper.file.name,
        "state_label": _("Kedaluwarsa") if expired else paper.get_state_display(),
        "tone": "bad" if expired else tones[paper.state],
    }
