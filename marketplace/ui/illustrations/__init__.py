"""Which picture stands for which category while a seller has no photo. Drawn by `python -m marketplace.ui.illustrations`.

Captioned "Ilustrasi, belum ada foto" on the product page.
"""

BY_CATEGORY: dict[str, str] = {
    "01": "tumpeng",
    "02": "beras",
    "03": "air-minum",
    "04": "batik",
    "05": "anyaman",
    "06": "meja-siswa-mahoni",
    "07": "alat-tulis",
    "08": "spanduk",
    "09": "tinta",
    "10": "servis-ac",
    "11": "kebersihan",
    "12": "sabun",
    "13": "bibit",
    "14": "papan-tulis",
    "15": "tas-seminar",
    "16": "kursi-siswa",
    "17": "servis-ac",
}
FALLBACK = "anyaman"


def illustration_of(code: str) -> str:
    """The slug for a category code, its group's when the category has none, or the slug itself."""
    text = str(code or "")
    if text and not text[0].isdigit():
        return text
    return BY_CATEGORY.get(text) or BY_CATEGORY.get(text[:2], FALLBACK)
