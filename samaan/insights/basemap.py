"""A base map that a deployment may be given: pictures of 256 pixels in `basemap/<z>/<x>/<y>.png` of its data folder."""

from pathlib import Path

from django.conf import settings

TYPES = {".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg"}


def folder() -> Path:
    return settings.CONFIG.data_dir / "basemap"


def deepest() -> int | None:
    """The deepest level of zoom there is; none without a base map."""
    if not folder().is_dir():
        return None
    return max((int(level.name) for level in folder().iterdir() if level.name.isdecimal()), default=None)


def tile(z: int, x: int, y: int) -> Path | None:
    """The picture at this place, whichever of the kinds it is."""
    place = folder() / str(z) / str(x)
    return next((found for suffix in TYPES if (found := place / f"{y}{suffix}").is_file()), None)
