"""Whatever a program asks, it reads JSON, in its language, and what cannot be meant is refused and not passed over."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import cache

from catalog.search import index_listings
from orders.states import OrderState
from tests.scenes import fresh


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api", 404, "NOT_FOUND"),
        ("/api/", 404, "NOT_FOUND"),
        ("/api/v1/", 404, "NOT_FOUND"),
        ("/api/v2/orders", 404, "NOT_FOUND"),
        ("/api/v1/nothing", 404, "NOT_FOUND"),
        ("/api/v1/listings/abc", 404, "NOT_FOUND"),
        ("/api/v1/listings/-1", 404, "NOT_FOUND"),
        ("/api/v1/listings/1/more", 404, "NOT_FOUND"),
        ("/api/v1/%00", 400, "BAD_REQUEST"),
        ("/api/v1/listings?q=%00", 400, "BAD_REQUEST"),
    ],
)
def test_an_address_that_is_none_is_told_as_json(client, db, path, status, code):
    answer = client.get(path)

    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (status, "application/json")
    assert answer.json()["code"] == code and answer.json()["message"] and answer.json()["facts"] == {}
    assert int(answer["Content-Length"]) == len(answer.content)


def test_pages_stay_pages(client, db):
    for path in ("/apikan/", "/tidak-ada/"):
        assert client.get(path)["Content-Type"].startswith("text/html")


def test_a_method_that_an_address_does_not_know_is_told_as_json(client, db):
    answer = client.delete("/api/v1/listings")

    assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (405, "METHOD_NOT_ALLOWED", "GET")
    assert "DELETE" in answer.json()["message"]


def test_a_name_of_another_site_and_a_defect_are_told_as_json(client, db, monkeypatch, settings):
    client.raise_request_exception = False
    settings.ALLOWED_HOSTS = ["testserver"]
    assert client.get("/api/v1/listings", HTTP_HOST="evil.example").json()["code"] == "BAD_REQUEST"

    def broken(*_args, **_options):
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("marketplace.api.routes.listings.selectors.search", broken)
    answer = client.get("/api/v1/listings")

    assert (answer.status_code, answer.json()["code"]) == (500, "DEFECT")
    assert "secret" not in answer.content.decode() and answer["X-Request-ID"]


def test_a_pace_that_is_kept_for_people_is_told_as_json_too(client, db):
    cache.clear()
    answers = [client.get("/api/v1/listings?q=meja") for _search in range(61)]

    assert (answers[60].status_code, answers[60].json()["code"]) == (429, "TOO_MANY")
    assert answers[60]["Retry-After"] and "permintaan" in answers[60].json()["message"]


def test_who_has_no_second_factor_yet_is_not_sent_to_a_page(scene, client, settings):
    settings.MFA_REQUIRED_FOR_MONEY_ROLES = True
    client.force_login(scene.user_of(scene.budi))

    answer = client.get("/api/v1/me")

    assert (answer.status_code, answer.json()["code"]) == (403, "SECOND_FACTOR_MISSING")
    assert "Location" not in answer


# ---- parameters -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/orders", "/budget/lines"])
@pytest.mark.parametrize("cursor", ["nonsense", "a:b:c", "WyJuIl0:1:x"])
def test_a_cursor_that_is_none_is_refused_and_not_page_one(scene, program, path, cursor):
    scene.submitted_order()

    answer = program(scene.budi).get(path, {"cursor": cursor})

    assert (answer.status_code, answer.json()["code"]) == (400, "CURSOR_UNREADABLE")
    assert answer.json()["facts"] == {"parameter": "cursor"} and "`cursor`" in answer.json()["message"]
    assert "items" not in answer.json()


def test_a_cursor_of_another_list_is_refused(scene, program, monkeypatch):
    from marketplace.ui.pagination import keyset

    for _order in range(2):
        scene.submitted_order()
    with monkeypatch.context() as small:
        small.setattr("marketplace.api.routes.orders.keyset", lambda *args, **named: keyset(*args, **named, per_page=1))
        cursor = program(scene.budi).get("/orders").json()["next"]

    assert cursor and program(scene.budi).get("/orders", {"cursor": cursor}).status_code == 200
    assert program(scene.budi).get("/budget/lines", {"cursor": cursor}).json()["code"] == "CURSOR_UNREADABLE"


@pytest.mark.parametrize("state", ["paidd", "PAID", "", "' OR 1=1"])
def test_a_state_that_is_none_is_refused_with_those_that_are(scene, program, state):
    answer = program(scene.budi).get("/orders", {"state": state})

    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_PARAMETER")
    (wrong,) = answer.json()["facts"]["errors"]
    assert wrong["field"] == "state" and wrong["allowed"] == OrderState.values
    assert "awaiting_approval, ordered" in wrong["message"]


def test_a_state_that_is_one_narrows_the_list(scene, program):
    scene.submitted_order()
    approved = scene.approved_order()

    answer = program(scene.budi).get("/orders", {"state": "ordered"})

    assert [one["number"] for one in answer.json()["items"]] == [approved.number]


@pytest.mark.parametrize(
    ("parameter", "value", "known"),
    [("group", "99", "07"), ("category", "07", "07.03"), ("category", "07.99", "07.03"), ("regency", "99.9", "33.74")],
)
def test_a_code_that_is_none_is_refused_with_those_that_are(scene, client, parameter, value, known):
    answer = client.get("/api/v1/listings", {parameter: value})

    assert (answer.status_code, answer.json()["code"]) == (400, "UNKNOWN_VALUE")
    assert answer.json()["facts"]["parameter"] == parameter and known in answer.json()["facts"]["allowed"]
    assert client.get("/api/v1/listings", {parameter: known}).status_code == 200


def test_an_order_of_the_list_that_is_none_names_the_orders(client, db):
    answer = client.get("/api/v1/listings", {"sort": "cheap"})

    assert answer.status_code == 400
    assert answer.json()["facts"]["errors"][0]["allowed"] == ["relevance", "price", "fastest", "spread", "newest"]


def test_the_description_names_the_states_and_the_orders(client, db):
    described = client.get("/api/v1/openapi.json").json()
    orders = {one["name"]: one["schema"] for one in described["paths"]["/api/v1/orders"]["get"]["parameters"]}

    assert described["components"]["schemas"]["OrderState"]["enum"] == OrderState.values
    assert "OrderState" in str(orders["state"])
    assert "405" not in described["paths"]["/api/v1/orders"]["get"]["responses"]


# ---- words ----------------------------------------------------------------------------------------------------------

#: body -> the field, and what is said in Indonesian and in English
MISTAKES = [
    ({}, "attempt_key", "Wajib diisi.", "Required."),
    ({"attempt_key": "x"}, "attempt_key", "Harus berupa UUID.", "Must be a UUID."),
    ({"attempt_key": str(uuid4()), "a": 1}, "a", "Isian ini tidak dikenal.", "This field is not known."),
    ({"attempt_key": 7}, "attempt_key", "Harus berupa UUID.", "Must be a UUID."),
    ([], "", "Harus berupa objek JSON.", "Must be a JSON object."),
]


@pytest.mark.parametrize(("body", "field", "indonesian", "english"), MISTAKES)
def test_what_is_wrong_is_said_in_the_language_that_was_asked_for(scene, program, body, field, indonesian, english):
    order, sari = scene.approved_order(), program(scene.sari)

    for language, words in {
        "": indonesian,
        "id": indonesian,
        "*": indonesian,
        "fr": indonesian,
        "en-GB": english,
    }.items():
        sari.headers["Accept-Language"] = language
        answer = sari.post(f"/orders/{order.number}/confirm", body)
        (wrong,) = answer.json()["facts"]["errors"]
        assert answer.status_code == 422 and wrong["field"] == field and wrong["message"] == words, language
        assert "Accept-Language" in answer["Vary"]
    assert fresh(order).state == "ordered"


def test_numbers_and_lengths_name_their_limits(client, db):
    asked = {"page": "0", "price_min_idr": "1e2", "q": "x" * 121, "price_max_idr": "99999999999999"}

    def said(language: str) -> dict[str, str]:
        answer = client.get("/api/v1/listings", asked, headers={"Accept-Language": language})
        return {one["field"]: one["message"] for one in answer.json()["facts"]["errors"]}

    assert said("id") == {
        "page": "Paling sedikit 1.",
        "price_min_idr": "Harus berupa bilangan bulat.",
        "q": "Paling banyak 120 karakter.",
        "price_max_idr": "Paling banyak 10000000000000.",
    }
    assert said("en")["page"] == "At least 1."


def test_a_body_that_is_no_json_is_told_in_the_language_asked_for(scene, program):
    order, sari = scene.approved_order(), program(scene.sari)

    answer = sari.client.post(
        f"/api/v1/orders/{order.number}/confirm", "{", content_type="application/json", headers=sari.headers
    )

    assert (answer.status_code, answer.json()["message"]) == (400, "Isi permintaan ini bukan JSON.")


def test_pages_do_not_follow_the_browser(client, db):
    assert client.get("/masuk/", headers={"Accept-Language": "en"})["Content-Language"] == "id"


def test_addresses_that_are_none_are_told_in_the_language_asked_for(client, db):
    answers = [client.get("/api/v1/none", headers={"Accept-Language": one}).json()["message"] for one in ("id", "en")]

    assert answers[0].startswith("Halaman atau data") and "not found" in answers[1].lower()


# ---- free text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "indonesian", "english"),
    [
        ("\u200b\u200d", "Wajib diisi.", "Required."),
        ("\u3164 \u00ad", "Wajib diisi.", "Required."),
        ("Lengkapi\x00 data", "Memuat tanda yang tidak dapat disimpan.", "It holds a sign that cannot be stored."),
        ("Lengkapi \ud800 data", "Memuat tanda yang tidak dapat disimpan.", "It holds a sign that cannot be stored."),
        ("Lengkapi \u202egnarab", "Ada tanda tersembunyi pengubah arah baca (U+202E)", "There is a hidden sign"),
    ],
)
def test_a_reason_that_hides_something_or_shows_nothing_is_refused(scene, program, reason, indonesian, english):
    order, budi = scene.chosen_order(), program(scene.budi)

    for language, words in (("id", indonesian), ("en", english)):
        budi.headers["Accept-Language"] = language
        answer = budi.post(f"/orders/{order.number}/return", {"reason": reason})
        assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")
        (wrong,) = answer.json()["facts"]["errors"]
        assert wrong["field"] == "reason" and wrong["message"].startswith(words)
    assert (fresh(order).state, fresh(order).return_reason) == ("awaiting_approval", "")


def test_a_reason_keeps_its_emoji_and_loses_what_is_not_seen(scene, program):
    order = scene.chosen_order()

    reason = " Lengkapi\u200b spesifikasi 👩🏽\u200d⚕️ محمد "
    program(scene.budi).post(f"/orders/{order.number}/return", {"reason": reason})

    assert fresh(order).return_reason == "Lengkapi spesifikasi 👩🏽\u200d⚕️ محمد"


@pytest.mark.parametrize("typed", ["1e2", "+5", "1_000", " 5", "5.0", "５", "-1", ""])
@pytest.mark.parametrize("parameter", ["page", "price_min_idr", "price_max_idr"])
def test_numbers_in_an_address_are_digits(client, db, parameter, typed):
    answer = client.get("/api/v1/listings", {parameter: typed})

    assert answer.status_code == 400 and answer.json()["facts"]["errors"][0]["field"] == parameter


# ---- looking only ---------------------------------------------------------------------------------------------------


def test_head_answers_as_get_without_a_body(scene, program):
    order, ani = scene.approved_order(), program(scene.ani)

    for address in ("/orders", f"/orders/{order.number}", "/me", "/listings", "/openapi.json"):
        got, asked = (
            getattr(ani.client, method)(f"/api/v1{address}", headers=ani.headers) for method in ("get", "head")
        )
        assert (asked.status_code, asked.content) == (200, b""), address
        assert (asked["Content-Type"], asked["Content-Length"]) == (got["Content-Type"], got["Content-Length"])
    assert ani.client.head("/api/v1/orders/DSR-0/", headers=ani.headers).status_code == 404
    assert ani.client.head("/api/v1/orders").status_code == 401


def test_head_on_what_is_only_posted_to_is_no_method(scene, program):
    order, sari = scene.approved_order(), program(scene.sari)

    answer = sari.client.head(f"/api/v1/orders/{order.number}/confirm", headers=sari.headers)

    assert answer.status_code == 405 and fresh(order).state == "ordered"


@pytest.mark.parametrize("text", ["---", "?!", "%", "«»", "🙂", "中文", "yang dan"])
def test_a_search_without_a_word_finds_nothing_on_both_doors(scene, client, text):
    index_listings([scene.paper.id])
    assert client.get("/api/v1/listings").json()["total"] == client.get("/api/v1/listings?q=%20").json()["total"] > 0

    found = client.get("/api/v1/listings", {"q": text})
    page = client.get("/cari/", {"q": text})

    assert (found.status_code, found.json()) == (200, {"items": [], "total": 0, "total_is_capped": False, "page": 1})
    assert page.status_code == 200 and "Tidak ada yang cocok" in page.content.decode()
    assert scene.paper.name not in page.content.decode()
