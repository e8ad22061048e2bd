"""Which roles one person must not hold at the same time. The database repeats this table as a trigger.

The trigger (`sql/segregation_of_roles_v1.sql`) has the last word; this table gives the reason before it speaks. A test
compares the two for every pair. Rules about the same person twice in one chain (S3, S4, S6, S7) belong to the row of
the order, payable or document.

Source  S1: UU 1/2004 Art. 10(4)-(5), PP 12/2019 Art. 19-21. S2: PP 12/2019 Art. 14-15.
        S5: house rule after Permendagri 79/2022 Art. 1(6). S8: UU 15/2004; PP 60/2008.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import AUDITOR_ROLES, Role

TREASURERS = frozenset({Role.TREASURER, Role.ASSISTANT_TREASURER})


@dataclass(frozen=True)
class Incompatibility:
    """One rule: whoever holds a role of `one` may not hold one of `other` in the same days."""

    rule: str
    one: frozenset[str]
    other: frozenset[str]
    same_office: bool
    reason: str | Promise

    def forbids(self, first: str, second: str) -> bool:
        """Whether this rule keeps the two roles apart."""
        return (first in self.one and second in self.other) or (second in self.one and first in self.other)


INCOMPATIBILITIES = (
    Incompatibility(
        "S1",
        TREASURERS,
        frozenset(
            {
                Role.BUDGET_USER,
                Role.BUDGET_PROXY,
                Role.TREASURY,
                Role.TREASURY_PROXY,
                Role.FINANCE_VERIFIER,
                Role.ACTIVITY_OFFICER,
                Role.PURCHASING_OFFICER,
                Role.VENDOR_OWNER,
                Role.VENDOR_STAFF,
            }
        ),
        same_office=False,
        reason=_(
            "Bendahara tidak boleh merangkap yang memerintahkan, memeriksa, atau mengadakan belanja, atau berdagang."
        ),
    ),
    Incompatibility(
        "S2",
        frozenset({Role.FINANCE_VERIFIER}),
        frozenset({Role.ACTIVITY_OFFICER, Role.COMMITMENT_OFFICER, Role.PURCHASING_OFFICER}),
        same_office=False,
        reason=_("PPK-SKPD tidak boleh merangkap PPTK, PPK, atau Pejabat Pengadaan."),
    ),
    Incompatibility(
        "S5",
        frozenset({Role.CARD_ADMIN}),
        frozenset({Role.CARD_HOLDER, Role.CARD_DELEGATE}),
        same_office=True,
        reason=_("Administrator KKPD tidak boleh memegang kartu di perangkat daerah yang sama."),
    ),
    Incompatibility(
        "S8",
        frozenset(AUDITOR_ROLES),
        frozenset(Role) - AUDITOR_ROLES,
        same_office=False,
        reason=_("Pengawas hanya membaca dan tidak boleh memegang peran lain."),
    ),
)


def rule_between(first: str, second: str, *, same_office: bool) -> Incompatibility | None:
    """The rule that keeps two roles of one person apart, or None."""
    for rule in INCOMPATIBILITIES:
        if rule.forbids(first, second) and (same_office or not rule.same_office):
            return rule
    return None
