"""Keep one step of an application. Valid answers are kept even while others are still wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from marketplace.accounts.models import Organisation
from marketplace.accounts.services import record_nik
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import constraint_of, refusal_for_constraint
from vendors.completeness import Step
from vendors.models import Kbli, Vendor, VendorKBLI
from vendors.policies import may_edit_application
from vendors.scale import scale_of
from vendors.services.propose_bank_account import put_bank_account
from vendors.services.save_principal import put_principal

BUSINESS_FIELDS = (
    "nib", "legal_name", "trade_name", "legal_form", "npwp", "nitku", "business_capital_idr", "yearly_sales_idr",
    "is_pkp", "pkp_number", "pkp_since", "regency_id", "village", "address", "phone", "email", "deed_number", "deed_on",
    "notary", "lead_time_days", "description",
)  # fmt: skip


@transaction.atomic
def save_step(*, vendor_id: int, step: Step, values: Mapping[str, Any], actor: Actor, at: datetime) -> Vendor:
    """Write the values that are given; what is not given stays as it is.

    Raises  NotFound, NotPermitted (also while it is being checked), NibAlreadyUsed, NpwpAlreadyUsed, PrincipalTwice,
            BankAccountShared, PersonAlreadyRegistered (the NIK is another account's).
    """
    vendor = Vendor.objects.lock(vendor_id)
    may_edit_application(actor, vendor).enforce()
    WRITERS[step](vendor, values, actor, at)
    vendor.saved_at = at
    _save(vendor)
    audit_log.record(
        "vendors.application.saved", vendor, actor=actor, at=at, after={"step": step, "fields": sorted(values)}
    )
    return vendor


def _business(vendor: Vendor, values: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    for name in BUSINESS_FIELDS:
        if name in values:
            setattr(vendor, name, values[name])
    vendor.scale = (
        scale_of(yearly_sales_idr=vendor.yearly_sales_idr, business_capital_idr=vendor.business_capital_idr) or ""
    )
    if vendor.legal_name:
        Organisation.objects.filter(pk=vendor.pk).update(name=vendor.display_name)
    if "kbli_codes" in values:
        _business_classes(vendor, values["kbli_codes"])


def _business_classes(vendor: Vendor, codes: list[str]) -> None:
    wanted = Kbli.objects.filter(code__in=codes)
    vendor.kblis.exclude(kbli__in=wanted).delete()
    VendorKBLI.objects.bulk_create([VendorKBLI(vendor=vendor, kbli=kbli) for kbli in wanted], ignore_conflicts=True)


def _owner(vendor: Vendor, values: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    principal = put_principal(vendor, values, at=at)
    if values.get("is_self") and values.get("nik") and actor.id is not None:
        principal.user = record_nik(user_id=actor.id, nik=values["nik"], actor=actor, at=at)
        principal.save(update_fields=["user"])


def _account(vendor: Vendor, values: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    put_bank_account(
        vendor,
        bank_code=values["bank_code"],
        number=values["number"],
        holder_name=values["holder_name"],
        actor=actor,
        at=at,
    )
    vendor.qris_nmid = values.get("qris_nmid", vendor.qris_nmid)


WRITERS: dict[Step, Callable[[Vendor, Mapping[str, Any], Actor, datetime], None]] = {
    Step.BUSINESS: _business,
    Step.OWNER: _owner,
    Step.ACCOUNT: _account,
}


def _save(vendor: Vendor) -> None:
    try:
        with transaction.atomic():
            vendor.save()
    except IntegrityError as error:
        refusal = refusal_for_constraint(constraint_of(error))
        if refusal is None:
            raise
        raise refusal() from error
