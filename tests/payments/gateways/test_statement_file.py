"""Reading e-billing files: what is good is exact, what is bad is refused as a whole with its places."""

import json
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.money import Rupiah
from payments.gateways.statement_file import StatementFileRefused, StatementIdentityBroken, parse_statement

HEADER = {
    "statement_no": "EB-00001-20261215-001", "skpd_code": "5.02", "billing_account": "880000000001",
    "period_from": "2026-11-16", "period_to": "2026-12-15", "statement_date": "2026-12-15", "due_date": "2026-12-30",
    "opening": "0.00", "purchases": "10700000.00", "refunds": "0.00", "payments": "0.00", "fees": "0.00",
    "closing": "10700000.00", "currency": "IDR",
}  # fmt: skip


def line(number: int, amount: str, **facts: str) -> dict[str, str]:
    return {
        "line_no": str(number), "pan_masked": "194600******4821", "holder_name": "Ani Lestari",
        "txn_datetime": "2026-12-08T10:00:00+07:00", "posting_date": "2026-12-08", "auth_code": f"A0000{number}",
        "rrn": f"63420000000{number}", "merchant_name": "Dapur Contoh", "merchant_id": "ID1020999900017",
        "mcc": "5812", "channel": "online", "amount": amount, "dr_cr": "D", "fee_flag": "N", "original_ref": "",
    } | facts  # fmt: skip


LINES = [line(1, "6000000.00"), line(2, "3200000"), line(3, "1500000.00")]


def as_json(header: dict = HEADER, lines: list = LINES) -> bytes:
    return json.dumps({"header": header, "lines": lines}).encode()


def as_csv(header: dict = HEADER, lines: list = LINES, *, delimiter: str = ",") -> bytes:
    rows = [header.keys(), header.values(), [], LINES[0].keys(), *(row.values() for row in lines)]
    return "\r\n".join(delimiter.join(map(str, row)) for row in rows).encode()


def complaints_of(content: bytes) -> list[tuple[int, str]]:
    with pytest.raises(StatementFileRefused) as refusal:
        parse_statement(content)
    assert refusal.value.code == "STATEMENT_FILE" and str(refusal.value)
    return [(complaint.row, complaint.column) for complaint in refusal.value.complaints]


@pytest.mark.parametrize("content", [as_json(), as_csv(), as_csv(delimiter=";"), b"\xef\xbb\xbf" + as_csv()])
def test_csv_and_json_read_alike(content):
    statement = parse_statement(content)

    assert statement == parse_statement(as_json())
    assert statement.header.closing == Rupiah(10_700_000) and statement.header.period_to == date(2026, 12, 15)
    assert [row.amount for row in statement.lines] == [Rupiah(6_000_000), Rupiah(3_200_000), Rupiah(1_500_000)]


@pytest.mark.parametrize(("spoiled", "words"), [({1}, "read: line 3 "), ({1, 2}, "2 errors, the first is line 3 ")])
def test_one_error_is_not_said_to_be_the_first_of_some(spoiled, words):
    lines = [one | {"amount": "banyak"} if number in spoiled else one for number, one in enumerate(LINES)]

    with pytest.raises(StatementFileRefused) as refusal, translation.override("en"):
        parse_statement(as_json(lines=lines))

    with translation.override("en"):
        assert words in str(refusal.value)


def test_lines_that_do_not_sum_to_the_header_are_refused():
    """T21."""
    header = HEADER | {"purchases": "10700001.00", "closing": "10700001.00"}

    with pytest.raises(StatementIdentityBroken) as refusal:
        parse_statement(as_json(header))

    assert refusal.value.code == "STATEMENT_IDENTITY"
    assert (refusal.value.stated, refusal.value.computed) == (Rupiah(10_700_001), Rupiah(10_700_000))


@pytest.mark.parametrize("figure", ["opening", "purchases", "refunds", "payments", "fees", "closing"])
def test_any_single_figure_one_rupiah_off_breaks_the_identity(figure):
    header = HEADER | {figure: f"{int(HEADER[figure].partition('.')[0]) + 1}.00"}

    with pytest.raises(StatementIdentityBroken):
        parse_statement(as_json(header))


def test_credits_and_fees_are_told_apart():
    lines = [
        line(1, "1000000"),
        line(2, "10000", fee_flag="Y"),
        line(3, "200000", dr_cr="C", original_ref="634200000001"),
        line(4, "500000", dr_cr="C", channel="transfer"),
    ]
    header = HEADER | {
        "opening": "500000", "purchases": "1000000", "fees": "10000", "refunds": "200000", "payments": "500000",
        "closing": "810000",
    }  # fmt: skip

    statement = parse_statement(as_csv(header, lines))

    assert [row.kind for row in statement.lines] == ["purchase", "fee", "refund", "payment"]


@given(cents=st.integers(min_value=1, max_value=99))
def test_an_amount_with_cents_is_refused_with_its_place(cents):
    content = as_json(lines=[line(1, f"6000000.{cents:02d}"), *LINES[1:]])

    assert complaints_of(content) == [(2, "amount")]


def test_a_json_number_with_cents_is_refused_too():
    content = as_json().replace(b'"6000000.00"', b"6000000.5")

    assert complaints_of(content) == [(2, "amount")]


@pytest.mark.parametrize(
    "amount", ["", "1e9", "6.000.000,00", "-5", "0", "NaN", "Infinity", "9" * 16, "\N{ARABIC-INDIC DIGIT ONE}"]
)
def test_what_is_no_amount_above_zero_is_refused(amount):
    assert (2, "amount") in complaints_of(as_json(lines=[line(1, amount), *LINES[1:]]))


def test_every_complaint_is_told_at_once():
    content = as_json(
        HEADER | {"due_date": "30-12-2026"},
        [line(1, "x"), line(2, "3200000", txn_datetime="2026-12-08T10:00:00"), line(3, "1500000", fee_flag="?")],
    )

    assert complaints_of(content) == [(1, "due_date"), (2, "amount"), (3, "txn_datetime"), (4, "fee_flag")]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"currency": "USD"}, (1, "currency")),
        ({"period_from": "2026-12-16"}, (1, "period_to")),
        ({"statement_no": ""}, (1, "statement_no")),
    ],
)
def test_a_header_that_makes_no_sense_is_refused(change, place):
    assert complaints_of(as_json(HEADER | change)) == [place]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"dr_cr": "X"}, "dr_cr"),
        ({"pan_masked": "1946001234564821"}, "pan_masked"),
        ({"posting_date": "2026-12-16"}, "posting_date"),
        ({"merchant_name": "a\x00b"}, "merchant_name"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(change, column):
    assert complaints_of(as_json(lines=[line(1, "6000000", **change), *LINES[1:]])) == [(2, column)]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"{", b'{"header": 1}', b'{"header": {}, "lines": [1]}', b"a,b\n1\n\nc\n",
        b"a\n1\n\nb\n1,2\n",
        b"[" * 100_000, b"{" + b'"a":{' * 100_000, b"x" * 5_000_001,
    ],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_statement_is_refused_quickly(content):
    assert complaints_of(content)


def test_a_missing_column_is_named():
    without = {name: value for name, value in HEADER.items() if name != "closing"}

    assert complaints_of(as_json(without)) == [(1, "closing")]
