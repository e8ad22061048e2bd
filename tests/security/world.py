"""Everything a purchase can be in at one moment, so that each page of each person has something to show and to attack.

A world of two offices and two vendors: the first office has an order in every state on the way to a paid bill, the
others must never see it.
"""

from __future__ import annotations

from django.test import Client

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.money import Rupiah
from tests.payments.settlement.scene import SettlementScene
from tests.scenes import Office

SMALL = Rupiah(600_000)
REASON = "Kebutuhan bidang masing-masing"


class World(SettlementScene):
    """A settlement scene with orders left in each state."""

    def fill(self) -> World:
        """One order in each state, a paid one, and a bill."""
        facts = {"total": SMALL, "reason": REASON}
        self.charged = self.bought(SMALL)
        self.statement = self.bill()
        self.orders = {
            "submitted": self.submitted_order(**facts),
            "compared": self.compared_order(**facts),
            "chosen": self.chosen_order(**facts),
            "approved": self.approved_order(**facts),
            "confirmed": self.confirmed_order(**facts),
            "shipped": self.shipped_order(**facts),
            "arrived": self.arrived_order(**facts),
            "inspected": self.inspected_order(**facts),
            "signed": self.signed_order(**facts),
            "accepted": self.accepted_order(**facts),
        }
        self.need = self.draft_need(**facts)
        self.strangers = self.other_office
        self.wati = self.person("Wati Verifikator", Role.VERIFIER, self.site.pk)
        self.umar = self.person("Umar Pengelola", Role.SITE_ADMIN, self.site.pk)
        assert self.joko and self.jaya_paper and self.dewi
        return self

    @property
    def people(self) -> dict[str, Actor]:
        """Everybody of the first office, its vendor, and those who serve or watch all offices."""
        names = ("ani", "eko", "budi", "fitri", "citra", "sari", "prita", "kusno", "tri", "vera", "hadi", "bram")
        return {name: getattr(self, name) for name in (*names, "wati", "umar", "dewi")}

    @property
    def outsiders(self) -> dict[str, Actor]:
        """The other office's people and the other vendor, with the same roles."""
        other: Office = self.strangers
        same = {
            f"{name} of the other office": getattr(other, name) for name in ("ani", "eko", "budi", "fitri", "citra")
        }
        return same | {"joko of the other vendor": self.joko}

    def browser(self, actor: Actor) -> Client:
        client = Client()
        client.force_login(self.user_of(actor))
        return client
