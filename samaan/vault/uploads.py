"""Files that come in pieces, over any line: begun, continued where it broke, and used by a form like any other.

Each piece is encrypted as it arrives and has a key of its own, sealed with the upload's key, which the master key
wraps: a piece that is written twice after a crash never reuses a nonce.
"""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.vault import master, sealed
from samaan.vault.models import Upload
from samaan.vault.storage import storage

FOLDER = "uploads/"
PIECE_MOST = 1024 * 1024
# Small pieces are for a line that breaks; a file cut into crumbs is none that came over a line.
PIECES_MOST = 20_000
UNFINISHED_MOST = 20
KEPT_FOR = timedelta(days=1)


class WrongOffset(Exception):
    """The piece does not begin where the last one ended; `upload.received` says where that was."""

    def __init__(self, upload: Upload):
        super().__init__(str(upload.received))
        self.upload = upload


class Told(NamedTuple):
    """What its sender said of a file: its name, and a mark by which they know it again."""

    name: str
    mark: str


@transaction.atomic
def begin(*, by: User, name: str, size: int, mark: str = "") -> Upload:
    """Make room for a file; ValidationError when it is larger than any, or than what this person has left."""
    largest = max(settings.CONFIG.file_sizes.values())
    if not 0 < size <= largest:
        words = _("“%(name)s” is too large. The most is %(most)s.") if size else _("“%(name)s” is empty.")
        raise ValidationError(words % {"name": name, "most": filesizeformat(largest)}, "size")
    # Two at once count each other.
    User.objects.select_for_update().get(pk=by.pk)
    waiting = list(Upload.objects.filter(user=by).values_list("size", flat=True))
    if sum(waiting) + size > settings.CONFIG.uploads_mb * 1024**2 or len(waiting) >= UNFINISHED_MOST:
        raise ValidationError(
            _("You have other files on the way. Finish or remove one first; after a day they go by themselves."),
            "allowance",
        )
    upload = Upload(user=by, size=size)
    key, by_version = os.urandom(sealed.KEY_BYTES), master.newest()
    upload.wrapped, upload.master_id = master.wrap(key, bound_to(upload), by_version), by_version.version
    nonce = os.urandom(sealed.NONCE_BYTES)
    told = json.dumps(Told(name[:300], mark[:100])).encode()
    upload.sealed = nonce + AESGCM(key).encrypt(nonce, told, bound_to(upload).encode())
    upload.save(force_insert=True)
    return upload


@transaction.atomic
def add(upload_id: UUID, piece: bytes, *, by: User, offset: int) -> Upload | None:
    """Keep the next piece of one's own upload; None when there is no such upload. Raises WrongOffset."""
    upload = Upload.objects.select_for_update().filter(pk=upload_id, user=by).first()
    if upload is None:
        return None
    if offset != upload.received or offset + len(piece) > upload.size or len(upload.lengths) >= PIECES_MOST:
        raise WrongOffset(upload)
    if piece:
        number = len(upload.lengths)
        cipher, bound_to = AESGCM(_key(upload)), _piece_bound_to(upload, number)
        pieces = sealed.encrypted([piece], lambda own_key: sealed.header(cipher, own_key, bound_to))
        storage().put(_name(upload, number), pieces)
        upload.lengths = [*upload.lengths, len(piece)]
        upload.received += len(piece)
    upload.changed_at = timezone.now()
    upload.save(update_fields=["lengths", "received", "changed_at"])
    return upload


def of(user: User) -> list[tuple[Upload, Told]]:
    """What this person has on the way, the last touched first."""
    return [(upload, told(upload)) for upload in Upload.objects.filter(user=user)]


def told(upload: Upload) -> Told:
    content = bytes(upload.sealed)
    nonce, rest = content[: sealed.NONCE_BYTES], content[sealed.NONCE_BYTES :]
    return Told(*json.loads(AESGCM(_key(upload)).decrypt(nonce, rest, bound_to(upload).encode())))


def arrived(upload_id: str, *, by: User) -> "Arrived | None":
    """A whole upload of one's own, for a form to use; it is nobody else's until the transaction ends."""
    try:
        number = UUID(upload_id)
    except ValueError:
        return None
    upload = Upload.objects.select_for_update().filter(pk=number, user=by).first()
    return Arrived(upload) if upload and upload.is_whole else None


class Arrived(UploadedFile):
    """A file that came in pieces, read as any uploaded file is."""

    in_pieces = True

    def __init__(self, upload: Upload):
        super().__init__(None, told(upload).name, "", upload.size)
        self.upload = upload

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        cipher, place = AESGCM(_key(self.upload)), storage()
        for number, length in enumerate(self.upload.lengths):
            source = place.open(_name(self.upload, number))
            header = source.read(sealed.HEADER_BYTES)
            own_cipher = sealed.key_in(header, cipher, _piece_bound_to(self.upload, number))
            yield from sealed.decrypted(source, own_cipher, length)

    def read(self, size: int = -1) -> bytes:
        """All of it, or its beginning: every call starts anew."""
        return b"".join(self.chunks()) if size < 0 else next(self.chunks(), b"")[:size]

    def close(self) -> None:
        """Nothing stays open between two readings."""


def used(upload: UploadedFile) -> None:
    """The document is kept: what came in pieces goes, once this is certain."""
    if isinstance(upload, Arrived):
        drop(upload.upload)


def drop(upload: Upload) -> None:
    """Remove an upload, its pieces after the transaction."""
    folder = f"{FOLDER}{upload.pk.hex}"
    upload.delete()
    transaction.on_commit(lambda: storage().remove_all(folder))


def drop_abandoned() -> int:
    """Remove what nobody continued for a day, and pieces without an upload; for the worker."""
    before = timezone.now() - KEPT_FOR
    abandoned = list(Upload.objects.filter(changed_at__lt=before))
    for upload in abandoned:
        drop(upload)
    known = {pk.hex for pk in Upload.objects.values_list("pk", flat=True)}
    for name, written in list(storage().names(FOLDER)):
        if written < before and name.split("/")[1] not in known:
            storage().remove(name)
    return len(abandoned)


def _key(upload: Upload) -> bytes:
    return master.unwrap(bytes(upload.wrapped), bound_to(upload))


def bound_to(upload: Upload) -> str:
    return f"upload|{upload.pk}"


def _piece_bound_to(upload: Upload, number: int) -> bytes:
    return f"upload|{upload.pk}|{number}".encode()


def _name(upload: Upload, number: int) -> str:
    return f"{FOLDER}{upload.pk.hex}/{number}"
