"""The key envelope: all keys an installation needs to live again, in one small encrypted file."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pyrage

from samaan import keyfiles, masterkey
from samaan.config import Config
from samaan.server.backup import BackupError
from samaan.server.backup.archive import Identity, Recipient

# What a restore needs. Sessions and the database's passwords are made anew.
NAMES = ("context.key", "seal.key", "seal.pub")
TITLE = "samaan key envelope 1"
MOST_BYTES = 1 << 20
Sealed = Callable[[bytes], bytes]


def sealed_to(recipients: list[Recipient]) -> Sealed:
    return lambda content: pyrage.encrypt(content, recipients)


def sealed_by(passphrase: str) -> Sealed:
    return lambda content: pyrage.passphrase.encrypt(content, passphrase)


def opened_by(identities: list[Identity] | None, passphrase: str) -> Sealed:
    """How an envelope is opened: with a recipient's secret key, or its passphrase."""
    if identities:
        return lambda content: pyrage.decrypt(content, identities)
    return lambda content: pyrage.passphrase.decrypt(content, passphrase)


def write(config: Config, path: Path, seal: Sealed) -> list[str]:
    """Write an envelope, for its owner only; returns what is in it."""
    content = {masterkey.NAME: masterkey.text_of(config.master_keys())}
    for name in NAMES:
        file = config.data_dir / name
        if file.exists():
            content[name] = keyfiles.read(file, trusted=name == "seal.pub")
    sealed = seal(json.dumps({"samaan": TITLE, "files": content}).encode())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as trouble:
        raise BackupError(f"{path}: {trouble.strerror}. No envelope was written.") from None
    with os.fdopen(descriptor, "wb") as file_:
        file_.write(sealed)
        file_.flush()
        os.fsync(file_.fileno())
    return list(content)


def put_back(config: Config, path: Path, opened: Sealed) -> list[str]:
    """Write the keys of an envelope into the data folder; another key that is there is never written over."""
    files = read(path, opened)
    for name, text in files.items():
        there = config.data_dir / name
        if there.exists() and there.read_text(encoding="ascii").strip() != text:
            raise BackupError(f"{there} holds another key. Move it away first, if you are sure. Nothing was written.")
    return [name for name, text in files.items() if keyfiles.write_new(config.data_dir / name, text)]


def read(path: Path, opened: Sealed) -> dict[str, str]:
    """The files in an envelope; BackupError when it cannot be opened or is something else."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError
        content = json.loads(opened(path.read_bytes()))
        if content["samaan"] != TITLE or not set(content["files"]) <= {masterkey.NAME, *NAMES}:
            raise ValueError
        masterkey.parse(content["files"][masterkey.NAME])
    except pyrage.DecryptError:
        raise BackupError(f"{path.name} does not open with this key or passphrase, or is damaged.") from None
    except (ValueError, KeyError, TypeError):
        raise BackupError(f"{path.name} is no key envelope of Samaan.") from None
    files: dict[str, str] = content["files"]
    return files
