"""Picture files for the demo's uploads: the site's own illustrations, taken as a photographer would, from near or afar.

They go through the real upload and never show anybody's goods.
"""

from __future__ import annotations

import functools
import io
import random
from pathlib import Path

import typst
from django.conf import settings
from PIL import Image, ImageEnhance

from marketplace.ui.illustrations import illustration_of

DRAWINGS = Path(settings.PROJECT) / "marketplace" / "static" / "illustrations"
SIZE = (1_000, 750)
SHEET = '#set page(width: 1000pt, height: 750pt, margin: 0pt)\n#image("{slug}.svg", width: 100%, height: 100%)'


def picture(dice: random.Random, category: str) -> bytes:
    """PNG of 1,000 by 750 px of what this category sells; no two look quite alike."""
    shown = _drawing(illustration_of(category)).copy()
    width, height = SIZE
    near = dice.uniform(0.82, 1.0)
    left = dice.uniform(0.3, 0.7) * width * (1 - near)
    top = dice.uniform(0.3, 0.7) * height * (1 - near)
    shown = shown.resize(SIZE, Image.Resampling.LANCZOS, box=(left, top, left + width * near, top + height * near))
    shown = ImageEnhance.Color(shown).enhance(dice.uniform(0.82, 1.12))
    shown = ImageEnhance.Brightness(shown).enhance(dice.uniform(0.94, 1.03))
    buffer = io.BytesIO()
    shown.save(buffer, "PNG")
    return buffer.getvalue()


@functools.lru_cache(maxsize=32)
def _drawing(slug: str) -> Image.Image:
    """The illustration in dots: typst, which draws the papers too, reads SVG; Pillow does not."""
    drawn = typst.compile(  # type: ignore[call-overload]  # its stubs want root to be bytes where the text is
        SHEET.format(slug=slug).encode(), root=str(DRAWINGS), format="png", ppi=72.0, ignore_system_fonts=True
    )
    return Image.open(io.BytesIO(drawn)).convert("RGB")
