"""Pictures that stand for products without a photo."""

import re
from pathlib import Path

from django.conf import settings

from marketplace.ui.illustrations import BY_CATEGORY, FALLBACK
from marketplace.ui.illustrations.__main__ import SUBJECTS, draw

FOLDER = Path(settings.PROJECT) / "marketplace" / "static" / "illustrations"


def test_each_of_the_seventeen_groups_has_a_picture():
    assert {code for code in BY_CATEGORY if len(code) == 2} == {f"{number:02}" for number in range(1, 18)}
    assert {*BY_CATEGORY.values(), FALLBACK} <= set(SUBJECTS)


def test_every_picture_is_small_and_stands_alone():
    for path in sorted(FOLDER.glob("*.svg")):
        text = path.read_text(encoding="utf-8")
        assert 600 < len(text.encode()) < 7_500, path.name
        assert not re.search(r"<script|<image|href=\"(?!#)|style=", text), path.name


def test_the_stored_pictures_are_those_the_generator_draws(tmp_path):
    draw(tmp_path)

    assert {path.name for path in FOLDER.glob("*.svg")} == {path.name for path in tmp_path.iterdir()}
    assert all((FOLDER / path.name).read_bytes() == path.read_bytes() for path in tmp_path.iterdir())
