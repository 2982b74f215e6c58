"""What a document says beside what it shows is taken out before it is kept (docs/adr: documents)."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from samaan.vault import media, office, pdfs, pictures
from samaan.vault.filetypes import CLEANED_MEDIA
from samaan.vault.refusals import Refused

# The end of a zip file with its longest remark.
TAIL_BYTES = 64 * 1024 + 22
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


class Cleaned(NamedTuple):
    """The document as it will be kept; a picture may have become another type."""

    content_type: str
    chunks: Iterable[bytes]


def clean(content_type: str, chunks: Iterable[bytes]) -> Cleaned:
    """The chunks raise Refused, while they are read, when the document is not what it says it is."""
    chunks = alone(chunks) if not is_office(content_type) else chunks
    if content_type.startswith("image/"):
        return Cleaned(pictures.type_after(content_type), whole(chunks, pictures.clean, content_type))
    if content_type == "application/pdf":
        return Cleaned(content_type, whole(chunks, pdfs.clean))
    if is_office(content_type):
        return Cleaned(content_type, whole(chunks, office.clean))
    if content_type in CLEANED_MEDIA:
        return Cleaned(content_type, media.clean(content_type, chunks))
    return Cleaned(content_type, chunks)


def is_office(content_type: str) -> bool:
    return content_type.startswith("application/vnd.")


def whole(chunks: Iterable[bytes], clean_it, *more) -> Iterator[bytes]:
    """For types that cannot be cleaned piece by piece: their largest size keeps this small."""
    yield from clean_it(b"".join(chunks), *more)


def alone(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same chunks; Refused at the end when a packed file was hidden among them."""
    tail = b""
    for chunk in chunks:
        seen = tail[-16:] + chunk
        if any(mark in seen for mark in ARCHIVES):
            raise Refused("two_in_one")
        tail = (tail + chunk)[-TAIL_BYTES:]
        yield chunk
    if zipfile.is_zipfile(io.BytesIO(tail)):
        raise Refused("two_in_one")
