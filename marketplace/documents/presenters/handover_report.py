"""Berita Acara Serah Terima. Source  Perpres 16/2018 arts. 57-58."""

from __future__ import annotations

from typing import Any

from marketplace.documents.sheets import register
from marketplace.documents.wording import day_from, pieces


@register("handover_report")
def sheet(fields: dict[str, Any]) -> dict[str, Any]:
    """Keys as in the package's page."""
    vendor, agency = fields["vendor"], fields["agency"]
    letter = fields["purchase_letter_number"]
    if fields.get("purchase_letter_date"):
        letter += f" tanggal {day_from(fields['purchase_letter_date'])}"
    return {
        "opening": [
            f"Pada {{day_in_words}}, bertempat di {fields['handover_place']}, kami yang bertanda tangan di bawah ini "
            f"telah melakukan serah terima menurut Surat Pesanan {letter} ({fields['order_number']})."
        ],
        "parties": [
            {
                "heading": "Pihak pertama, yang menyerahkan",
                "facts": [
                    ["Penyedia", vendor["name"]],
                    ["Diwakili oleh", vendor.get("signatory", "")],
                    ["Alamat", vendor.get("address", "")],
                ],
            },
            {
                "heading": "Pihak kedua, yang menerima",
                "facts": [
                    ["Perangkat daerah", agency["name"]],
                    ["Pejabat", agency["officer"]],
                    ["NIP", agency.get("nip", "")],
                    ["Jabatan", agency.get("position", "Pejabat Pembuat Komitmen")],
                ],
            },
        ],
        "facts": [
            ["Penyerahan ke", f"{fields.get('lot', 1)} dari {fields.get('lots', 1)}"],
            ["Hari keterlambatan", str(fields["penalty_days"]) if fields.get("penalty_days") else ""],
        ],
        "tables": [
            {
                "caption": "Barang dan jasa yang diserahterimakan",
                "columns": [
                    ["Barang atau jasa", "l"],
                    ["Dipesan", "r"],
                    ["Diterima baik", "r"],
                    ["Harga", "m"],
                    ["Nilai", "m"],
                ],
                "rows": [
                    [
                        line["name"],
                        pieces(line["ordered"], line.get("unit", "")),
                        pieces(line["accepted"], line.get("unit", "")),
                        line["unit_price_idr"],
                        line["total_idr"],
                    ]
                    for line in fields["lines"]
                ],
                "totals": [["Jumlah", fields["total_idr"]]],
            }
        ],
        "amount_idr": fields["total_idr"],
        "clauses": [
            [
                "Pernyataan",
                "Pihak kedua menyatakan menerima barang tersebut dalam keadaan baik dan lengkap menurut tabel di atas.",
            ]
        ],
        "note": fields.get("note", ""),
    }
