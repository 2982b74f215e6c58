"""Pictures, drawn anew: what was in the file beside the picture (place, time, camera, a small copy) is gone."""

import io
import warnings
from collections.abc import Iterator

import pi_heif
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from samaan.vault.refusals import Refused

# A good telephone takes 50 million; much more fills the memory of a small server.
MOST_PIXELS = 64_000_000
MOST_FRAMES = 500
READERS = {
    "image/jpeg": ["JPEG"],
    "image/png": ["PNG"],
    "image/webp": ["WEBP"],
    "image/gif": ["GIF"],
    "image/heic": ["HEIF"],
    "image/avif": ["AVIF"],
}
# Formats few machines can show become JPEG.
WRITTEN_AS = {
    "image/jpeg": "JPEG", "image/heic": "JPEG", "image/avif": "JPEG",
    "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF",
}  # fmt: skip
HOW = {"JPEG": {"quality": 92, "subsampling": 0}, "WEBP": {"quality": 92}}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
pi_heif.register_heif_opener(thumbnails=False)


def type_after(content_type: str) -> str:
    return f"image/{WRITTEN_AS[content_type].lower()}"


def clean(content: bytes, content_type: str) -> Iterator[bytes]:
    """The same picture, upright and in its colours, and nothing else. Raises Refused for what is no whole picture."""
    target = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=READERS[content_type]) as picture:
                write(picture, target, WRITTEN_AS[content_type])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("pixels") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, RuntimeError):
        raise Refused("damaged") from None
    yield target.getvalue()


def write(picture: Image.Image, target: io.BytesIO, written_as: str) -> None:
    how = HOW.get(written_as, {}) | {"icc_profile": picture.info.get("icc_profile")}
    count = getattr(picture, "n_frames", 1)
    if written_as != "JPEG" and count > 1:
        refuse_long(picture, count)
        write_moving(picture, target, written_as, how)
    else:
        plain(ImageOps.exif_transpose(picture), written_as).save(target, written_as, **how)


def refuse_long(picture: Image.Image, count: int) -> None:
    if count > MOST_FRAMES or count * picture.width * picture.height > MOST_PIXELS:
        raise Refused("pixels")


def write_moving(picture: Image.Image, target: io.BytesIO, written_as: str, how: dict) -> None:
    """A picture that moves stays so."""
    frames, times = [], []
    for frame in ImageSequence.Iterator(picture):
        times.append(frame.info.get("duration", 100))
        frames.append(plain(frame.convert("RGBA"), written_as))
    frames[0].save(
        target, written_as, save_all=True, append_images=frames[1:], duration=times, loop=0, disposal=2, **how
    )


def plain(picture: Image.Image, written_as: str) -> Image.Image:
    """The pixels alone, of a picture of our own: what hangs on it as information is written by some formats."""
    if written_as == "JPEG" and picture.mode not in ("RGB", "L", "CMYK"):
        picture = picture.convert("RGB")
    picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
    return picture
