"""Every act that the code records has a name on screen."""

import re

from marketplace.embedded.state import CHECKOUT
from marketplace.oversight.words import ACTS

PACKAGES = ("marketplace", "vendors", "catalog", "orders", "payments")
RECORDED = re.compile(r'audit_log\.record\(\s*"([a-z_.]+)"')


def test_no_act_in_the_log_shows_its_code():
    recorded = {
        act
        for package in PACKAGES
        for file in (CHECKOUT / package).rglob("*.py")
        for act in RECORDED.findall(file.read_text())
    }

    assert len(recorded) > 100 and recorded - set(ACTS) == set()
