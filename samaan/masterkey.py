"""The master key as it is kept: in a file, handed over by systemd, or locked by a passphrase.

A line is one version of the key: `2 <64 hexadecimal digits>`; digits alone are version 1. There are two lines only
while the key is being changed.
"""

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from samaan import keyfiles

NAME, LOCKED_NAME = "master.key", "master.key.locked"
BYTES = 32
SALT_BYTES, NONCE_BYTES = 16, 12
# The second choice of RFC 9106, with four times its memory: half a second at the start, and dear to guess.
ROUNDS, MEMORY_KIB, LANES = 3, 256 * 1024, 4
BOUND_TO = b"samaan master key"
LEAST_LETTERS = 12


class WrongPassphrase(Exception):
    """It does not open the locked key file."""


@dataclass(frozen=True)
class MasterKey:
    """One version of the master key."""

    version: int
    key: bytes

    @property
    def mark(self) -> str:
        """Tells two keys apart, and nothing of either."""
        return hashlib.sha256(b"samaan master key mark" + self.key).hexdigest()[:16]


def made(version: int) -> MasterKey:
    return MasterKey(version, secrets.token_bytes(BYTES))


def parse(text: str) -> list[MasterKey]:
    """The versions in a key file, the newest last; ValueError when it is damaged."""
    found = {}
    for line in text.strip().splitlines():
        number, _space, digits = line.rpartition(" ")
        key = MasterKey(int(number or 1), bytes.fromhex(digits))
        if len(key.key) != BYTES or not 1 <= key.version < 1 << 15 or key.version in found:
            raise ValueError(line)
        found[key.version] = key
    if not found:
        raise ValueError(text)
    return [found[version] for version in sorted(found)]


def text_of(keys: list[MasterKey]) -> str:
    """The same as lines; a first version alone as it always was written."""
    return "\n".join(key.key.hex() if key.version == 1 else f"{key.version} {key.key.hex()}" for key in keys)


def keep(path: Path, keys: list[MasterKey]) -> None:
    """Write a key file anew in one step."""
    keyfiles.replace_private(path, text_of(keys))
    keyfiles.sync_folder(path.parent)


def opener_of(path: Path, passphrase: str) -> bytes:
    """The key that opens a locked key file, made from its passphrase; it takes half a second on purpose."""
    salt = bytes.fromhex(_read_locked(path)["salt"])
    return _opener(passphrase, salt)


def lock(path: Path, keys: list[MasterKey], passphrase: str) -> None:
    """Write a key file that only this passphrase opens."""
    salt = secrets.token_bytes(SALT_BYTES)
    _write_locked(path, keys, salt, _opener(passphrase, salt))


def lock_again(path: Path, keys: list[MasterKey], opener: bytes) -> None:
    """Other keys under the same passphrase."""
    _write_locked(path, keys, bytes.fromhex(_read_locked(path)["salt"]), opener)


def unlock(path: Path, opener: bytes) -> list[MasterKey]:
    """The keys in a locked file; WrongPassphrase when this does not open it."""
    content = _read_locked(path)
    try:
        text = AESGCM(opener).decrypt(bytes.fromhex(content["nonce"]), bytes.fromhex(content["sealed"]), BOUND_TO)
        return parse(text.decode())
    except (InvalidTag, ValueError):
        raise WrongPassphrase from None


def _opener(passphrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(passphrase.encode(), salt, ROUNDS, MEMORY_KIB, LANES, BYTES, Type.ID)


def _write_locked(path: Path, keys: list[MasterKey], salt: bytes, opener: bytes) -> None:
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(opener).encrypt(nonce, text_of(keys).encode(), BOUND_TO)
    content = {"samaan": "locked master key 1", "salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}
    keyfiles.replace_private(path, json.dumps(content))
    keyfiles.sync_folder(path.parent)


def _read_locked(path: Path) -> dict[str, str]:
    text = keyfiles.read(path)
    try:
        content = json.loads(text)
        for name in ("salt", "nonce", "sealed"):
            bytes.fromhex(content[name])
    except (ValueError, KeyError, TypeError):
        raise keyfiles.KeyFileError(f"{path} is damaged. Put it back from your safe copy.") from None
    return content
