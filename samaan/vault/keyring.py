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
    key = os.urandom(32)
    version, by = 1, master.newest()
    wrapped = master.wrap(key, f"{record_id}|{version}", by)
    apps.get_model("vault", "DataKey").objects.create(
        record_id=record_id, version=version, wrapped=wrapped, master_id=by.version
    )
    _ring()[record_id] = OpenKey(AESGCM(key), version)


def preload(record_ids: Iterable[UUID]) -> None:
    """Open many keys with one query: call it before a list shows encrypted fields."""
    ring = _ring()
    wanted = {i for i in record_ids if i not in ring}
    if not wanted:
        return
    for row in apps.get_model("vault", "DataKey").objects.filter(record_id__in=wanted):
        key = master.unwrap(bytes(row.wrapped), f"{row.record_id}|{row.version}")
        ring[row.record_id] = OpenKey(AESGCM(key), row.version)


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
