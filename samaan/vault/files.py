"""Documents of a record: checked by content, encrypted as a stream, on disk before the act commits.

A file is `key version | nonce | its own key under the record's key | chunks`. Each chunk is AES-256-GCM with its
number and "this is the last one" in the nonce: chunks dropped, swapped, cut off or moved to another file do not open.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from samaan.vault import keyring
from samaan.vault.filetypes import HEAD_BYTES, recognise
from samaan.vault.models import StoredFile

CHUNK_BYTES = 64 * 1024
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
NAME_LENGTH = 150


def check(upload: UploadedFile) -> str:
    """The upload's content type; ValidationError, in the reader's language, when we do not take it."""
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty. Please choose it again.") % {"name": upload.name}, "empty")
    if upload.size > settings.ATTACHMENT_MAX_BYTES:
        most = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
        raise ValidationError(
            _("“%(name)s” is too large. The most is %(most)s.") % {"name": upload.name, "most": most}, "too_large"
        )
    head = next(iter(upload.chunks(HEAD_BYTES)))[:HEAD_BYTES]
    content_type = recognise(head)
    if content_type is None:
        raise ValidationError(
            _("“%(name)s” is not a photo, a PDF, a sound recording or plain text.") % {"name": upload.name}, "type"
        )
    return content_type


def store(upload: UploadedFile, *, record, compartment: str, by) -> StoredFile:
    """Keep a document of `record`; whoever holds that compartment of it can open it.

    The encrypted file is on disk when this returns. Should the act fail after all, what stays behind is
    ciphertext without a row, which `orphans` finds.
    """
    stored = StoredFile(
        record_id=record.record_id,
        compartment=compartment,
        name=safe_name(upload.name or ""),
        content_type=check(upload),
        stored_by=by,
    )
    stored.size, stored.sha256 = write(stored, upload.chunks(CHUNK_BYTES))
    stored.save(force_insert=True)
    return stored


def open_chunks(stored: StoredFile) -> Iterator[bytes]:
    """The plain bytes, piece by piece. The key is fetched now, so the pieces may be read after the transaction."""
    source = open(path_of(stored), "rb")  # noqa: SIM115  # the generator closes it
    try:
        cipher = _read_header(stored, source)
    except BaseException:
        source.close()
        raise
    return _decrypted(source, cipher)


def of_record(record_id, compartments: Iterable[str] = ()) -> list[StoredFile]:
    """A record's documents that this transaction may see, oldest first; of some compartments when given."""
    found = StoredFile.objects.filter(record_id=record_id)
    return list(found.filter(compartment__in=compartments) if compartments else found)


def path_of(stored: StoredFile) -> Path:
    name = stored.id.hex
    return settings.CONFIG.data_dir / "files" / name[:2] / name


def safe_name(name: str) -> str:
    """The file's name without folders and control characters, short enough for any file system."""
    base = "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable()).strip(" .")
    stem, dot, ending = base.rpartition(".")
    return f"{stem[: NAME_LENGTH - 10]}{dot}{ending[:9]}" if stem else base[:NAME_LENGTH] or _("document")


def write(stored: StoredFile, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Encrypt to disk; the size and SHA-256 of what was written."""
    path = path_of(stored)
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    size, digest = 0, hashlib.sha256()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        cipher = _write_header(stored, target)
        for number, (chunk, is_last) in enumerate(_even(chunks)):
            size += len(chunk)
            digest.update(chunk)
            target.write(cipher.encrypt(_nonce(number, is_last), chunk, None))
        target.flush()
        os.fsync(target.fileno())
    _sync_folder(path.parent)
    return size, digest.hexdigest()


def _write_header(stored: StoredFile, target: BinaryIO) -> AESGCM:
    record_key = keyring.key_of(stored.record_id)
    own_key, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
    sealed = record_key.cipher.encrypt(nonce, own_key, _bound_to(stored, record_key.version))
    target.write(bytes([record_key.version]) + nonce + sealed)
    return AESGCM(own_key)


def _read_header(stored: StoredFile, source: BinaryIO) -> AESGCM:
    version = source.read(1)[0]
    nonce, sealed = source.read(NONCE_BYTES), source.read(KEY_BYTES + TAG_BYTES)
    record_key = keyring.key_of(stored.record_id)
    return AESGCM(record_key.cipher.decrypt(nonce, sealed, _bound_to(stored, version)))


def _decrypted(source: BinaryIO, cipher: AESGCM) -> Iterator[bytes]:
    with source:
        ahead = source.read(CHUNK_BYTES + TAG_BYTES)
        for number in count():
            piece, ahead = ahead, source.read(CHUNK_BYTES + TAG_BYTES)
            yield cipher.decrypt(_nonce(number, not ahead), piece, None)
            if not ahead:
                return


def _even(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes in pieces of CHUNK_BYTES, each with whether it is the last."""
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while len(buffer) > CHUNK_BYTES:
            yield bytes(buffer[:CHUNK_BYTES]), False
            del buffer[:CHUNK_BYTES]
    yield bytes(buffer), True


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(NONCE_BYTES - 1) + bytes([is_last])


def _bound_to(stored: StoredFile, version: int) -> bytes:
    return f"vault_storedfile|content|{stored.record_id}|{stored.id}|{version}".encode()


def _sync_folder(folder: Path) -> None:
    for path in (folder, folder.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def orphans(*, minutes: int) -> list[Path]:
    """Encrypted files no row speaks of, left by acts that failed; for the worker, who sees every row."""
    before = time.time() - 60 * minutes
    old = [path for path in (settings.CONFIG.data_dir / "files").glob("*/*") if path.stat().st_mtime < before]
    known = set(StoredFile.objects.filter(pk__in=[path.name for path in old]).values_list("pk", flat=True))
    return [path for path in old if UUID(path.name) not in known]
