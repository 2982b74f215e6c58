"""The archive as a file: a tar inside age, written and read as a stream, so that nothing of it lies on disk in clear.

`age -d -i identity.txt samaan-….age | tar -t` lists it on any machine.
"""

import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol, TypeAlias

import pyrage

from samaan.server.backup import BackupError

PIPE_BUFFER = 1 << 20
# The library says nothing of its types.
Recipient: TypeAlias = Any
Identity: TypeAlias = Any


def recipients(keys: Sequence[str]) -> list[Recipient]:
    """The public keys an archive is encrypted to."""
    return [recipient(key) for key in keys]


def recipient(key: str) -> Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError:
        shown = "a secret key" if key.strip().upper().startswith("AGE-SECRET-KEY-") else f"“{key.strip()[:80]}”"
        raise BackupError(f"{shown} is no public key of age. It looks like age1… (`samaan backup key`).") from None


def identities(path: Path) -> list[Identity]:
    """The secret keys in a file of age: one a line, lines that begin with # say something about them."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="ascii").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except OSError as trouble:
        raise BackupError(f"{path}: {trouble.strerror}") from None
    except (UnicodeDecodeError, pyrage.IdentityError):
        found = []
    if not found:
        raise BackupError(f"{path} holds no secret key of age. One looks like AGE-SECRET-KEY-1….")
    return found


class Sink(Protocol):
    """Takes what is written to it."""

    def write(self, content: bytes, /) -> int: ...

    def flush(self) -> None: ...


class Writer:
    """Adds members to a tar."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar

    def add(self, name: str, content: bytes) -> None:
        self.add_stream(name, len(content), io.BytesIO(content))

    def add_stream(self, name: str, size: int, source: Any) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self.tar.addfile(info, source)


@contextmanager
def writing(target: Sink, to: Sequence[Recipient]) -> Iterator[Writer]:
    """A tar whose bytes reach `target` encrypted to these recipients."""
    with (
        _piped_to(lambda source: pyrage.encrypt_io(source, target, list(to))) as sink,
        tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT, bufsize=PIPE_BUFFER) as tar,
    ):
        yield Writer(tar)


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as trouble:
        raise BackupError(f"{path}: {trouble.strerror}") from None


@contextmanager
def reading(path: Path, by: Sequence[Identity]) -> Iterator[Iterator[tuple[str, int, IO[bytes]]]]:
    """The members of an archive in their order: name, size and content, each to be read before the next."""
    with (
        _opened(path) as encrypted,
        _piped_from(lambda sink: pyrage.decrypt_io(encrypted, sink, list(by)), path) as source,
    ):
        try:
            with tarfile.open(fileobj=source, mode="r|", bufsize=PIPE_BUFFER) as tar:
                yield _members(tar, path)
        except tarfile.TarError:
            raise BackupError(f"{path.name} is no backup of Samaan, or is cut off.") from None


def _members(tar: tarfile.TarFile, path: Path) -> Iterator[tuple[str, int, IO[bytes]]]:
    for member in tar:
        content = tar.extractfile(member)
        if content is None:
            raise BackupError(f"{path.name}: “{member.name}” is not a file.")
        yield member.name, member.size, content


@contextmanager
def _piped_to(work: Callable[[IO[bytes]], Any]) -> Iterator[IO[bytes]]:
    """What is written here is read by `work` in a thread of its own."""
    read_end, write_end = os.pipe()
    source, sink = os.fdopen(read_end, "rb"), os.fdopen(write_end, "wb", PIPE_BUFFER)
    trouble = _Trouble()
    thread = trouble.thread(work, source)
    try:
        yield sink
        sink.close()
    except BrokenPipeError:
        if not trouble.found:
            thread.join()
    finally:
        _close(sink)
        thread.join()
    if trouble.found:
        raise BackupError(f"The archive could not be written: {_told(trouble.found)}")


@contextmanager
def _piped_from(work: Callable[[IO[bytes]], Any], path: Path) -> Iterator[IO[bytes]]:
    """What `work` writes, in a thread of its own, is read here; its trouble is told before any that follows from it."""
    read_end, write_end = os.pipe()
    source, sink = os.fdopen(read_end, "rb"), os.fdopen(write_end, "wb", PIPE_BUFFER)
    trouble = _Trouble()
    thread = trouble.thread(work, sink)
    try:
        yield source
        # To its very end: what is cut off there shows itself nowhere else.
        while source.read(PIPE_BUFFER):
            pass
    except (BackupError, tarfile.TarError, EOFError, ValueError) as follows:
        while source.read(PIPE_BUFFER):
            pass
        thread.join()
        if trouble.found:
            raise BackupError(unreadable(path, trouble.found)) from None
        raise follows
    finally:
        source.close()
        thread.join()
    if trouble.found:
        raise BackupError(unreadable(path, trouble.found))


class _Trouble:
    """What went wrong in a thread."""

    def __init__(self) -> None:
        self.found: Exception | None = None

    def thread(self, work: Callable[[IO[bytes]], Any], end: IO[bytes]) -> threading.Thread:
        def run() -> None:
            try:
                with end:
                    work(end)
            except BrokenPipeError:
                return
            except Exception as trouble:
                self.found = trouble

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread


def _close(end: IO[bytes]) -> None:
    try:
        end.close()
    except BrokenPipeError:
        return


def unreadable(path: Path, trouble: Exception) -> str:
    """Why an archive does not open, for people."""
    words = str(trouble)
    if "No matching keys" in words:
        return f"{path.name} was not encrypted to this key. Use the secret key of one of its recipients."
    if "Header is invalid" in words or "header" in words.lower():
        return f"{path.name} is not encrypted with age, or its beginning is damaged."
    return f"{path.name} is damaged or cut off: it does not decrypt to its end. Use another archive."


def _told(trouble: Exception) -> str:
    return str(trouble).removeprefix("OSError: ")
