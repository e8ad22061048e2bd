"""Close a fiscal year of one office, or of all: `close_year 2026 --decision 903/1/2027 --by bud@...`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from marketplace.accounts.actors import actor_for
from marketplace.accounts.models import Agency, User
from marketplace.kernel.errors import Refusal
from orders.selectors.year_end import office_years
from orders.services import close_year


class Command(BaseCommand):
    help = "Close a fiscal year: reservations lapse, the rest is listed, the books take no more postings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--decision", required=True, help="number of the decision")
        parser.add_argument("--by", required=True, help="e-mail address or NIP of the treasurer general (BUD)")
        parser.add_argument("--office", default="", help="short code of one office; without it, every office")
        parser.add_argument("--reason", default="Penutupan tahun anggaran")

    def handle(self, *args: Any, **given: Any) -> None:
        at = timezone.now()
        person = User.objects.filter(email=given["by"]).first() or User.objects.filter(nip=given["by"]).first()
        if person is None:
            raise CommandError(f"nobody has the e-mail address or NIP {given['by']}")
        actor = actor_for(person, at=at, address="", request_id="")
        if given["office"] and not Agency.objects.filter(short_code=given["office"]).exists():
            raise CommandError(f"there is no office {given['office']}")
        offices = [
            one
            for one in office_years(actor, given["year"])
            if one.close is None and given["office"] in ("", one.agency.short_code)
        ]
        if not offices:
            self.stdout.write("nothing to close")
        for one in offices:
            try:
                close = close_year(
                    agency_id=one.agency.pk,
                    fiscal_year=given["year"],
                    decision_number=given["decision"],
                    reason=given["reason"],
                    actor=actor,
                    at=at,
                )
            except Refusal as refusal:
                raise CommandError(f"{one.agency.name}: {refusal}") from refusal
            self.stdout.write(f"{one.agency.name}: closed, {close.rows.count()} rows left open")
