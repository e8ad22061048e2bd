"""The whole of a purchase: price without tax, taxes, who keeps them, what the vendor gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from marketplace.kernel.money import Rupiah, split, sum_rupiah
from marketplace.tax.facts import (
    UNDER_LOCAL_TAX,
    WITHOUT_VAT,
    BaseLine,
    Channel,
    Collector,
    Method,
    TaxLine,
    VendorTaxFacts,
)
from marketplace.tax.income_tax import Treatment, amount_of, treatment_of
from marketplace.tax.rates import TaxLaw

ZERO = Rupiah(0)


@dataclass(frozen=True)
class IncomeTaxPart:
    """One income tax of the order: a line on one slip."""

    treatment: Treatment
    base: Rupiah
    amount: Rupiah


@dataclass(frozen=True)
class LineShare:
    """What one line carries of the order's totals; shares sum to the order exactly (largest remainder)."""

    base: Rupiah
    ppn: Rupiah
    pbjt: Rupiah
    pph: Rupiah

    @property
    def gross(self) -> Rupiah:
        return self.base + self.ppn + self.pbjt


@dataclass(frozen=True)
class Breakdown:
    """Everything an order owes. `pph_object`, `pph_rate`: of the only income tax, "" and 0 where there are several."""

    base: Rupiah
    dpp: Rupiah
    ppn: Rupiah
    ppn_collector: str
    pph: Rupiah
    pph_tax: str
    pph_object: str
    pph_rate: Fraction
    pph_collector: str
    pph_final: bool
    pbjt: Rupiah
    parts: tuple[IncomeTaxPart, ...]
    shares: tuple[LineShare, ...]

    @property
    def invoice_total(self) -> Rupiah:
        """What procurement ceilings and budget lines compare: everything the buyer pays."""
        return self.base + self.ppn + self.pbjt

    @property
    def withheld(self) -> Rupiah:
        """What the vendor does not get because somebody else passes it to the treasury."""
        kept_vat = self.ppn if self.ppn_collector in (Collector.AGENCY, Collector.PLATFORM) else ZERO
        return self.pph + kept_vat

    @property
    def vendor_gets(self) -> Rupiah:
        """Before the acquirer's fee."""
        return self.invoice_total - self.withheld


def tax_breakdown(
    *,
    lines: Sequence[TaxLine],
    vendor: VendorTaxFacts,
    channel: str,
    method: str,
    on: date,
    aggregate: Rupiah | None = None,
) -> Breakdown:
    """Taxes of an order at listed prices, which already contain value added tax or local tax.

    `aggregate` is the untaxed price of all purchases that count as one; default: this order alone.
    Rounds  base half up, tax is the remainder, so that base and tax sum to what is paid.
    Raises  RateNotPublished.
    Source  PMK 131/2024 arts. 2-3 (12 % on 11/12 of the price).
    """
    law = TaxLaw.on(on)
    grosses = [line.gross for line in lines]
    taxed, local = _marks(lines, vendor)
    bases = list(grosses)
    for marks, share in ((taxed, law.ppn_of_price), (local, law.pbjt)):
        _take_out(bases, marks, share)
    taxes = [gross - base for gross, base in zip(grosses, bases, strict=True)]
    ppn = [tax if mark else ZERO for tax, mark in zip(taxes, taxed, strict=True)]
    pbjt = [tax if mark else ZERO for tax, mark in zip(taxes, local, strict=True)]
    return _assemble(lines, bases, ppn, pbjt, vendor, channel, method, law, aggregate)


def tax_on_bases(
    *,
    lines: Sequence[BaseLine],
    vendor: VendorTaxFacts,
    channel: str,
    method: str,
    on: date,
    aggregate: Rupiah | None = None,
    via_dpp: bool = True,
) -> Breakdown:
    """Taxes of an order at prices without tax, as the tax office writes its examples; prices here contain their tax.

    Rounds  `via_dpp` as the tax office's invoice system: base to 11/12 half up, then 12 % half up.
    Raises  RateNotPublished.
    """
    law = TaxLaw.on(on)
    bases = [line.base for line in lines]
    taxed, local = _marks(lines, vendor)
    taxed_base = _sum_where(bases, taxed)
    total = taxed_base.share_of(law.ppn_share).share_of(law.ppn) if via_dpp else taxed_base.share_of(law.ppn_of_price)
    ppn = _spread(total, bases, taxed)
    pbjt = _spread(_sum_where(bases, local).share_of(law.pbjt), bases, local)
    return _assemble(lines, bases, ppn, pbjt, vendor, channel, method, law, aggregate)


