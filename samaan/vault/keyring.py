"""The data keys one request has opened. They leave memory when the request ends."""

import os
from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps

from samaan.vault import master

_opened: ContextVar[dict] = ContextVar("samaan_opened_keys")


class KeyUnavailable(Exception):
    """The record's key was destroyed, or this person may not have it."""


@dataclass(frozen=True)
class OpenKey:
    cipher: AESGCM
    version: int


@contextmanager
def fresh():
    """Start with an empty ring; forget every key at the end."""
    token = _opened.set({})
    try:
        yield
    finally:
        _opened.reset(token)


def create(record_id: UUID) -> None:
    """Make the record's key. It must be made before anything of the record is encrypted."""
    _ring()[record_id] = _make(record_id, 1)


def make_sealed(record_id: UUID, sealed_class: str, version: int) -> OpenKey:
    """The key of one sealed value, for this one writing: nobody reads it back but the act that reveals the value."""
    return _make(record_id, version, sealed_class)


def _make(record_id: UUID, version: int, sealed_class: str = "") -> OpenKey:
    key = os.urandom(32)
    by = master.newest()
    wrapped = master.wrap(key, bound_to(record_id, version, sealed_class), by)
    rows = apps.get_model("vault", "DataKey").objects
    rows.create(record_id=record_id, sealed_class=sealed_class, version=version, wrapped=wrapped, master_id=by.version)
    return OpenKey(AESGCM(key), version)


def bound_to(record_id: UUID, version: int, sealed_class: str = "") -> str:
    """What a wrapped key is bound to: it unwraps as the key of this record, class and version, and as no other."""
    return f"{record_id}|{sealed_class}|{version}" if sealed_class else f"{record_id}|{version}"


def unwrap(wrapped: bytes, record_id: UUID, version: int, sealed_class: str = "") -> OpenKey:
    return OpenKey(AESGCM(master.unwrap(wrapped, bound_to(record_id, version, sealed_class))), version)


def preload(record_ids: Iterable[UUID]) -> None:
    """Open many keys with one query: call it before a list shows encrypted fields."""
    ring = _ring()
    wanted = {i for i in record_ids if i not in ring}
    if not wanted:
        return
    for row in apps.get_model("vault", "DataKey").objects.filter(record_id__in=wanted, sealed_class=""):
        ring[row.record_id] = unwrap(bytes(row.wrapped), row.record_id, row.version)


def key_of(record_id: UUID) -> OpenKey:
    ring = _ring()
    if record_id not in ring:
        preload([record_id])
    try:
        return ring[record_id]
    except KeyError:
        raise KeyUnavailable(f"no key for record {record_id}") from None


def _ring() -> dict:
    try:
        return _opened.get()
    except LookupError:
        # Outside a request (a shell, a command) nothing is kept from one call to the next.
        return {}
