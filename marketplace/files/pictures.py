"""Pictures: judged by their header first, decoded small, turned upright, written anew without anything else inside."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from marketplace.files.errors import NotAPicture, PictureDamaged, PictureTooManyPixels
from marketplace.files.limits import MAX_PIXELS, MAX_SIDE, PICTURE_FORMATS, WIDTHS

_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


@dataclass(frozen=True)
class Renditions:
    """Encoded copies by (width, ending); `width` and `height` are those of the largest."""

    files: dict[tuple[int, str], bytes]
    width: int
    height: int


def is_picture(head: bytes) -> bool:
    """Whether the first bytes are those of a format we take."""
    return (
        head.startswith(b"\xff\xd8\xff")
        or head.startswith(b"\x89PNG\r\n\x1a\n")
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
    )


def check(data: bytes) -> None:
    """Judge by magic and header only. Raises NotAPicture, PictureTooManyPixels, PictureDamaged."""
    _open(data).close()


def render(data: bytes) -> Renditions:
    """WebP and JPEG at three widths, upright, without EXIF, place, profile or comment; never enlarged.

    Raises  NotAPicture, PictureTooManyPixels, PictureDamaged.
    """
    picture = _open(data)
    try:
        picture.thumbnail((WIDTHS[-1], WIDTHS[-1]), Image.Resampling.LANCZOS, reducing_gap=2.0)
        upright = _on_white(ImageOps.exif_transpose(picture))
    except _BROKEN as error:
        raise PictureDamaged() from error
    files: dict[tuple[int, str], bytes] = {}
    for width in WIDTHS:
        small = upright.copy()
        small.thumbnail((width, width), Image.Resampling.LANCZOS)
        files[width, "jpg"] = _encoded(small, "JPEG", quality=82, optimize=True, progressive=True)
        files[width, "webp"] = _encoded(small, "WEBP", quality=80, method=4)
    return Renditions(files, upright.width, upright.height)


def _open(data: bytes) -> Image.Image:
    if not is_picture(data[:16]):
        raise NotAPicture()
    try:
        with warnings.catch_warnings():
            # Our own limit below speaks in the reader's language; Pillow's must not speak first at the same size.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=PICTURE_FORMATS)
    except UnidentifiedImageError as error:
        raise PictureDamaged() from error
    except Image.DecompressionBombError as error:
        width, height = _size_in_message(data)
        raise PictureTooManyPixels(width=width, height=height) from error
    except _BROKEN as error:
        raise PictureDamaged() from error
    width, height = picture.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise PictureTooManyPixels(width=width, height=height)
    return picture


def _size_in_message(data: bytes) -> tuple[int, int]:
    """The size a bomb declares, for the sentence that refuses it. PNG says it at a fixed place; others: unknown."""
    if data.startswith(b"\x89PNG"):
        return struct.unpack(">II", data[16:24])
    return MAX_SIDE, MAX_SIDE


def _on_white(picture: Image.Image) -> Image.Image:
    """RGB, with what was transparent turned white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, kind, **options)
    return out.getvalue()
