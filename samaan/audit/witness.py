"""The witnesses: places outside the database that are told what the log was, so that nobody can take it back unseen."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from samaan.audit import checkpoints
from samaan.audit.checkpoints import Signed

# Enough of a file's end to hold its last line.
TAIL_BYTES = 8192


class WitnessTrouble(Exception):
    """A witness cannot be reached or read; the message says why."""


@dataclass(frozen=True)
class Copy:
    """What one witness holds; `delivered` is the number of the newest checkpoint it was handed, as far as we know."""

    name: str
    checkpoints: list[Signed] = field(default_factory=list)
    delivered: int = 0
    trouble: str = ""


class FileWitness:
    """A file that checkpoints are added to, one a line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def copy(self, delivered: int = 0) -> Copy:
        """All it holds, or why it cannot be read."""
        try:
            found = checkpoints.read(self.path.read_text(encoding="utf-8", errors="replace"))
        except OSError as trouble:
            return Copy(self.path.name, trouble=self._told(trouble))
        return Copy(self.path.name, found, delivered)

    def last(self) -> Signed | None:
        """The newest checkpoint; None while it holds none."""
        try:
            with open(self.path, "rb") as file:
                file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL_BYTES))
                found = checkpoints.read(file.read().decode(errors="replace"))
        except FileNotFoundError:
            return None
        except OSError as trouble:
            raise WitnessTrouble(self._told(trouble)) from None
        return found[-1] if found else None

    def hand(self, new: Iterable[Signed]) -> None:
        """Add checkpoints; they are on the disk when this returns."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "r+b") as file:
                os.write(file.fileno(), "".join(self._lines(file.fileno(), new)).encode())
                os.fsync(file.fileno())
        except OSError as trouble:
            raise WitnessTrouble(self._told(trouble)) from None

    def _lines(self, descriptor: int, new: Iterable[Signed]) -> Iterator[str]:
        # A line that a power cut left half written is closed first.
        size = os.fstat(descriptor).st_size
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            yield "\n"
        for checkpoint in new:
            yield checkpoint.line() + "\n"

    def _told(self, trouble: OSError) -> str:
        return f"{self.path}: {trouble.strerror or type(trouble).__name__}"
