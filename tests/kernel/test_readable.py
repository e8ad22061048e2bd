"""What people type is kept as its reader sees it; other scripts and emoji stay whole."""

import unicodedata

import pytest

from marketplace.kernel.readable import TURNING, TextTurns, readable


@pytest.mark.parametrize("sign", sorted(TURNING))
def test_a_sign_that_turns_the_order_is_refused_and_named(sign):
    with pytest.raises(TextTurns) as refused:
        readable(f"Bayar ke rekening{sign} 4321 ini saja")

    assert f"U+{ord(sign):04X}" in str(refused.value) and "rekening 4321" in str(refused.value)
    assert sign not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Stok\u200b habis", "Stok habis"),
        ("\ufeffStok habis\u2060", "Stok habis"),
        ("so\u00adpir", "sopir"),
        ("\u200e+62 812", "+62 812"),
        ("a\u200db", "ab"),
        ("a\x07b\x1b[31m", "ab[31m"),
        ("satu\u2028dua", "satu dua"),
        ("baris satu\r\n\tbaris dua", "baris satu\r\n\tbaris dua"),
        ("a\ud800b", "ab"),
        ("A\U000e0041\U000e007fB", "AB"),
    ],
)
def test_what_is_not_seen_is_left_out(typed, kept):
    assert readable(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "\u200b", "\u3164\u3164\u3164", "\u2800", " \u00a0\u2003\u200d", "\ufe0f", "\u0301", "\x1f", "\u115f"],
)
def test_what_shows_nothing_is_nothing(typed):
    assert readable(typed) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "Kertas HVS A4 80 gram, 500 lembar @ Rp54.500 – “lunas”",
        "Raden Mas Sultan Hadiwijaya, S.H., M.Kn.",
        "Ꞌé ü ñ à, dibaca “é”",
        "ꦱꦸꦫꦏꦂꦠ ꦲꦢꦶꦤꦶꦁꦫꦠ꧀",
        "ᮞᮥᮔ᮪ᮓ",
        "محمد بن عبد الله",
        "می\u200cخواهم",
        "کتاب\u200cها \u06dd",
        "क्\u200dष",
        "孙中山",
        "👩🏽\u200d⚕️ 👨\u200d👩\u200d👧 🏳️\u200d🌈 ❤️ 1️⃣ 🙏🏿",
        ".",
    ],
)
def test_names_of_every_script_and_emoji_stay_as_they_are(typed):
    assert readable(typed) == typed


def test_nothing_that_is_kept_is_hidden():
    everything = "".join(map(chr, range(0x110000)))
    kept = readable("x" + "".join(sign for sign in everything if sign not in TURNING) + "x")

    hidden = {sign for sign in kept if unicodedata.category(sign) in ("Cf", "Cc", "Cs", "Zl", "Zp")}
    drawn = {sign for sign in hidden if unicodedata.name(sign, "").startswith(("ARABIC", "SYRIAC", "KAITHI"))}
    assert hidden - drawn <= set("\t\n\r\u200c\u200d")
