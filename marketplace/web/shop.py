"""/toko/: the seller's first page. What to do now, where the money is, how sales go; read from every package below."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from marketplace.accounts.access import roles
from marketplace.accounts.roles import Role
from marketplace.kernel.calendar import local_day
from marketplace.ui import formats
from marketplace.ui.http import Request
from marketplace.ui.tasks import Task
from marketplace.web import rooms
from orders.selectors import sales
from payments.cards import seller_pages
from payments.cards.selectors import pipeline
from vendors.models import Vendor
from vendors.selectors import own_vendor, papers_ending, verified_account
from vendors.views.badges import badges_of

SHOWN_TASKS = 5
MILLION = 1_000_000


@roles(Role.VENDOR_OWNER, Role.VENDOR_STAFF)
@require_safe
def home(request: Request) -> HttpResponse:
    """Today's work and "kapan saya dibayar?" above the chart."""
    at = timezone.now()
    vendor = own_vendor(request.actor)
    tasks = [*rooms.tasks_for(request.actor), *_ending(vendor, at)]
    context = {
        "vendor": vendor,
        "greeting": _greeting(at),
        "tasks": tasks[:SHOWN_TASKS],
        "task_count": len(tasks),
        "badges": badges_of(vendor, local_day(at)),
        "review_is_late": vendor.review_due_on is not None and vendor.review_due_on < local_day(at),
        "account": verified_account(vendor.pk),
    }
    if vendor.activated_at:
        context |= _money(vendor, at) | _sales(vendor, at) | {"record": _record(vendor)}
    return render(request, "web/shop.html", context)


def _greeting(at: datetime) -> str:
    hour = timezone.localtime(at).hour
    if hour < 11:
        return _("Selamat pagi")
    if hour < 15:
        return _("Selamat siang")
    return _("Selamat sore") if hour < 18 else _("Selamat malam")


def _ending(vendor: Vendor, at: datetime) -> list[Task]:
    """Papers that end soon, after what buyers wait for."""
    today = local_day(at)
    return [
        Task(
            title=_("Perbarui %(paper)s") % {"paper": paper.get_kind_display()},
            url=reverse("vendors:papers"),
            deadline=paper.expires_on,
            icon="file-clock",
            tone="bad" if paper.has_expired(today) else "idle",
        )
        for paper in papers_ending(vendor, today)
    ]


def _money(vendor: Vendor, at: datetime) -> dict[str, Any]:
    money = pipeline([vendor.pk], at=at)
    steps = seller_pages.pipeline_steps(money)
    waiting, count = sales.awaiting_report([vendor.pk])
    steps.append(
        {
            "label": _("Menunggu BAST"),
            "amount": waiting,
            "detail": ngettext(
                "%(count)d pesanan sudah di dinas, belum termasuk jumlah di atas",
                "%(count)d pesanan sudah di dinas, belum termasuk jumlah di atas",
                count,
            )
            % {"count": count}
            if count
            else _("Tidak ada"),
            "state": "next",
            "icon": "file-pen",
        }
    )
    return {"money": money, "money_steps": steps}


def _sales(vendor: Vendor, at: datetime) -> dict[str, Any]:
    months = sales.sales_by_month([vendor.pk], until=at)
    names = formats.SHORT_MONTHS[formats.language()]
    points = [
        {
            "label": names[month.first.month - 1],
            "value": month.sold.idr,
            "text": formats.number(round(month.sold.idr / MILLION, 1), 1, trim=True),
        }
        for month in months
    ]
    return {"months": points if any(month.orders for month in months) else [], "this_month": months[-1]}


def _record(vendor: Vendor) -> list[dict[str, str]]:
    """What offices make of the shop: rows of the report."""
    found = sales.record_of([vendor.pk])
    rows = []
    if vendor.rated_orders:
        share = formats.percent(vendor.on_time_orders / vendor.rated_orders, 0)
        text = _("%(share)s, %(on_time)s dari %(total)s pesanan")
        counts = {"on_time": formats.number(vendor.on_time_orders), "total": formats.number(vendor.rated_orders)}
        rows.append({"label": _("Tepat waktu"), "value": text % {"share": share, **counts}})
    if found.answer_time is not None:
        rows.append(
            {"label": _("Waktu menjawab"), "value": _("rata-rata %(time)s") % {"time": _span(found.answer_time)}}
        )
    if found.scored:
        score = formats.number(round(found.score or 0, 1), 1, trim=True)
        text = ngettext("%(score)s dari 3, %(n)s ulasan", "%(score)s dari 3, %(n)s ulasan", found.scored)
        rows.append(
            {"label": _("Penilaian dinas"), "value": text % {"score": score, "n": formats.number(found.scored)}}
        )
    if found.letters:
        counts = {"failed": formats.number(found.failed), "total": formats.number(found.letters)}
        rows.append({"label": _("Pesanan batal"), "value": _("%(failed)s dari %(total)s") % counts})
    return rows


def _span(time: timedelta) -> str:
    """1 jam 20 menit; 2 hari 4 jam."""
    minutes = max(int(time.total_seconds() // 60), 0)
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [
        ngettext("%(n)d hari", "%(n)d hari", days) % {"n": days} if days else "",
        ngettext("%(n)d jam", "%(n)d jam", hours) % {"n": hours} if hours else "",
        ngettext("%(n)d menit", "%(n)d menit", minutes) % {"n": minutes} if not days and (minutes or not hours) else "",
    ]
    return " ".join(part for part in parts if part)
