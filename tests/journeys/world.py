"""The province in which the journeys happen: an office with everybody in it, a card of the simulated bank, one other
seller of the same goods. All of it stands before the first page is opened; the rest is done on pages."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from PIL import Image, ImageDraw

from marketplace.accounts.models import User
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.money import Rupiah
from payments.budget.models import FundSource
from payments.gateways.registry import bank_channel
from payments.settlement.models import CardStatement
from payments.settlement.services import request_statement
from tests.payments.settlement.scene import SettlementScene
from tests.scenes import NOON, PAPER

PASSWORD = "pasar-terbuka-2026"
PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n% {mark}\n%%EOF\n"
CEILING = Rupiah(60_000_000)


class Province(SettlementScene):
    """Whoever must be there, with a password."""

    def __init__(self, bank: object, *, start: datetime = NOON) -> None:
        super().__init__(start, bank=bank, limit=Rupiah(20_000_000))
        FundSource.objects.get_or_create(code="1.1", defaults={"name": "Pendapatan Asli Daerah"})
        self.line = self.office.line(ceiling=CEILING, account=PAPER)
        self.vina = self.person("Vina Maharani", Role.VERIFIER, self.site.pk)
        self.vito = self.person("Vito Prakoso", Role.VERIFIER, self.site.pk)
        assert self.dewi
        User.objects.update(password=make_password(PASSWORD))

    def bill(self, *, actor: Actor | None = None) -> CardStatement:
        """Cut by the bank's own process."""
        return request_statement(
            card_id=self.card.pk, attempt_key=uuid4(), actor=actor or self.hadi, at=self.tick(), bank=bank_channel()
        )

    def login_of(self, actor: Actor) -> str:
        return str(self.user_of(actor).nip)


def paper(name: str) -> dict[str, Any]:
    """An uploaded PDF, as Playwright takes files."""
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": PDF.replace(b"{mark}", name.encode())}


def picture(name: str, colour: str = "#264180") -> dict[str, Any]:
    """An uploaded photo with something on it."""
    image = Image.new("RGB", (1200, 900), colour)
    ImageDraw.Draw(image).rectangle((300, 200, 900, 700), fill="#f8f6f1")
    data = BytesIO()
    image.save(data, "JPEG")
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}
