"""The master key: outside the database. It wraps data keys, nothing else.

It is looked at anew whenever its file changed, so that processes that run take up a new version by themselves. While
it is being changed there are two: whatever is wrapped is wrapped by the newest, and either opens what it wrapped.
"""

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.conf import settings

from samaan.config import BadConfiguration
from samaan.masterkey import MasterKey

NONCE_BYTES = 12
FIRST = 1
# What is looked up by these was handed out, or is written where it cannot be made anew: a receipt is in its holder's
# pocket. Their keys are kept, wrapped, when the master key is changed (samaan.vault.rewrapping).
LASTING = ("receipt", "receipt.code", "report.high", "report.low")

_read: tuple[tuple, list[MasterKey]] | None = None


def versions() -> list[MasterKey]:
    """The versions there are now, the newest last."""
    global _read
    stamp = _stamp()
    if _read is None or stamp != _read[0]:
        try:
            _read = stamp, settings.CONFIG.master_keys()
        except BadConfiguration:
            # Once read, it is kept: a key file that went away stops no page.
            if _read is None:
                raise
    return _read[1]


def newest() -> MasterKey:
    return versions()[-1]


def forget() -> None:
    """Read the key anew at the next use: for whoever changes its settings."""
    global _read
    _read = None
    _lasting.cache_clear()


def _stamp() -> tuple:
    try:
        status = os.stat(settings.CONFIG.master_key_file())
    except OSError:
        return ("gone",)
    return status.st_ino, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=256)
def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"samaan:{purpose}".encode()).derive(key)


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(_derived(key, "wrap"))


def wrap(key: bytes, bound_to: str, by: MasterKey | None = None) -> bytes:
    """Wrapped by the newest version, or by the one given; whoever keeps it keeps that version's number beside it."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher((by or newest()).key).encrypt(nonce, key, bound_to.encode())


def unwrap(wrapped: bytes, bound_to: str, by: list[MasterKey] | None = None) -> bytes:
    """By whichever version, or one of these.

    Raises cryptography.exceptions.InvalidTag when the key was made for something else.
    """
    nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
    for version in reversed(versions() if by is None else by):
        try:
            return _cipher(version.key).decrypt(nonce, sealed, bound_to.encode())
        except InvalidTag:
            continue
    raise InvalidTag


def rewrapped(wrapped: bytes, bound_to: str, by: MasterKey) -> bytes | None:
    """The same wrapped by this version; None when it was already, or when nothing opens it."""
    try:
        key = unwrap(wrapped, bound_to, [one for one in versions() if one != by])
    except InvalidTag:
        return None
    return wrap(key, bound_to, by)


def blind(value: str, purpose: str, by: MasterKey | None = None) -> int:
    """A signed 64-bit token of `value`: equal values find each other, the database learns nothing else."""
    digest = hmac.digest(_blinding(purpose, by), value.encode(), hashlib.sha256)
    return int.from_bytes(digest[:8], signed=True)


def _blinding(purpose: str, by: MasterKey | None) -> bytes:
    key = by or newest()
    if purpose in LASTING and key.version != FIRST:
        return _lasting(purpose)
    return first_blinding(key, purpose)


def first_blinding(key: MasterKey, purpose: str) -> bytes:
    """The key of a purpose as it follows from the master key."""
    return _derived(key.key, f"blind:{purpose}")


@lru_cache(maxsize=len(LASTING))
def _lasting(purpose: str) -> bytes:
    row = apps.get_model("vault", "LastingKey").objects.get(purpose=purpose)
    return unwrap(bytes(row.wrapped), lasting_bound_to(purpose))


def lasting_bound_to(purpose: str) -> str:
    return f"lasting|{purpose}"
