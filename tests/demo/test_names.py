"""Numbers of invented people fit their names: what an office's own eye would stumble over."""

import random

from marketplace.demo import names


def test_numbers_say_the_same_of_a_person_as_the_name():
    for number in range(500):
        dice = random.Random(number)
        name, born = names.person(dice), names.birthday(dice)
        nip, nik = names.nip(number, name, born, dice), names.nik(number, name, born)

        woman = name.split()[0] in names.WOMEN
        assert len(nip) == 18 and nip[:8] == f"{born:%Y%m%d}" and nip[14] == ("2" if woman else "1")
        assert 22 <= int(nip[8:12]) - born.year <= 33 and 1 <= int(nip[12:14]) <= 12
        assert len(nik) == 16 and int(nik[6:8]) == born.day + (40 if woman else 0) and nik[8:12] == f"{born:%m%y}"


def test_known_names_have_their_sex():
    assert [names.is_woman(name) for name in ("Ayu Lestari", "Putri Utami", "Danang Saputra")] == [True, True, False]
