"""How much of an upload we are willing to read."""

MEBIBYTE = 1024 * 1024
MAX_PICTURE_BYTES = 10 * MEBIBYTE
MAX_DOCUMENT_BYTES = 10 * MEBIBYTE
#: What a spreadsheet may unpack to, how wide it may be, and how deep its last cell may lie.
MAX_SHEET_INFLATED = 40 * MEBIBYTE
MAX_SHEET_COLUMNS = 64
MAX_SHEET_DEPTH = 20_000
MAX_PIXELS = 30_000_000
MAX_SIDE = 16_000
WIDTHS = (320, 640, 1280)
PICTURE_FORMATS = ("JPEG", "PNG", "WEBP")
#: Decompressed bytes that the scan of a PDF's object streams reads at most.
MAX_PDF_INFLATED = 60 * MEBIBYTE
