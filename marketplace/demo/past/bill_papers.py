"""The papers of one bill, DPR to SP2D, in the words of the services that issue them."""

from __future__ import annotations

from typing import Any

from marketplace.accounts.models import Agency
from marketplace.demo.bulk.log import Who
from marketplace.demo.bulk.papers import Paper, Papers
from marketplace.demo.past.bills import Bill, people_of
from payments.settlement.models import (
    CardStatement,
)
from payments.settlement.services.steps import facts_of

COLUMNS = [["No.", "r"], ["Tanggal", "l"], ["Uraian", "l"], ["Kode rekening", "l"], ["Jumlah", "m"]]


def add_papers(
    bill: Bill, papers: Papers, treasurer: Who, treasury: Agency, accounts: dict[int, str]
) -> dict[str, Paper]:
    """DPR, DPT, NPD, SPP, SPM and SP2D, in the words of the services that issue them."""
    who = people_of(bill)
    statement = _statement(bill)
    made: dict[str, Paper] = {}

    def facts(*more):
        return facts_of(statement, *more)

    def charges(caption):
        return {
            "caption": caption,
            "columns": COLUMNS,
            "rows": _charge_rows(bill, accounts),
            "totals": [["Jumlah", bill.total_idr]],
        }

    contents = {
        "list": ("real_expense_list", lambda: {
            "opening": [
                "Yang bertanda tangan di bawah ini menyatakan bahwa pengeluaran berikut benar-benar dilakukan, dan "
                "apabila terdapat kelebihan pembayaran bersedia menyetorkannya ke rekening kas umum daerah."
            ],
            "facts": facts(), "tables": [charges("Daftar pengeluaran riil")], "amount_idr": bill.total_idr,
        }),
        "verify": ("bill_payment_list", lambda: {
            "opening": ["Setelah diuji, tagihan kartu berikut disahkan untuk dibayar."],
            "facts": facts(), "tables": [charges("Daftar pembayaran tagihan")], "amount_idr": bill.total_idr,
        }),
        "note": ("disbursement_note", lambda: {
            "opening": ["Kepada bendahara pengeluaran: bayarkan tagihan kartu kredit pemerintah daerah berikut."],
            "facts": facts(("Dasar", f"DPT nomor {made['verify'].number}")), "amount_idr": bill.total_idr,
        }),
        "request": ("payment_request", lambda: {
            "opening": ["Dimohon penerbitan SPM penggantian uang persediaan (GU) KKPD untuk membayar tagihan berikut."],
            "facts": facts(
                ("DPT", made["verify"].number), ("NPD", made["note"].number), ("Lampiran", "DPR, DPT, e-billing, NPD")
            ),
            "amount_idr": bill.total_idr,
        }),
        "order": ("payment_order", lambda: {
            "opening": [
                "Kuasa BUD diminta mencairkan penggantian uang persediaan (GU) KKPD. Penanda tangan menyatakan "
                "tanggung jawab mutlak (SPTJM) atas kebenaran pengeluaran ini."
            ],
            "facts": facts(("SPP", made["request"].number), ("DPT", made["verify"].number)),
            "amount_idr": bill.total_idr,
        }),
        "disburse": ("disbursement_order", lambda: {
            "opening": [
                "Bank diminta memindahbukukan dari rekening kas umum daerah ke rekening bendahara pengeluaran."
            ],
            "facts": facts(("SPM", made["order"].number), ("DPT", made["verify"].number)),
            "amount_idr": bill.total_idr,
        }),
    }  # fmt: skip
    for name, (kind, fields) in contents.items():
        signer = treasurer if name == "disburse" else who[name]
        issuer = treasury if name == "disburse" else bill.desk.agency
        made[name] = papers.add(
            Paper(
                id=bill.ids[f"{name}_paper"],
                kind=kind,
                issuer_id=issuer.pk,
                unit_code=issuer.unit_code,
                subject=("settlement.cardstatement", bill.id),
                fields=fields,
                signatures=[(signer, str(signer.role), bill.times[name])],
                viewers=[bill.desk.id, treasury.pk],
            )
        )
    return made


def _statement(bill: Bill) -> CardStatement:
    """The row in memory, for the words that papers take from it."""
    header = bill.file.header
    return CardStatement(
        id=bill.id, agency=bill.desk.agency, card=bill.card, number=header.statement_no,
        statement_date=header.statement_date, due_date=header.due_date,
    )  # fmt: skip


def _charge_rows(bill: Bill, accounts: dict[int, str]) -> list[list[Any]]:
    ordered = sorted(bill.purchases, key=lambda one: (one.times["capture"], one.ids["charge"]))
    return [
        [
            str(place),
            f"{one.times['capture']:%d-%m-%Y}",
            f"{one.number}, {one.vendor.legal_name}: {one.title}",
            accounts[one.line_id],
            one.total_idr,
        ]
        for place, one in enumerate(ordered, start=1)
    ]
