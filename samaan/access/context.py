"""The signed context: who this transaction acts as, so that the database itself can refuse.

The principals are set for one transaction and signed with a key the database checks and the application's
SQL cannot read: an injected `set_config` yields a context that shows nothing.
"""

import hashlib
import hmac
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import connection, transaction

from samaan.access import principals
from samaan.vault import keyring

LIFETIME_SECONDS = 3600


@dataclass(frozen=True)
class Context:
    principals: tuple[int, ...] = ()
    purpose: str = ""


NOBODY = Context()
_current: ContextVar[Context] = ContextVar("samaan_context", default=NOBODY)


def of_user(user, purpose: str = "") -> Context:
    return Context(principals.of(user), purpose)


def of_public() -> Context:
    return Context((principals.PUBLIC,))


def of_receipt(code: str) -> Context:
    return Context((principals.PUBLIC, principals.receipt(code)))


def of_guest(*secrets: str) -> Context:
    """For somebody without an account who was let in: what they hold says what is open to them."""
    return Context((principals.PUBLIC, *(principals.guest(secret) for secret in secrets if secret)))


def of_job(purpose: str) -> Context:
    """For the worker, whose database role may see every record, but only while it says what for."""
    return Context((), purpose)


def current() -> Context:
    return _current.get()


@contextmanager
def acting(context: Context):
    """Open a transaction that acts as `context`; inside another, act so until the end of the block."""
    outer = _current.get()
    nested = connection.in_atomic_block
    token = _current.set(context)
    try:
        with transaction.atomic(), keyring.fresh():
            _tell_database(context)
            yield
            if nested:
                _tell_database(outer)
    finally:
        _current.reset(token)


def _tell_database(context: Context) -> None:
    acting_as = "{" + ",".join(map(str, context.principals)) + "}"
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    meta = f"{pid};{int(time.time()) + LIFETIME_SECONDS};{context.purpose}"
    mac = hmac.digest(signing_key(), f"{acting_as}|{meta}".encode(), hashlib.sha256).hex()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('samaan.principals', %s, true), set_config('samaan.meta', %s, true),"
            # What has run out ends now, not when the worker comes round.
            " set_config('samaan.mac', %s, true), sec.end_due_grants()",
            [acting_as, meta, mac],
        )


@cache
def signing_key() -> bytes:
    return settings.CONFIG.context_key()
