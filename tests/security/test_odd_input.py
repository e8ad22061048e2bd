"""Whatever is typed into any form is taken or explained, and stays typed; it is never a defect (T-22, T-44)."""

from __future__ import annotations

from html import escape

import pytest
from django.db import transaction

from tests.security.crawler import Form
from tests.security.world import World

ODD = {
    "nothing": "", "less than nothing": "-1", "a comma": "54,500", "an exponent": "1e400",
    "other digits": "١٢٣", "a superscript": "²", "a NUL": "a\x00b", "a mark that turns": "abc\u202edef",
    "thousands of letters": "x" * 10_000, "thousands of digits": "9" * 5_000, "beyond a bigint": "9223372036854775808",
    "a script": "<script>alert(1)</script>", "the last day": "31/12/9999", "no day": "31/02/2026",
}  # fmt: skip
SHOWN_AGAIN = {"a comma", "a superscript", "a script", "no day"}
#: Sent as it is, or the form is not the one that was shown.
KEPT = {"csrfmiddlewaretoken", "attempt_key", "bank-attempt_key", "kembali-attempt_key", "need", "opd", "content"}
LEFT_OUT = {"accounts:sign-out", "account_logout", "set_language", "web:theme"}
WHO_ORDER = ("ani", "eko", "budi", "fitri", "sari")
WHO_PAY = ("citra", "hadi", "wati", "umar", "prita", "tri", "vera", "bram")


class Undone(Exception):
    """Ends a try, and takes back what it did."""


@pytest.mark.parametrize("people", [WHO_ORDER, WHO_PAY], ids=["who orders", "who pays"])
def test_odd_input_is_explained_and_kept_on_every_form(world: World, walked, people):
    done, wrong = set(), []
    for name in people:
        client = world.browser(world.people[name])
        for _address, _html, forms in walked(name):
            for form in forms:
                if form.method == "post" and form.key not in done and form.key[0] not in LEFT_OUT:
                    done.add(form.key)
                    wrong += [(name, form.action, *problem) for problem in problems_of(client, form)]
    assert len(done) > 8 and wrong == []


def problems_of(client, form: Form) -> list[tuple[str, str]]:
    found = []
    for label, value in ODD.items():
        data = {key: values if key in KEPT else [value] for key, values in form.typed().items()}
        try:
            with transaction.atomic():
                answer = client.post(form.action, data)
                if answer.status_code >= 500:
                    found.append((label, str(answer.status_code)))
                kept = escape(value) in answer.content.decode() or label not in SHOWN_AGAIN or not has_text(form)
                if answer.status_code == 422 and not kept:
                    found.append((label, "not shown again"))
                raise Undone
        except Undone:
            continue
    return found


def has_text(form: Form) -> bool:
    return any(kind in ("text", "textarea") for name, kind in form.kinds.items() if name not in KEPT)
