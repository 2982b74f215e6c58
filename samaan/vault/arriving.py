"""A document on its way in: what it is, and its hash as it passes."""

import hashlib
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from samaan.vault import office
from samaan.vault.filetypes import HEAD_BYTES, TYPES, kind_of, recognise
from samaan.vault.refusals import Refused, refusal


class Passing:
    """Chunks that are counted and hashed on their way through, once."""

    def __init__(self, chunks: Iterable[bytes]):
        self.chunks, self.size, self.digest = iter(chunks), 0, hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.size += len(chunk)
            self.digest.update(chunk)
            yield chunk

    def sha256(self) -> str:
        """Of everything: what nobody has read yet is read now."""
        for _chunk in self:
            pass
        return self.digest.hexdigest()


def recognised(upload: UploadedFile) -> str:
    """The upload's content type; ValidationError when it is none we take, empty, or too large for its kind."""
    name = upload.name or ""
    if not upload.size:
        raise refusal("empty", name)
    refuse_larger(upload, largest(upload))
    head = next(iter(upload.chunks(HEAD_BYTES)))[:HEAD_BYTES]
    content_type = recognise(head)
    if content_type == "application/zip":
        content_type = looked_into(upload)
    if content_type not in TYPES:
        raise refusal(content_type or "type", name)
    refuse_larger(upload, settings.CONFIG.file_sizes[kind_of(content_type)])
    return content_type


def looked_into(upload: UploadedFile) -> str:
    """What kind of Office document a zip file is; the reason when it is none."""
    refuse_larger(upload, settings.CONFIG.file_sizes["document"])
    try:
        return office.recognise(b"".join(upload.chunks(HEAD_BYTES)))
    except Refused as reason:
        return str(reason)


def largest(upload: UploadedFile) -> int:
    """What comes with a form comes at once; what comes in pieces may be as large as the largest kind."""
    if getattr(upload, "in_pieces", False):
        return max(settings.CONFIG.file_sizes.values())
    return settings.ATTACHMENT_MAX_BYTES


def refuse_larger(upload: UploadedFile, most: int) -> None:
    if (upload.size or 0) > most:
        words = _("“%(name)s” is too large. The most is %(most)s.")
        raise ValidationError(words % {"name": upload.name, "most": filesizeformat(most)}, "too_large")
