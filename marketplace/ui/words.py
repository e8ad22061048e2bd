"""Amounts in words, as Indonesian papers write them."""

ONES = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
SCALES = ((10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"))
LARGEST = 10**18 - 1


def number_in_words(number: int) -> str:
    """Spell a whole number in Indonesian: 31_080_000 is "tiga puluh satu juta delapan puluh ribu".

    Raises  ValueError beyond 18 digits, which no column of ours can reach.
    """
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError("Only whole numbers have words.")
    if abs(number) > LARGEST:
        raise ValueError("Numbers of more than 18 digits have no agreed name.")
    if number < 0:
        return "minus " + number_in_words(-number)
    return _spell(number) or "nol"


def amount_in_words(amount) -> str:
    """Spell an amount of rupiah (int or anything with `.idr`), with the currency at the end."""
    return number_in_words(getattr(amount, "idr", amount)) + " rupiah"


def _spell(number: int) -> str:
    if number < 12:
        return ONES[number]
    if number < 20:
        return ONES[number - 10] + " belas"
    if number < 100:
        return _join(ONES[number // 10] + " puluh", number % 10)
    if number < 200:
        return _join("seratus", number - 100)
    if number < 1000:
        return _join(ONES[number // 100] + " ratus", number % 100)
    if number < 2000:
        return _join("seribu", number - 1000)
    for size, name in SCALES:
        if number >= size:
            return _join(f"{_spell(number // size)} {name}", number % size)
    raise AssertionError("Every number from 1000 up has a scale.")


def _join(head: str, rest: int) -> str:
    return f"{head} {_spell(rest)}" if rest else head
