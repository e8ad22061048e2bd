"""Every act that the code records has a name on screen."""

import re

from marketplace.embedded.state import CHECKOUT
from marketplace.oversight.shown.trail import change
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


def test_facts_have_names_and_an_empty_one_is_left_out():
    assert change(None, {"list": "log", "asked": {}, "reasons": []}) == "daftar: log"
    assert change(None, {"released_idr": 0, "stock": 3}) == "dilepas: Rp0; stok: 3"
    assert change({"state": ""}, {"state": "draft"}) == "keadaan:  → draft"
