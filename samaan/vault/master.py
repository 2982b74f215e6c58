"""The master key: outside the database, in a file only its owner can read. It wraps data keys, nothing else."""

import hashlib
import hmac
import os
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


@cache
def _master() -> bytes:
    return settings.CONFIG.master_key()


@cache
def _derived(purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"samaan:{purpose}".encode()).derive(_master())


def wrap(key: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_derived("wrap")).encrypt(nonce, key, bound_to.encode())


def unwrap(wrapped: bytes, bound_to: str) -> bytes:
    """Raises cryptography.exceptions.InvalidTag when the key was made for something else."""
    return AESGCM(_derived("wrap")).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], bound_to.encode())


def blind(value: str, purpose: str) -> int:
    """A signed 64-bit token of `value`: equal values find each other, the database learns nothing else."""
    digest = hmac.digest(_derived(f"blind:{purpose}"), value.encode(), hashlib.sha256)
    return int.from_bytes(digest[:8], signed=True)