def _marks(lines: Sequence[TaxLine] | Sequence[BaseLine], vendor: VendorTaxFacts) -> tuple[list[bool], list[bool]]:
    """Which lines bear value added tax, and which local tax. Only a registered vendor may charge either."""
    taxed = [vendor.is_pkp and line.tax_class not in WITHOUT_VAT for line in lines]
    local = [vendor.pays_local_tax and line.tax_class in UNDER_LOCAL_TAX for line in lines]
    return taxed, local


def _take_out(bases: list[Rupiah], marks: list[bool], share: Fraction) -> None:
    """Turn the marked gross amounts into amounts without tax, in place, once for all of them together."""
    base = _sum_where(bases, marks).share_of(1 / (1 + share))
    for index, amount in enumerate(_spread(base, bases, marks)):
        if marks[index]:
            bases[index] = amount


def _sum_where(amounts: Sequence[Rupiah], marks: Sequence[bool]) -> Rupiah:
    return sum_rupiah(amount for amount, mark in zip(amounts, marks, strict=True) if mark)


def _spread(total: Rupiah, amounts: Sequence[Rupiah], marks: Sequence[bool]) -> list[Rupiah]:
    weights = [amount.idr if mark else 0 for amount, mark in zip(amounts, marks, strict=True)]
    return split(total, weights) if any(weights) else [ZERO for _ in weights]


def _ppn_collector(ppn: Rupiah, channel: str, method: str, aggregate: Rupiah, law: TaxLaw) -> str:
    """Source  PMK 58/2022; PMK 59/2022 art. 18(1)b (card), art. 18(1)a (small payments, price without tax)."""
    if not ppn:
        return Collector.NOBODY
    if channel == Channel.SIPP:
        return Collector.PLATFORM
    if method == Method.CARD or aggregate <= law.small_payment:
        return Collector.VENDOR
    return Collector.AGENCY


def _assemble(lines, bases, ppn, pbjt, vendor, channel, method, law, aggregate) -> Breakdown:
    base = sum_rupiah(bases)
    aggregate = max(aggregate or base, base)
    ppn_total = sum_rupiah(ppn)
    taxed_base = sum_rupiah(one for one, tax in zip(bases, _marks(lines, vendor)[0], strict=True) if tax)
    parts, pph = _income_taxes(lines, bases, vendor, channel, method, law, aggregate)
    one = parts[0].treatment if len(parts) == 1 else Treatment()
    return Breakdown(
        base=base,
        dpp=taxed_base.share_of(law.ppn_share),
        ppn=ppn_total,
        ppn_collector=_ppn_collector(ppn_total, channel, method, aggregate, law),
        pph=sum_rupiah(part.amount for part in parts),
        pph_tax=one.tax,
        pph_object=one.object_code,
        pph_rate=one.rate,
        pph_collector=one.collector if len(parts) < 2 else parts[0].treatment.collector,
        pph_final=bool(parts) and all(part.treatment.final for part in parts),
        pbjt=sum_rupiah(pbjt),
        parts=parts,
        shares=tuple(LineShare(*share) for share in zip(bases, ppn, pbjt, pph, strict=True)),
    )


def _income_taxes(
    lines, bases, vendor, channel, method, law, aggregate
) -> tuple[tuple[IncomeTaxPart, ...], list[Rupiah]]:
    """Lines of one treatment are taxed together and share the amount."""
    treatments = [
        treatment_of(
            line.tax_class,
            free_of_income_tax=line.free_of_income_tax,
            vendor=vendor,
            channel=channel,
            method=method,
            aggregate=aggregate,
            law=law,
        )
        for line in lines
    ]
    parts, shares = [], [ZERO for _ in lines]
    for treatment in dict.fromkeys(one for one in treatments if one.tax):
        marks = [one == treatment for one in treatments]
        base = _sum_where(bases, marks)
        part = IncomeTaxPart(treatment, base, amount_of(treatment, base, vendor=vendor, law=law))
        parts.append(part)
        for index, share in enumerate(_spread(part.amount, bases, marks)):
            shares[index] = shares[index] + share
    return tuple(parts), shares
