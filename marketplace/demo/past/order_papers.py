"""What the papers of a purchase say: the same fields as `orders.documents`, from a purchase in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from marketplace.accounts.roles import Role
from marketplace.demo.bulk.log import Who
from marketplace.demo.bulk.papers import Paper, Papers
from marketplace.demo.past.periods import next_office_day
from marketplace.demo.past.plan import Purchase
from marketplace.demo.plates import plate
from marketplace.documents.wording import instant
from marketplace.kernel.calendar import local_day
from marketplace.kernel.refs import OrderRef
from marketplace.ui.formats import long_day
from orders.documents.parties import office
from orders.documents.purchase_letter import BASIS
from orders.states import Condition
from payments.budget.models import BudgetLine
from payments.budget.selectors import account_names

CARRIER = "Kurir toko"
PLACE = "Gudang {name}"
#: Days between the delivery limit and the day of need.
SPARE_DAYS = (0, 0, 0, 1, 1, 2, 3, 4, 5, 7)
COLUMNS = {
    "goods": [["Barang/jasa", "l"], ["Jumlah", "r"], ["Satuan", "l"], ["Perkiraan harga", "m"], ["Nilai", "m"]],
    "budget": [["Pesanan", "l"], ["Sub kegiatan", "l"], ["Rekening", "l"], ["Nilai", "m"]],
    "offers": [["Penjual", "l"], ["Skala", "l"], ["Barang/jasa", "l"], ["Waktu kirim", "r"], ["Jumlah", "m"]],
    "sent": [["Barang/jasa", "l"], ["Dikirim", "r"], ["Satuan", "l"]],
    "seen": [["Barang/jasa", "l"], ["Dipesan", "r"], ["Tiba", "r"], ["Diterima", "r"], ["Ditolak", "r"],
             ["Keadaan", "l"]],
}  # fmt: skip


@dataclass
class OrderPapers:
    """Makes the papers of purchases; `budget_lines` gives the words of each line."""

    papers: Papers
    budget_lines: dict[int, BudgetLine]

    @cached_property
    def account_names(self) -> dict[str, str]:
        return account_names({line.account_code for line in self.budget_lines.values()})

    def add(self, one: Purchase, offers: list[dict]) -> None:
        """All six, or five where nothing was compared; their ids stand in `one.ids` afterwards."""
        self._request(one)
        if one.compared:
            self._comparison(one, offers)
        letter = self._letter(one)
        self._delivery(one)
        self._inspection(one)
        self._handover(one, letter)

    def _paper(
        self, one: Purchase, name: str, kind: str, fields, signatures, *, vendor_too: bool = True, **more
    ) -> Paper:
        agency = one.desk.agency
        defaults = {
            "issuer_id": agency.pk,
            "unit_code": agency.unit_code,
            "subject": ("orders.procurementorder", one.id),
            "order": OrderRef(one.id, one.number),
            "viewers": [agency.pk, one.vendor.pk] if vendor_too else [agency.pk],
        }
        paper_id = one.new_id(name, signatures[0][2])
        return self.papers.add(
            Paper(id=paper_id, kind=kind, fields=fields, signatures=signatures, **defaults | more)
        )  # fmt: skip

    def _request(self, one: Purchase) -> None:
        line = self.budget_lines[one.line_id]
        asked = one.requester

        def fields() -> dict[str, Any]:
            return {
                "facts": [
                    ["Dari", f"PPTK {_named(asked)}"],
                    ["Kepada", "Pejabat Pembuat Komitmen melalui Pejabat Pengadaan"],
                    ["Keperluan", one.purpose],
                    ["Diperlukan tanggal", long_day(needed_by(one))],
                    ["Tempat pengiriman", delivery_place(one)],
                    ["Kode RUP", rup_code(one)],
                ],
                "tables": [_goods_table(one), _budget_table(one, line)],
                "amount_idr": one.total_idr,
                "note": "; ".join(text for text in (one.price_reason, one.split_reason) if text),
            }

        self._paper(
            one, "request_note", "request_note", fields, [(asked, str(Role.ACTIVITY_OFFICER), one.times["submit"])],
            vendor_too=False, subject=("orders.need", one.new_id("need", one.times["submit"])), order=None,
        )  # fmt: skip

    def _comparison(self, one: Purchase, offers: list[dict]) -> None:
        chosen = next(offer for offer in offers if offer["is_chosen"])

        def fields() -> dict[str, Any]:
            return {
                "facts": [
                    ["Pesanan", one.number],
                    ["Kode RUP", rup_code(one)],
                    ["Keperluan", one.purpose],
                    ["Dibandingkan", instant(one.times["compare"])],
                    ["Pembanding paling sedikit", str(offers[0]["minimum"])],
                    ["Dipilih", chosen["vendor"].display_name],
                    ["Alasan", one.choice_reason or "Penawaran terendah yang memenuhi kebutuhan"],
                ],
                "tables": [
                    {
                        "caption": "Penawaran",
                        "columns": COLUMNS["offers"],
                        "rows": list(map(_offer_row, offers)),
                        "totals": [],
                    }
                ],
                "amount_idr": chosen["total_idr"],
            }  # fmt: skip

        who = one.desk.who(Role.PURCHASING_OFFICER)
        self._paper(
            one, "comparison_sheet", "comparison_sheet", fields,
            [(who, str(Role.PURCHASING_OFFICER), one.times["choose"])], vendor_too=False,
        )  # fmt: skip

    def _letter(self, one: Purchase) -> Paper:
        line, ppk = self.budget_lines[one.line_id], one.desk.who(Role.COMMITMENT_OFFICER)

        def fields() -> dict[str, Any]:
            return {
                "basis": BASIS,
                "order_number": one.number,
                "need_number": one.need_number,
                "rup_code": rup_code(one),
                "agency": office(one.desk.agency),
                "commitment_officer": {"name": ppk.name, "nip": ppk.nip or "-"},
                "vendor": _seller(one),
                "dpa": {"number": line.document.number, "date": line.document.effective_from.isoformat()},
                "accounts": [
                    {
                        "code": line.account_code,
                        "name": self.account_names[line.account_code],
                        "sub_activity": str(line.sub_activity),
                        "amount_idr": one.total_idr,
                    }
                ],
                "fund_source": line.fund_source.name,
                "lines": [
                    {
                        "name": row.goods.listing.name,
                        "spec": specification(row),
                        "unit": row.goods.listing.unit.name,
                        "quantity": row.quantity,
                        "unit_price_idr": row.unit_price_idr,
                        "ppn_idr": share.ppn.idr,
                        "total_idr": row.amount_idr,
                    }
                    for row, share in zip(one.lines, one.tax.shares, strict=True)
                ],
                "prices_include_tax": True,
                "base_idr": one.tax.base.idr,
                "ppn_idr": one.tax.ppn.idr,
                "total_idr": one.total_idr,
                "delivery_place": delivery_place(one),
                "lead_time_days": max(line.goods.listing.lead_time_days for line in one.lines),
                "partial_delivery": True,
                "payment_method": "Kartu Kredit Pemerintah Daerah",
                "penalty_base": "part",
            }

        signatures = [
            (ppk, str(Role.COMMITMENT_OFFICER), one.times["approve"]),
            (one.owner, str(Role.VENDOR_OWNER), one.times["confirm"]),
        ]
        return self._paper(one, "purchase_letter", "purchase_letter", fields, signatures)

    def _delivery(self, one: Purchase) -> None:
        def fields() -> dict[str, Any]:
            return {
                "facts": [
                    ["Pesanan", one.number],
                    ["Lot", "1"],
                    ["Pengirim", one.vendor.display_name],
                    ["Penerima", f"{one.desk.agency.name}, {delivery_place(one)}"],
                    ["Pengangkut", CARRIER],
                    ["Kendaraan/resi", vehicle(one)],
                ],
                "tables": [
                    {
                        "caption": "Barang",
                        "columns": COLUMNS["sent"],
                        "rows": [
                            [row.goods.listing.name, str(row.quantity), row.goods.listing.unit.name]
                            for row in one.lines
                        ],
                        "totals": [],
                    }
                ],
                "note": "",
            }

        self._paper(
            one, "delivery_note", "delivery_note", fields, [(one.owner, str(Role.VENDOR_OWNER), one.times["ship"])],
            issuer_id=one.vendor.pk, unit_code=one.vendor.organisation.short_code or f"PJ{one.vendor.pk}",
        )  # fmt: skip

    def _inspection(self, one: Purchase) -> None:
        receiver = one.desk.who(Role.RECEIVER)

        def fields() -> dict[str, Any]:
            return {
                "opening": [
                    "Pada {day_in_words}, penerima barang telah memeriksa waktu, jumlah, mutu, dan kegunaan barang "
                    f"pesanan {one.number} dari {one.vendor.legal_name or one.vendor.display_name} "
                    "dengan hasil berikut."
                ],
                "facts": [
                    ["Tempat", delivery_place(one)],
                    ["Pemeriksaan ke-", "1"],
                    ["Penerima barang", receiver.name],
                ],
                "tables": [
                    {
                        "caption": "Hasil pemeriksaan",
                        "columns": COLUMNS["seen"],
                        "rows": [
                            [
                                row.goods.listing.name, str(row.quantity), str(row.quantity), str(row.quantity), "0",
                                str(Condition.GOOD.label),
                            ]
                            for row in one.lines
                        ],
                        "totals": [["Nilai yang diterima", one.total_idr]],
                    }
                ],
                "note": "",
            }  # fmt: skip

        self._paper(
            one, "inspection_report", "inspection_report", fields,
            [(receiver, str(Role.RECEIVER), one.times["inspect"])],
        )  # fmt: skip

    def _handover(self, one: Purchase, letter: Paper) -> None:
        ppk = one.desk.who(Role.COMMITMENT_OFFICER)

        def fields() -> dict[str, Any]:
            return {
                "order_number": one.number,
                "purchase_letter_number": letter.number,
                "purchase_letter_date": local_day(one.times["approve"]).isoformat(),
                "vendor": _seller(one),
                "agency": office(one.desk.agency)
                | {"officer": ppk.name, "nip": ppk.nip or "-", "position": "Pejabat Pembuat Komitmen"},
                "handover_place": delivery_place(one),
                "lot": 1,
                "lots": 1,
                "lines": [
                    {
                        "name": row.goods.listing.name,
                        "unit": row.goods.listing.unit.name,
                        "ordered": row.quantity,
                        "accepted": row.quantity,
                        "unit_price_idr": row.unit_price_idr,
                        "total_idr": row.amount_idr,
                    }
                    for row in one.lines
                ],
                "total_idr": one.total_idr,
                "penalty_days": one.days_late,
                "note": "",
            }

        signatures = [
            (one.owner, str(Role.VENDOR_OWNER), one.times["sign"]),
            (ppk, str(Role.COMMITMENT_OFFICER), one.times["accept"]),
        ]
        self._paper(one, "handover_report", "handover_report", fields, signatures)


def delivery_place(one: Purchase) -> str:
    return PLACE.format(name=one.desk.agency.name)[:200]


def needed_by(one: Purchase) -> date:
    """A working day some days after it was asked for: when the goods are due or little later."""
    wished = one.due_on + timedelta(days=SPARE_DAYS[one.id.int % len(SPARE_DAYS)])
    return next_office_day(max(wished, local_day(one.times["submit"]) + timedelta(days=1)))


def vehicle(one: Purchase) -> str:
    return plate(one.vendor, one.id.int)


def rup_code(one: Purchase) -> str:
    return str(50_000_000 + one.id.int % 9_999_999)


def specification(row) -> str:
    return "; ".join(": ".join(map(str, pair)) for pair in row.goods.listing.specifications)


def _seller(one: Purchase) -> dict[str, str]:
    vendor = one.vendor
    return {
        "name": vendor.legal_name or vendor.display_name,
        "nib": vendor.nib,
        "npwp": vendor.npwp,
        "address": vendor.address,
        "signatory": one.owner.name,
    }


def _named(who: Who) -> str:
    return f"{who.name}, NIP {who.nip}" if who.nip else who.name


def _goods_table(one: Purchase) -> dict[str, Any]:
    rows = [
        [row.goods.listing.name, str(row.quantity), row.goods.listing.unit.name, row.unit_price_idr, row.amount_idr]
        for row in one.lines
    ]
    return {
        "caption": f"{one.number}, {one.vendor.display_name}",
        "columns": COLUMNS["goods"],
        "rows": rows,
        "totals": [["Jumlah", one.total_idr]],
    }


def _budget_table(one: Purchase, line: BudgetLine) -> dict[str, Any]:
    rows = [[one.number, line.sub_activity.code, line.account_code, one.total_idr]]
    return {"caption": "Pembebanan anggaran", "columns": COLUMNS["budget"], "rows": rows, "totals": []}


def _offer_row(offer: dict) -> list[Any]:
    vendor = offer["vendor"]
    return [
        vendor.display_name + (" (dipilih)" if offer["is_chosen"] else ""),
        str(vendor.get_scale_display()),
        "; ".join(f"{line['quantity']} {line['unit']} {line['title']}" for line in offer["lines"]),
        f"{offer['lead_time_days']} hari",
        offer["total_idr"],
    ]
