"""Surat Pesanan. Source  Perpres 16/2018 arts. 28, 79; field list of the procurement rules."""

from __future__ import annotations

from typing import Any

from marketplace.documents.sheets import register
from marketplace.documents.wording import day_from, pieces

STANDARD = {
    "packing": "Barang dikemas aman untuk pengiriman dan diberi nama serta nomor pesanan.",
    "inspection": "Barang diperiksa jumlah, spesifikasi, dan keadaannya pada saat diterima.",
    "warranty": "Penyedia menjamin barang baru, asli, dan bebas cacat selama 30 hari sejak serah terima.",
    "return_terms": "Barang yang tidak sesuai ditolak dan diganti penyedia tanpa biaya paling lambat 7 hari.",
    "force_majeure": "Keadaan kahar diberitahukan tertulis paling lambat 14 hari dengan keterangan pejabat berwenang.",
    "dispute": "Perselisihan diselesaikan dengan musyawarah, lalu melalui layanan penyelesaian sengketa LKPP.",
}
CLAUSES = (
    ("packing", "Pengemasan"),
    ("inspection", "Pemeriksaan"),
    ("warranty", "Jaminan"),
    ("return_terms", "Pengembalian"),
    ("force_majeure", "Keadaan kahar"),
    ("dispute", "Penyelesaian perselisihan"),
)


@register("purchase_letter")
def sheet(fields: dict[str, Any]) -> dict[str, Any]:
    """Keys as in the package's page; texts that are left out have a standard wording."""
    officer, vendor, dpa = fields["commitment_officer"], fields["vendor"], fields.get("dpa", {})
    return {
        "opening": [
            f"Yang bertanda tangan di bawah ini, {officer['name']}, Pejabat Pembuat Komitmen "
            f"{fields['agency']['name']}, memesan barang dan/atau jasa berikut kepada {vendor['name']}, "
            "yang mengikatkan diri untuk menyerahkannya menurut surat ini."
        ],
        "facts": [
            ["Dasar", "; ".join(fields.get("basis", []))],
            ["Nomor pesanan", fields["order_number"]],
            ["Nomor permintaan", fields.get("need_number", "")],
            ["Kode RUP", fields.get("rup_code", "")],
            ["DPA", " tanggal ".join(part for part in (dpa.get("number", ""), day_from(dpa.get("date"))) if part)],
            *[fact for account in fields.get("accounts", []) for fact in _account(account)],
            ["Sumber dana", fields.get("fund_source", "")],
        ],
        "parties": [_buyer(fields), _vendor(vendor)],
        "tables": [_lines(fields)],
        "amount_idr": fields["total_idr"],
        "clauses": [*_terms(fields), *[[label, fields.get(key) or STANDARD[key]] for key, label in CLAUSES]],
    }


def _account(account: dict[str, Any]) -> list[list[str]]:
    """Letters of before named the sub activity where the account's own name stands."""
    fact = ["Rekening", f"{account['code']} {account['name']}".strip()]
    return [["Sub kegiatan", account["sub_activity"]], fact] if "sub_activity" in account else [fact]


def _buyer(fields: dict[str, Any]) -> dict[str, Any]:
    officer = fields["commitment_officer"]
    return {
        "heading": "Pemesan",
        "facts": [
            ["Perangkat daerah", fields["agency"]["name"]],
            ["Alamat", fields["agency"].get("address", "")],
            ["PPK", officer["name"]],
            ["NIP", officer.get("nip", "")],
        ],
    }


def _vendor(vendor: dict[str, Any]) -> dict[str, Any]:
    return {
        "heading": "Penyedia",
        "facts": [
            ["Nama", vendor["name"]],
            ["NIB", vendor.get("nib", "")],
            ["NPWP", vendor.get("npwp", "")],
            ["Alamat", vendor.get("address", "")],
            ["Penanda tangan", vendor.get("signatory", "")],
        ],
    }


def _lines(fields: dict[str, Any]) -> dict[str, Any]:
    """The price agreed is the one with tax: what it contains is rounded once for the order, so no unit has a price
    without it in whole rupiah. Letters of before show one, rounded down."""
    within = bool(fields.get("prices_include_tax") and fields.get("ppn_idr"))
    totals = [["Jumlah sebelum pajak", fields["base_idr"]]] if fields.get("ppn_idr") else []
    totals += [["PPN", fields["ppn_idr"]]] if fields.get("ppn_idr") else []
    return {
        "caption": "Barang dan jasa yang dipesan",
        "columns": [
            ["Barang atau jasa", "l"],
            ["Jumlah", "r"],
            ["Harga satuan termasuk PPN" if within else "Harga satuan", "m"],
            ["PPN di dalamnya" if within else "PPN", "m"],
            ["Jumlah harga", "m"],
        ],
        "rows": [
            [
                " – ".join(part for part in (line["name"], line.get("spec", "")) if part),
                pieces(line["quantity"], line.get("unit", "")),
                line["unit_price_idr"],
                line.get("ppn_idr", 0),
                line["total_idr"],
            ]
            for line in fields["lines"]
        ],
        "totals": [*totals, ["Jumlah", fields["total_idr"]]],
    }


def _deadline(fields: dict[str, Any]) -> str:
    """Days from the vendor's own signature, which makes the letter binding; letters of before named a day."""
    if "lead_time_days" in fields:
        return f"paling lambat {fields['lead_time_days']} hari kalender sejak Penyedia menandatangani surat ini"
    return f"paling lambat {day_from(fields['due_on'])}"


def _terms(fields: dict[str, Any]) -> list[list[str]]:
    base = "bagian yang terlambat" if fields.get("penalty_base", "part") == "part" else "seluruh nilai pesanan"
    partial = "diperbolehkan" if fields.get("partial_delivery") else "tidak diperbolehkan"
    return [
        [
            "Penyerahan",
            f"{fields['delivery_place']}, {_deadline(fields)}. Penyerahan sebagian {partial}.",
        ],
        [
            "Pembayaran",
            f"{fields['payment_method']}, setelah barang diterima baik dan berita acara serah terima ditandatangani.",
        ],
        ["Denda keterlambatan", f"1/1000 (satu permil) dari {base} untuk setiap hari keterlambatan, sebelum PPN."],
    ]
