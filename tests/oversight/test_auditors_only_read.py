"""T47: an auditor posts anything: 403, and the attempt stands in the log."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.kernel.audit_log.models import AuditEntry
from tests.scenes import fresh


@pytest.mark.parametrize("address", ["/pengawasan/", "/pengawasan/jejak/", "/persetujuan/{number}/", "/toko/produk/"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_whatever_an_auditor_sends_is_refused_and_logged(scene, as_person, address, method):
    order = scene.chosen_order()
    path = address.format(number=order.number)

    answer = getattr(as_person(scene.dewi), method)(path, {"decision": "approve"})

    assert answer.status_code == 403 and answer["X-Refusal-Code"] == "AUDITOR_READS_ONLY"
    entry = AuditEntry.objects.get(what="oversight.write.refused")
    assert (entry.actor_id, entry.after) == (scene.dewi.id, {"method": method.upper(), "path": path})
    assert fresh(order).state == order.state


def test_an_auditor_manages_their_own_account_and_language(scene, as_person):
    client = as_person(scene.dewi)

    assert client.post(reverse("web:theme"), {"theme": "dark"}).status_code in (200, 204, 302, 303)
    assert client.post(reverse("set_language"), {"language": "en"}).status_code == 302
    assert client.post(reverse("notices:read-all")).status_code == 302
    assert not AuditEntry.objects.filter(what="oversight.write.refused").exists()


def test_others_are_not_counted_among_the_auditors(scene, as_person):
    as_person(scene.ani).post("/pengawasan/")

    assert not AuditEntry.objects.filter(what="oversight.write.refused").exists()
