"""Keeps a picture small: few colours, as pages have them."""

from io import BytesIO
from pathlib import Path

from PIL import Image

COLOURS = (128, 64, 32, 16)
LARGEST = 120 * 1024


def keep(drawn: bytes, path: Path) -> int:
    """Write it with as many colours as fit the size; returns the size in bytes."""
    whole = Image.open(BytesIO(drawn)).convert("RGB")
    for colours in COLOURS:
        small = whole.quantize(colours, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            break
    return path.stat().st_size
