"""The business facts that the journal knows. Each docstring is its T-account; amounts are positive.

Postings stand in pairs, debit then credit of one amount, so an accountant can read an entry as rows.
Moves of a budget line (reserve to realise) are not here: they are posted by the SQL functions that move the figures.
Source  domain reference §5.4; PP 71/2010, Permendagri 64/2013 and 77/2020.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from marketplace.kernel.money import Rupiah, sum_rupiah
from marketplace.kernel.refs import OrderRef
from payments.ledger import chart
from payments.ledger.chart import LedgerAccount
from payments.ledger.draft import Draft, Leg, credit, debit

# ---- card limits ----------------------------------------------------------------------------------------------------


def limit_granted(*, agency_id: int, card_id: int, amount: Rupiah, key: str, on: date) -> Draft:
    """A card was given its limit, or a higher one (also for a time).

    debit   LIM.DIBERI     limit
    credit  LIM.TERSEDIA   limit
    """
    return Draft(
        "card.limit_granted",
        key,
        on,
        agency_id,
        [
            debit(chart.LIMIT_GRANTED, amount, card_id=card_id),
            credit(chart.LIMIT_AVAILABLE, amount, card_id=card_id),
        ],
    )


def limit_cut(*, agency_id: int, card_id: int, amount: Rupiah, key: str, on: date) -> Draft:
    """A card's limit fell. What is available may fall below zero; then nothing is authorised.

    debit   LIM.TERSEDIA   decrease
    credit  LIM.DIBERI     decrease
    """
    return Draft(
        "card.limit_cut",
        key,
        on,
        agency_id,
        [
            debit(chart.LIMIT_AVAILABLE, amount, card_id=card_id),
            credit(chart.LIMIT_GRANTED, amount, card_id=card_id),
        ],
    )


def charge_authorised(*, agency_id: int, card_id: int, amount: Rupiah, key: str, on: date, order: OrderRef) -> Draft:
    """The bank holds a sum on the card.

    debit   LIM.TERSEDIA   held
    credit  LIM.DITAHAN    held
    """
    return Draft(
        "card.authorised",
        key,
        on,
        agency_id,
        [
            debit(chart.LIMIT_AVAILABLE, amount, card_id=card_id),
            credit(chart.LIMIT_HELD, amount, card_id=card_id),
        ],
        order=order,
    )


def authorisation_released(
    *, agency_id: int, card_id: int, amount: Rupiah, key: str, on: date, order: OrderRef | None, reason: str = ""
) -> Draft:
    """A hold, or the rest of one, was given back: reversed, expired, or captured for less.

    debit   LIM.DITAHAN    remainder
    credit  LIM.TERSEDIA   remainder
    """
    return Draft(
        "card.authorisation_released",
        key,
        on,
        agency_id,
        [
            debit(chart.LIMIT_HELD, amount, card_id=card_id),
            credit(chart.LIMIT_AVAILABLE, amount, card_id=card_id),
        ],
        order=order,
        reason=reason,
    )


# ---- what is owed, and the card that pays it ------------------------------------------------------------------------


def goods_received(
    *,
    agency_id: int,
    vendor_id: int,
    charges: Sequence[tuple[int, LedgerAccount, Rupiah]],
    key: str,
    on: date,
    order: OrderRef,
) -> Draft:
    """BAST: what came is an expense, stock or an asset, value added tax included, and is owed to the vendor.

    debit   LO.BEBAN / LO.PERSEDIAAN / LO.ASET   each charge, on its budget line
    credit  LO.UTANG_BELANJA                     accepted value
    """
    postings: list[Leg] = []
    for line_id, account, amount in charges:
        postings.append(debit(account, amount, line_id=line_id))
        postings.append(credit(chart.PAYABLE_TO_VENDOR, amount, vendor_id=vendor_id))
    return Draft("payable.goods_received", key, on, agency_id, postings, order=order)


def charge_captured(
    *,
    agency_id: int,
    operator_id: int,
    card_id: int,
    vendor_id: int,
    amount: Rupiah,
    key: str,
    on: date,
    order: OrderRef,
    held: bool = True,
) -> Draft:
    """The card paid: the agency owes the bank in the vendor's place, and the acquirer owes the platform.

    debit   LO.UTANG_BELANJA               captured     credit  LO.UTANG_KKPD   captured
    debit   LIM.DITAHAN (or .TERSEDIA)     captured     credit  LIM.TERPAKAI    captured
    debit   MKT.ACQ                        captured     credit  MKT.VENDOR      captured
    """
    limit = chart.LIMIT_HELD if held else chart.LIMIT_AVAILABLE
    return Draft(
        "card.captured",
        key,
        on,
        agency_id,
        [
            debit(chart.PAYABLE_TO_VENDOR, amount, vendor_id=vendor_id),
            credit(chart.PAYABLE_TO_ISSUER, amount, card_id=card_id),
            debit(limit, amount, card_id=card_id),
            credit(chart.LIMIT_USED, amount, card_id=card_id),
            debit(chart.ACQUIRER, amount, vendor_id=vendor_id, entity_id=operator_id),
            credit(chart.OWED_TO_VENDOR, amount, vendor_id=vendor_id, entity_id=operator_id),
        ],
        order=order,
    )


# ---- clearing of the platform ---------------------------------------------------------------------------------------


def platform_tax_collected(
    *,
    operator_id: int,
    vendor_id: int,
    value_added_tax: Rupiah,
    income_tax: Rupiah,
    key: str,
    on: date,
    order: OrderRef,
) -> Draft | None:
    """The platform keeps the taxes that it must collect; None when there are none.

    debit   MKT.VENDOR   both taxes
    credit  MKT.PPN      value added tax
    credit  MKT.PPH22    income tax

    Source  PMK 58/PMK.03/2022.
    """
    postings: list[Leg] = []
    for account, amount in (
        (chart.VALUE_ADDED_TAX_COLLECTED, value_added_tax),
        (chart.INCOME_TAX_COLLECTED, income_tax),
    ):
        if amount:
            postings.append(debit(chart.OWED_TO_VENDOR, amount, vendor_id=vendor_id))
            postings.append(credit(account, amount, vendor_id=vendor_id))
    return Draft("market.tax_collected", key, on, operator_id, postings, order=order) if postings else None


def acquirer_settled(
    *, operator_id: int, vendor_id: int, captured: Rupiah, fee: Rupiah, key: str, on: date, order: OrderRef
) -> Draft:
    """The acquirer pays the platform, less its merchant discount, which the vendor bears.

    debit   MKT.BANK     captured - fee
    debit   MKT.VENDOR   fee
    credit  MKT.ACQ      captured
    """
    postings = [
        debit(chart.CLEARING_BANK, captured - fee, vendor_id=vendor_id),
        credit(chart.ACQUIRER, captured - fee, vendor_id=vendor_id),
    ]
    if fee:
        postings.append(debit(chart.OWED_TO_VENDOR, fee, vendor_id=vendor_id))
        postings.append(credit(chart.ACQUIRER, fee, vendor_id=vendor_id))
    return Draft("market.acquirer_settled", key, on, operator_id, postings, order=order)


def vendor_paid_out(*, operator_id: int, vendor_id: int, net: Rupiah, key: str, on: date, order: OrderRef) -> Draft:
    """The vendor got the money.

    debit   MKT.VENDOR   net
    credit  MKT.BANK     net
    """
    return Draft(
        "market.vendor_paid_out",
        key,
        on,
        operator_id,
        [
            debit(chart.OWED_TO_VENDOR, net, vendor_id=vendor_id),
            credit(chart.CLEARING_BANK, net, vendor_id=vendor_id),
        ],
        order=order,
    )


def tax_remitted(
    *,
    operator_id: int,
    vendor_id: int,
    value_added_tax: Rupiah,
    income_tax: Rupiah,
    key: str,
    on: date,
    order: OrderRef,
) -> Draft | None:
    """What the platform collected went to the state; None when there was nothing.

    debit   MKT.PPN     value added tax
    debit   MKT.PPH22   income tax
    credit  MKT.BANK    both
    """
    postings: list[Leg] = []
    for account, amount in (
        (chart.VALUE_ADDED_TAX_COLLECTED, value_added_tax),
        (chart.INCOME_TAX_COLLECTED, income_tax),
    ):
        if amount:
            postings.append(debit(account, amount, vendor_id=vendor_id))
            postings.append(credit(chart.CLEARING_BANK, amount, vendor_id=vendor_id))
    return Draft("market.tax_remitted", key, on, operator_id, postings, order=order) if postings else None


# ---- from SP2D to repaid card ---------------------------------------------------------------------------------------


def funds_disbursed(*, agency_id: int, treasury_id: int, amount: Rupiah, key: str, on: date) -> Draft:
    """SP2D-GU: money from the treasury to the treasurer, mirrored in both entities. BUD and ANG move by `realise`.

    agency     debit  LO.KAS_BP    total     credit  LO.RK_PPKD    total
    treasury   debit  LO.RK_SKPD   total     credit  LO.KAS_RKUD   total
    """
    return Draft(
        "settlement.funds_disbursed",
        key,
        on,
        agency_id,
        [
            debit(chart.TREASURER_CASH, amount),
            credit(chart.OWED_TO_TREASURY, amount),
            debit(chart.OWED_BY_AGENCY, amount, entity_id=treasury_id),
            credit(chart.TREASURY_CASH, amount, entity_id=treasury_id),
        ],
    )


def bank_repaid(*, agency_id: int, by_card: Sequence[tuple[int, Rupiah]], key: str, on: date) -> Draft:
    """The treasurer paid the issuing bank: the debt is gone and the limit is free again.

    debit   LO.UTANG_KKPD   each card     credit  LO.KAS_BP      total
    debit   LIM.TERPAKAI    each card     credit  LIM.TERSEDIA   each card
    """
    postings: list[Leg] = []
    for card_id, amount in by_card:
        postings.append(debit(chart.PAYABLE_TO_ISSUER, amount, card_id=card_id))
        postings.append(credit(chart.TREASURER_CASH, amount))
        postings.append(debit(chart.LIMIT_USED, amount, card_id=card_id))
        postings.append(credit(chart.LIMIT_AVAILABLE, amount, card_id=card_id))
    return Draft("settlement.bank_repaid", key, on, agency_id, postings)


# ---- refunds, disputes, liability -----------------------------------------------------------------------------------


def refund_before_disbursement(
    *,
    agency_id: int,
    card_id: int,
    charges: Sequence[tuple[int, LedgerAccount, Rupiah]],
    key: str,
    on: date,
    order: OrderRef,
) -> Draft:
    """The vendor gave money back to the card before the SP2D. BUD moves by `release_obligation`.

    debit   LO.UTANG_KKPD   refund     credit  LO.BEBAN / LO.PERSEDIAAN / LO.ASET   each charge
    debit   LIM.TERPAKAI    refund     credit  LIM.TERSEDIA                         refund
    """
    total = sum_rupiah(amount for _line, _account, amount in charges)
    postings: list[Leg] = []
    for line_id, account, amount in charges:
        postings.append(debit(chart.PAYABLE_TO_ISSUER, amount, card_id=card_id))
        postings.append(credit(account, amount, line_id=line_id))
    postings.append(debit(chart.LIMIT_USED, total, card_id=card_id))
    postings.append(credit(chart.LIMIT_AVAILABLE, total, card_id=card_id))
    return Draft("card.refunded", key, on, agency_id, postings, order=order)


def unknown_charge_posted(*, agency_id: int, card_id: int, amount: Rupiah, key: str, on: date) -> Draft:
    """A charge that only the bank's statement knows: disputed from the first day, no budget line bears it.

    debit   LO.PIUTANG_SENGKETA   charge     credit  LO.UTANG_KKPD   charge
    debit   LIM.TERSEDIA          charge     credit  LIM.TERPAKAI    charge
    """
    return Draft(
        "card.unknown_charge",
        key,
        on,
        agency_id,
        [
            debit(chart.DISPUTED, amount, card_id=card_id),
            credit(chart.PAYABLE_TO_ISSUER, amount, card_id=card_id),
            debit(chart.LIMIT_AVAILABLE, amount, card_id=card_id),
            credit(chart.LIMIT_USED, amount, card_id=card_id),
        ],
    )


def disputed_charge_cleared(
    *, agency_id: int, card_id: int, amount: Rupiah, key: str, on: date, reason: str = ""
) -> Draft:
    """A disputed charge was charged back by the bank, or its holder paid the bank in person.

    debit   LO.UTANG_KKPD   charge     credit  LO.PIUTANG_SENGKETA   charge
    debit   LIM.TERPAKAI    charge     credit  LIM.TERSEDIA          charge
    """
    return Draft(
        "card.dispute_cleared",
        key,
        on,
        agency_id,
        [
            debit(chart.PAYABLE_TO_ISSUER, amount, card_id=card_id),
            credit(chart.DISPUTED, amount, card_id=card_id),
            debit(chart.LIMIT_USED, amount, card_id=card_id),
            credit(chart.LIMIT_AVAILABLE, amount, card_id=card_id),
        ],
        reason=reason,
    )


def charge_charged_back(
    *,
    agency_id: int,
    card_id: int,
    charges: Sequence[tuple[int, LedgerAccount, Rupiah]],
    key: str,
    on: date,
    order: OrderRef,
) -> Draft:
    """The bank took an ordered charge back after a dispute. BUD moves by `release_obligation`.

    debit   LO.UTANG_KKPD   charge     credit  LO.BEBAN / LO.PERSEDIAAN / LO.ASET   each charge
    debit   LIM.TERPAKAI    charge     credit  LIM.TERSEDIA                         charge
    """
    refund = refund_before_disbursement(
        agency_id=agency_id, card_id=card_id, charges=charges, key=key, on=on, order=order
    )
    return replace(refund, kind="card.charged_back")


def charge_became_personal(
    *,
    agency_id: int,
    card_id: int,
    charges: Sequence[tuple[int, LedgerAccount, Rupiah]],
    key: str,
    on: date,
    order: OrderRef,
    reason: str,
) -> Draft:
    """An ordered purchase is the holder's own before the SP2D. BUD moves by `release_obligation`.

    debit   LO.PIUTANG_TGR   charge     credit  LO.BEBAN / LO.PERSEDIAAN / LO.ASET   each charge

    Source  domain reference §3.9 and §5.4; UU 1/2004 art. 59-67.
    """
    postings: list[Leg] = []
    for line_id, account, amount in charges:
        postings.append(debit(chart.RESTITUTION_DUE, amount, card_id=card_id))
        postings.append(credit(account, amount, line_id=line_id))
    return Draft("card.became_personal", key, on, agency_id, postings, order=order, reason=reason)


def holder_repaid(
    *, agency_id: int, card_id: int, amount: Rupiah, key: str, on: date, order: OrderRef, reason: str
) -> Draft:
    """The holder paid the bank for what had become a personal liability: the debt is gone, the limit free.

    debit   LO.UTANG_KKPD   charge     credit  LO.PIUTANG_TGR   charge
    debit   LIM.TERPAKAI    charge     credit  LIM.TERSEDIA     charge
    """
    return Draft(
        "card.holder_repaid",
        key,
        on,
        agency_id,
        [
            debit(chart.PAYABLE_TO_ISSUER, amount, card_id=card_id),
            credit(chart.RESTITUTION_DUE, amount, card_id=card_id),
            debit(chart.LIMIT_USED, amount, card_id=card_id),
            credit(chart.LIMIT_AVAILABLE, amount, card_id=card_id),
        ],
        order=order,
        reason=reason,
    )


def stock_used(*, agency_id: int, line_id: int, amount: Rupiah, key: str, on: date) -> Draft:
    """Stock was counted: what is gone is an expense of the year. No page posts it yet (worked example 2).

    debit   LO.BEBAN        usage
    credit  LO.PERSEDIAAN   usage
    """
    return Draft(
        "stock.used",
        key,
        on,
        agency_id,
        [debit(chart.EXPENSE, amount, line_id=line_id), credit(chart.STOCK, amount, line_id=line_id)],
    )
