"""Asking one address as one person, in a savepoint that is taken back, and saying in a word what they met."""

import string
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from samaan.accounts import seats
from tests.matrix.reading import VISITOR, Row
from tests.matrix.world import World

# A look may leave these: that somebody looked, that their session lives, that their own alert about it is read, who
# is at a screening just now, how often they searched.
TRACES = {"audit_event", "signin_session", "alerts_alert", "intake_sitting", "people_searchallowance"}
# That the provider has seen a referral is a step of its own; and what is said in it is read.
SEEN_BY_PROVIDER = {"referrals_referral", "referrals_reading"}
API = "/api/v1"


@dataclass(frozen=True)
class Met:
    """What somebody met, and which tables were written for it."""

    answer: str
    status: int
    body: bytes
    written: frozenset[str]


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is done inside is undone, the caches too."""
    cache.clear()
    seats.forget()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def writes() -> dict[str, int]:
    """How often each table was written in this transaction, taken back or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


class Asker:
    """One person's way in: their session for pages, their token for programs."""

    def __init__(self, world: World, actor: str, *, session: str = "", token: str = ""):
        self.world, self.actor = world, actor
        self.client = Client()
        if session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = session
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def page(self, row: Row, *, instead: dict[str, Any] | None = None) -> Met:
        with taken_back():
            before = writes()
            return met(row, self.ask_page(row, instead=instead), before)

    def ask_page(self, row: Row, *, instead: dict[str, Any] | None = None) -> HttpResponse:
        address = reverse(row.address, kwargs=numbers_for(row.address, self.numbers(row) | (instead or {})))
        return getattr(self.client, row.method.lower())(address, self.filled(row))

    def call(self, row: Row, *, instead: dict[str, Any] | None = None) -> Met:
        address = API + row.address.partition(" ")[2].format(**self.numbers(row) | (instead or {}))
        sent = self.filled(row)
        given: dict[str, Any] = {"headers": dict(self.headers)}
        if any(isinstance(value, SimpleUploadedFile) for value in sent.values()):
            given["data"] = sent
        elif "piece" in sent:
            given |= {"data": sent["piece"], "content_type": "application/octet-stream"}
            given["headers"]["Upload-Offset"] = "0"
        elif row.method != "GET":
            given |= {"data": sent, "content_type": "application/json"}
        with taken_back():
            before = writes()
            return met(row, getattr(self.client, row.method.lower())(address, **given), before)

    def numbers(self, row: Row) -> dict[str, Any]:
        return self.world.things[row.kind][row.state]

    def filled(self, row: Row) -> dict[str, Any]:
        """What is sent, with the numbers of this world in their places."""
        known = self.numbers(row) | {"people": self.world.people, "things": self.world.things, "new": uuid4()}
        return {name: fill_in(value, known) for name, value in row.sends.items()}


@dataclass
class Asked:
    """The world, and everybody's way in."""

    world: World
    askers: dict[str, Asker]


def fill_in(value: Any, known: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [fill_in(each, known) for each in value]
    if isinstance(value, dict):
        return {name: fill_in(each, known) for name, each in value.items()}
    if not isinstance(value, str):
        return value
    if value == "a file":
        return SimpleUploadedFile("carta.txt", b"Una carta")
    filled = string.Formatter().vformat(value, (), known)
    return int(filled[1:]) if filled.startswith("#") else filled


def met(row: Row, response: HttpResponse, before: dict[str, int]) -> Met:
    after = writes()
    traces = TRACES | (SEEN_BY_PROVIDER if row.kind == "referral" else set())
    written = frozenset(name for name, count in after.items() if count != before.get(name, 0)) - traces
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Met(answer_of(row, response), response.status_code, body, written)


def answer_of(row: Row, response: HttpResponse) -> str:
    status, where = response.status_code, response.headers.get("Location", "")
    if status in WORDS:
        return WORDS[status]
    if status == 302 and where.startswith(("/accounts/login/", "/accounts/reauthenticate/")):
        return "sign-in" if "login" in where else "proof"
    if status in (200, 201, 204, 206, 302):
        return "opens" if row.method == "GET" else "does"
    return str(status)


WORDS = {401: "no-token", 403: "refused", 404: "nothing", 405: "no-such-step", 409: "too-late", 422: "not-yet"}


def numbers_for(address: str, known: dict[str, Any]) -> dict[str, Any]:
    """The numbers this address is made of."""
    return {name: known[name] for name in ADDRESSES[address]}


def walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named pattern of the URLconf."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from walk(pattern.url_patterns, namespace)
        else:
            yield f"{prefix}{pattern.name or pattern.pattern}", pattern


ALL = [found for found in walk(get_resolver().url_patterns) if not found[0].startswith("api:")]
ADDRESSES = {name: list(pattern.pattern.converters) for name, pattern in ALL}
__all__ = ["ADDRESSES", "ALL", "VISITOR", "Asker", "Met", "taken_back", "writes"]
