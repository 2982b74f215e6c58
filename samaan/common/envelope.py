"""What leaves Samaan as a file leaves it in an envelope: encrypted to a recipient's age key, or under a password.

Bytes in, bytes out. In both, the names of the files inside are hidden as well.
"""

import hashlib
import io
import secrets
import zipfile
from collections.abc import Mapping

import pyrage

Files = Mapping[str, bytes]
# Read aloud, typed on any keyboard: no capitals, nothing that looks like something else. 31 ** 20 is 99 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 5, 4
# One moment of all files, so that an archive says nothing of when each was made.
MOMENT = (1980, 1, 1, 0, 0, 0)


class NoSuchKey(ValueError):
    """This is no public key of age."""


def to_key(files: Files, public_key: str) -> bytes:
    """A zip of these files, encrypted to one recipient (age, X25519). Raises NoSuchKey."""
    return pyrage.encrypt(packed(files), [recipient(public_key)])


def by_password(files: Files, password: str) -> bytes:
    """A 7z archive (AES-256) whose list of names is encrypted too."""
    import py7zr  # loads eight compression libraries, which only an export needs

    target = io.BytesIO()
    # Copied, not compressed: what is inside is small or compressed already, and its length then tells less of it.
    filters = [{"id": py7zr.FILTER_COPY}, {"id": py7zr.FILTER_CRYPTO_AES256_SHA256}]
    with py7zr.SevenZipFile(target, "w", password=password, filters=filters, header_encryption=True) as archive:
        for name, content in files.items():
            archive.writef(io.BytesIO(content), name)
    return target.getvalue()


def new_password() -> str:
    """Five groups of four letters and digits."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _group in range(GROUPS))


def packed(files: Files) -> bytes:
    """The files in one container, not encrypted: it is kept only under a key of the vault."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, MOMENT), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def recipient(public_key: str) -> pyrage.x25519.Recipient:
    """The key somebody typed. Raises NoSuchKey."""
    try:
        return pyrage.x25519.Recipient.from_str(public_key.strip())
    except pyrage.RecipientError:
        raise NoSuchKey("no public key of age") from None


def fingerprint(public_key: str) -> str:
    """What two people compare by telephone: twenty hexadecimal digits of the key's SHA-256, in groups."""
    digits = hashlib.sha256(str(recipient(public_key)).encode()).hexdigest()[:20]
    return " ".join(digits[start : start + 4] for start in range(0, 20, 4))
