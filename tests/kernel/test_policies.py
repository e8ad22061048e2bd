import pytest

from marketplace.kernel.actors import Actor, Grant
from marketplace.kernel.errors import NotPermitted
from marketplace.kernel.policies import allow, first_refusal, refuse

BUDI = Actor(id=2, name="Budi", grants=frozenset({Grant("ppk", 10), Grant("site_admin", None)}))


def test_a_role_counts_in_its_organisation_only():
    assert BUDI.holds("ppk", agency_id=10) and not BUDI.holds("ppk", agency_id=11) and BUDI.holds("ppk")


def test_a_role_without_an_organisation_counts_everywhere():
    assert BUDI.holds("site_admin", 99)


def test_a_no_carries_its_reason_and_code():
    verdict = first_refusal(allow(), refuse("Hanya PPK.", code="ROLE"), refuse("Lain."))

    with pytest.raises(NotPermitted, match="Hanya PPK") as refusal:
        verdict.enforce()
    assert not verdict and refusal.value.code == "ROLE"
