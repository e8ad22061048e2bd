"""The worked examples T01-T34 of the tax rules, and the prices that carry their tax inside."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from marketplace.kernel.money import Rupiah, sum_rupiah
from marketplace.tax.breakdown import tax_breakdown, tax_on_bases
from marketplace.tax.channel import a_card_always_pays, tax_a_card_cannot_withhold
from marketplace.tax.facts import BaseLine, Channel, TaxClass, TaxLine, VendorTaxFacts

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)
PKP = {"kind": "BADAN", "is_pkp": True, "npwp_valid": True, "has_suket": False}
PLAIN = {"kind": "BADAN", "is_pkp": False, "npwp_valid": True, "has_suket": False}
PERSON = {"kind": "OP", "is_pkp": False, "npwp_valid": True, "has_suket": False}

# A line: id, vendor, class, channel, method, base, options | dpp ppn by | tax object rate pph by | pbjt total vendor
VECTORS = (Path(__file__).parent / "vectors.txt").read_text(encoding="utf-8").strip().splitlines()


def vendor_from(text: str) -> VendorTaxFacts:
    base, *traits = text.split(",")
    facts = {"PKP": PKP, "PLAIN": PLAIN, "PERSON": PERSON}[base] | {
        key: value
        for trait in traits
        for key, value in {
            "no_npwp": {"npwp_valid": False},
            "suket": {"has_suket": True},
            "pbjt": {"pays_local_tax": True},
            "small": {"construction_grade": "small"},
            "skb22": {"skb": frozenset({"22"})},
        }[trait].items()
    }
    return VendorTaxFacts(**facts)


def dash(value: object) -> str:
    return str(value) or "-"


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row.split()[0])
def test_the_worked_example_comes_out_to_the_rupiah(row):
    case, vat, income, totals = (part.split() for part in row.split("|"))
    _, vendor, tax_class, channel, method, base, option = case
    aggregate = Rupiah(int(option.split("=")[1])) if option.startswith("aggregate") else None

    result = tax_on_bases(
        lines=[BaseLine(Rupiah(int(base)), tax_class, free_of_income_tax=option == "free")],
        vendor=vendor_from(vendor),
        channel=channel,
        method=method,
        on=DAY,
        aggregate=aggregate,
    )

    assert [str(result.dpp.idr), str(result.ppn.idr), dash(result.ppn_collector)] == vat
    rate = Fraction(income[2].rstrip("%")) / 100
    assert [dash(result.pph_tax), dash(result.pph_object), str(result.pph.idr), dash(result.pph_collector)] == [
        income[0],
        income[1],
        income[3],
        income[4],
    ]
    assert result.pph_rate == rate
    assert [result.pbjt.idr, result.invoice_total.idr, result.vendor_gets.idr] == [int(figure) for figure in totals]


def paid(gross: int, **changes) -> object:
    lines = [TaxLine(Rupiah(gross), "goods")]
    return tax_breakdown(lines=lines, vendor=VendorTaxFacts(**PKP | changes), channel="SIPP", method="KKPD", on=DAY)


@pytest.mark.parametrize(
    ("gross", "base", "ppn"),
    [
        (11_100_000, 10_000_000, 1_100_000),
        (200_000_000, 180_180_180, 19_819_820),
        (50_000_000, 45_045_045, 4_954_955),
        (1_000_000, 900_901, 99_099),
        (4_440_000, 4_000_000, 440_000),
        (100_000, 90_090, 9_910),
    ],
)
def test_a_listed_price_contains_its_value_added_tax(gross, base, ppn):
    result = paid(gross)

    assert (result.base.idr, result.ppn.idr, result.invoice_total.idr) == (base, ppn, gross)


def test_t42_the_platform_collects_vat_and_half_a_percent():
    result = paid(4_440_000)

    assert (result.pph.idr, result.ppn_collector, result.pph_collector) == (20_000, "PIHAK_LAIN", "PIHAK_LAIN")
    assert result.vendor_gets.idr == 3_980_000


def test_t44_income_tax_of_a_listed_price_is_on_the_price_without_tax():
    assert paid(100_000).pph.idr == 450


def test_a_vendor_that_is_not_registered_charges_no_value_added_tax():
    result = paid(1_000_000, is_pkp=False)

    assert (result.base.idr, result.dpp.idr, result.ppn.idr, result.ppn_collector) == (1_000_000, 0, 0, "")


def test_local_tax_inside_the_listed_price_is_taken_out_of_it():
    vendor = VendorTaxFacts(**PLAIN, pays_local_tax=True)

    result = tax_breakdown(
        lines=[TaxLine(Rupiah(6_600_000), "restaurant_food")], vendor=vendor, channel="SIPP", method="KKPD", on=DAY
    )

    assert (result.base.idr, result.pbjt.idr, result.invoice_total.idr) == (6_000_000, 600_000, 6_600_000)


def test_the_tax_office_way_through_the_base_differs_by_one_rupiah():
    line = [BaseLine(Rupiah(1_000_041), "goods")]
    arguments = {"lines": line, "vendor": VendorTaxFacts(**PKP), "channel": "SIPP", "method": "KKPD", "on": DAY}

    assert tax_on_bases(**arguments).dpp.idr == 916_704
    assert tax_on_bases(**arguments).ppn.idr == 110_004
    assert tax_on_bases(**arguments, via_dpp=False).ppn.idr == 110_005


def test_lines_share_the_order_s_taxes_exactly():
    lines = [TaxLine(Rupiah(333_333), "goods"), TaxLine(Rupiah(333_334), "goods"), TaxLine(Rupiah(100_001), "staple")]

    result = tax_breakdown(lines=lines, vendor=VendorTaxFacts(**PKP), channel="SIPP", method="KKPD", on=DAY)

    assert [share.gross for share in result.shares] == [line.gross for line in lines]
    assert sum_rupiah(share.ppn for share in result.shares) == result.ppn
    assert sum_rupiah(share.pph for share in result.shares) == result.pph
    assert result.shares[2].ppn.idr == 0


def test_an_order_may_owe_several_income_taxes():
    lines = [TaxLine(Rupiah(5_000_000), "goods"), TaxLine(Rupiah(3_000_000), "service")]

    result = tax_breakdown(lines=lines, vendor=VendorTaxFacts(**PLAIN), channel="DIRECT", method="LS", on=DAY)

    assert [(part.treatment.tax, part.amount.idr) for part in result.parts] == [("22", 75_000), ("23", 60_000)]
    assert (result.pph.idr, result.pph_object) == (135_000, "")


def test_an_order_of_nothing_owes_nothing():
    result = paid(0)

    assert (result.base.idr, result.ppn.idr, result.pph.idr, result.vendor_gets.idr) == (0, 0, 0, 0)


def test_before_2025_eleven_percent_was_charged_on_the_whole_price():
    lines = [TaxLine(Rupiah(11_100_000), "goods")]

    result = tax_breakdown(
        lines=lines, vendor=VendorTaxFacts(**PKP), channel="SIPP", method="KKPD", on=date(2024, 6, 3)
    )

    assert (result.base.idr, result.dpp.idr, result.ppn.idr) == (10_000_000, 10_000_000, 1_100_000)


def test_a_card_cannot_pay_what_a_treasurer_must_withhold():
    lines = [BaseLine(Rupiah(6_000_000), "restaurant_food")]
    direct = tax_on_bases(lines=lines, vendor=VendorTaxFacts(**PLAIN), channel="DIRECT", method="KKPD", on=DAY)
    platform = tax_on_bases(lines=lines, vendor=VendorTaxFacts(**PLAIN), channel="SIPP", method="KKPD", on=DAY)

    assert tax_a_card_cannot_withhold(direct) == "23"
    assert tax_a_card_cannot_withhold(platform) == ""


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("vendor", [PKP, PLAIN, PERSON, PLAIN | {"npwp_valid": False}, PERSON | {"has_suket": True}])
@pytest.mark.parametrize("tax_class", list(TaxClass))
def test_what_a_card_is_said_to_pay_always_needs_no_treasurer(tax_class, vendor, channel):
    lines = [TaxLine(gross=Rupiah(9_000_000), tax_class=tax_class)]
    taxes = tax_breakdown(lines=lines, vendor=VendorTaxFacts(**vendor), channel=channel, method="KKPD", on=DAY)

    if a_card_always_pays([tax_class], channel=channel):
        assert tax_a_card_cannot_withhold(taxes) == ""
