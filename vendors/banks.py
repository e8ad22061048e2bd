"""Banks by the clearing code of Bank Indonesia."""

BANKS = {
    "113": "Bank Jateng",
    "002": "BRI",
    "008": "Bank Mandiri",
    "009": "BNI",
    "014": "BCA",
    "200": "BTN",
    "451": "Bank Syariah Indonesia",
    "022": "CIMB Niaga",
    "011": "Bank Danamon",
    "013": "Bank Permata",
    "147": "Bank Muamalat",
    "110": "Bank BJB",
    "112": "Bank BPD DIY",
    "114": "Bank Jatim",
}
