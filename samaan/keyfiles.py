"""Key files: made once with owner-only rights, refused when anybody else may read them."""

import os
import secrets
import stat
from pathlib import Path

NAMES = ("secret.key", "context.key", "master.key", "seal.key")
BYTES = 32


class KeyFileError(Exception):
    """A key file is missing or open to others; the message says what to do."""


def read(path: Path, *, make: bool = False, trusted: bool = False) -> str:
    """The key in the file, as text; made first when it is missing and may be made.

    `trusted`: who else may read it is not ours to say.
    """
    if make:
        write_new(path, secrets.token_hex(BYTES))
    try:
        with open(path, encoding="ascii") as file:
            if not trusted:
                refuse_open_rights(path, os.fstat(file.fileno()))
            key = file.read().strip()
    except FileNotFoundError:
        raise KeyFileError(
            f"{path} is missing. Put it back from your safe copy; for a new installation run `samaan roles create`."
        ) from None
    if not key:
        raise KeyFileError(f"{path} is empty. Put it back from your safe copy.")
    return key


def write_new(path: Path, content: str) -> bool:
    """Write a secret for its owner only; an existing file is left alone. Says whether it wrote."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Linked into place when complete: two processes that start together never read half a key.
    draft = new_draft(path)
    write_private(draft, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def write_private(path: Path, content: str) -> None:
    """Create a file that only its owner can read, or fail when it exists."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())


def replace_private(path: Path, content: str) -> None:
    """Write a secret file anew in one step, for its owner only; no draft of a killed process keeps a secret."""
    drop_drafts(path)
    draft = new_draft(path)
    write_private(draft, content)
    os.replace(draft, path)


def new_draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")


def drop_drafts(path: Path) -> None:
    """Remove what processes that are gone began to write to this file."""
    for draft in path.parent.glob(f".{path.name}.*.*"):
        writer = draft.name.split(".")[-2]
        if writer.isdecimal() and not Path(f"/proc/{writer}").exists():
            draft.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """What was renamed into this folder stays there through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refuse_open_rights(path: Path, status: os.stat_result) -> None:
    """A key that others can read is no key."""
    if stat.S_IMODE(status.st_mode) & 0o077:
        raise KeyFileError(f"{path} can be read by other users of this machine. Run: chmod 600 {path}")
