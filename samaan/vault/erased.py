"""The list of erased records, outside the database: a backup made before would bring their keys back.

One line each: an id and a time, nothing of a person; `kept` takes an id back whose keys were not destroyed after all.
Each backup puts a copy beside its archive, and a restore
destroys the keys of whoever is on it anew.
"""

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

NAME = "erased.jsonl"
COPY_NAME = "samaan-erased.jsonl"


def note(data_dir: Path, record_ids: Iterable[UUID]) -> None:
    """Add records whose keys are being destroyed; on the disk when this returns, so call it before they are."""
    _write(data_dir, "erased", record_ids)


def take_back(data_dir: Path, record_ids: Iterable[UUID]) -> None:
    """What was noted and then not done, because a legal hold came first."""
    noted = read(data_dir / NAME)
    _write(data_dir, "kept", [record for record in record_ids if str(record) in noted])


def _write(data_dir: Path, word: str, record_ids: Iterable[UUID]) -> None:
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    lines = "".join(json.dumps({word: str(record), "at": at}) + "\n" for record in record_ids)
    descriptor = os.open(data_dir / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> set[str]:
    """The ids in a list; one that is not there names nobody."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return set()
    found: set[str] = set()
    for word, record in filter(None, map(_said, lines)):
        (found.add if word == "erased" else found.discard)(record)
    return found


def merge(data_dir: Path, copy: Path) -> None:
    """Add to the copy beside the archives whatever it lacks; nothing is ever taken from it."""
    known = set(copy.read_text(encoding="utf-8").splitlines()) if copy.exists() else set()
    try:
        lines = (data_dir / NAME).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    new = [line for line in lines if _said(line) and line not in known]
    if new:
        with open(copy, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write("\n".join(new) + "\n")


def _said(line: str) -> tuple[str, str] | None:
    """`erased` or `kept`, and which; a line cut off by a lost machine is no line."""
    try:
        content = json.loads(line)
        word = "erased" if "erased" in content else "kept"
        return word, str(UUID(content[word]))
    except (ValueError, KeyError, TypeError):
        return None
