"""Uploads on their way in: what does not fit in a little memory waits on disk only as ciphertext."""

import tempfile
from collections.abc import Iterator

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

TAG_BYTES = 16
NONCE_BYTES = 12


class SealedUpload(UploadedFile):
    """An upload whose bytes lie in a nameless temporary file under a key that only this object holds."""

    def __init__(self, name: str | None, content_type: str | None, charset: str | None):
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the request, by Django
        super().__init__(self._spool, name, content_type, 0, charset)
        self.size: int = 0
        self._cipher = AESGCM(AESGCM.generate_key(256))
        self._lengths: list[int] = []

    def add(self, chunk: bytes) -> None:
        """Keep one chunk; beyond the limit only count, so that a huge file fills no disk."""
        self.size += len(chunk)
        if self.size > settings.ATTACHMENT_MAX_BYTES:
            return
        self._spool.write(self._cipher.encrypt(self._nonce(len(self._lengths)), chunk, None))
        self._lengths.append(len(chunk))

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The plain bytes, in the pieces they came in."""
        self._spool.seek(0)
        for number, length in enumerate(self._lengths):
            yield self._cipher.decrypt(self._nonce(number), self._spool.read(length + TAG_BYTES), None)

    def read(self, size: int = -1) -> bytes:
        """All of it, or its beginning: every call starts anew."""
        if size < 0:
            return b"".join(self.chunks())
        return next(self.chunks(), b"")[:size]

    @staticmethod
    def _nonce(number: int) -> bytes:
        return number.to_bytes(NONCE_BYTES)


class SealedUploadHandler(FileUploadHandler):
    """Takes every file of every form."""

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.upload = SealedUpload(self.file_name, self.content_type, self.charset)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.upload.add(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        return self.upload

    def upload_interrupted(self) -> None:
        if hasattr(self, "upload"):
            self.upload.close()
