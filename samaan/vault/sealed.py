"""How a file lies encrypted: `header | chunks`, the header holding the file's own key under another one.

Each chunk is AES-256-GCM with its number and "this is the last one" in the nonce: chunks dropped, swapped, cut off
or moved to another file do not open. Chunks have one size, so a reader may begin anywhere.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK_BYTES = 64 * 1024
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
# Key version, nonce, the file's own key under the other one.
HEADER_BYTES = 1 + NONCE_BYTES + KEY_BYTES + TAG_BYTES


def encrypted(chunks: Iterable[bytes], header_for: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """The pieces to keep. `header_for` seals the key that this file alone has."""
    own_key = os.urandom(KEY_BYTES)
    yield header_for(own_key)
    cipher = AESGCM(own_key)
    for number, (chunk, is_last) in enumerate(even(chunks)):
        yield cipher.encrypt(_nonce(number, is_last), chunk, None)


def header(cipher: AESGCM, own_key: bytes, bound_to: bytes, version: int = 1) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return bytes([version]) + nonce + cipher.encrypt(nonce, own_key, bound_to)


def key_in(header: bytes, cipher: AESGCM, bound_to: bytes) -> AESGCM:
    """Raises InvalidTag when the header was made for something else."""
    if len(header) != HEADER_BYTES:
        raise InvalidTag
    return AESGCM(cipher.decrypt(header[1 : 1 + NONCE_BYTES], header[1 + NONCE_BYTES :], bound_to))


def decrypted(source: BinaryIO, cipher: AESGCM, size: int, first: int = 0) -> Iterator[bytes]:
    """The plain chunks from number `first` on, of `size` bytes in all; `source` stands where that chunk begins."""
    last = chunks_of(size) - 1
    with source:
        for number in range(first, last + 1):
            yield cipher.decrypt(_nonce(number, number == last), _exactly(source, number, size), None)
        if source.read(1):
            raise InvalidTag


def chunks_of(size: int) -> int:
    """How many chunks a file of so many plain bytes has."""
    return max(1, -(-size // CHUNK_BYTES))


def length_of(size: int) -> int:
    """How long a file of so many plain bytes is when it is encrypted."""
    return HEADER_BYTES + size + chunks_of(size) * TAG_BYTES


def position_of(chunk: int) -> int:
    """Where a chunk begins in the encrypted file."""
    return HEADER_BYTES + chunk * (CHUNK_BYTES + TAG_BYTES)


def even(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes in pieces of CHUNK_BYTES, each with whether it is the last."""
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while len(buffer) > CHUNK_BYTES:
            yield bytes(buffer[:CHUNK_BYTES]), False
            del buffer[:CHUNK_BYTES]
    yield bytes(buffer), True


def _exactly(source: BinaryIO, number: int, size: int) -> bytes:
    """One chunk with its tag; a network may hand it over in pieces."""
    wanted = min(CHUNK_BYTES, size - number * CHUNK_BYTES) + TAG_BYTES
    found = b""
    while len(found) < wanted and (more := source.read(wanted - len(found))):
        found += more
    return found


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(NONCE_BYTES - 1) + bytes([is_last])
