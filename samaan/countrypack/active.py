"""The pack at work, held in each process and looked up again at most every two seconds."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import DatabaseError

from samaan.countrypack.content import Pack

RECHECK_SECONDS = 2.0


class NoPack(Exception):
    """Nothing has been loaded yet."""

    def __init__(self):
        super().__init__("No country pack is loaded. Load one: samaan pack load packs/tt")


@dataclass
class Held:
    version_id: int
    pack: Pack
    looked_at: float


_lock = threading.Lock()
_held: Held | None = None
_instead: Pack | None = None


def pack() -> Pack:
    """The country pack at work."""
    if _instead is not None:
        return _instead
    held = _held
    if held is None or time.monotonic() - held.looked_at > RECHECK_SECONDS:
        with _lock:
            held = look_up(_held)
    return held.pack


def look_up(held: Held | None) -> Held:
    """Ask which version is at work; read its content only when it is another one."""
    global _held
    if held is not None and time.monotonic() - held.looked_at <= RECHECK_SECONDS:
        return held
    versions = apps.get_model("countrypack", "PackVersion").objects.filter(is_active=True)
    try:
        found = versions.values_list("pk", flat=True).first()
        if found is None:
            raise NoPack
        if held is None or held.version_id != found:
            held = Held(found, Pack(versions.values_list("content", flat=True).get(pk=found)), 0)
    except DatabaseError:
        # An error page is drawn while the transaction is broken: the words we have are good enough.
        if held is None:
            raise
    held.looked_at = time.monotonic()
    _held = held
    return held


def forget() -> None:
    """Look the pack up again on the next call: after a load, and between tests."""
    global _held
    _held = None


@contextmanager
def use_instead(other: Pack) -> Iterator[Pack]:
    """Work with another pack for a while: for tests and for a look at a pack before it is loaded."""
    global _instead
    before, _instead = _instead, other
    try:
        yield other
    finally:
        _instead = before
