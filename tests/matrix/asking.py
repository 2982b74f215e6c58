"""Asking one address as one person, in a savepoint that is taken back, and saying in a word what they met."""

import logging
import string
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from samaan.accounts import seats
from tests.matrix.reading import VISITOR, Row
from tests.matrix.world import World

# A look may leave these: that somebody looked, that their session or token lives, that their own alert about it is
# read, who is at a screening just now, how often they searched, how much of the day's number it used up.
TRACES = {
    "audit_event", "signin_session", "accounts_apitoken", "alerts_alert", "intake_sitting", "people_searchallowance",
    "access_daycount", "access_daylook", "questionnaires_sitting",
}  # fmt: skip
# That the provider has seen a referral is a step of its own; and what is said in it is read.
SEEN_BY_PROVIDER = {"referrals_referral", "referrals_reading"}
API = "/api/v1"


@dataclass(frozen=True)
class Met:
    """What somebody met, which tables were written for it (traces of the look apart), and what the logs said."""

    answer: str
    status: int
    body: bytes
    written: frozenset[str]
    left_traces: bool
    headers: dict[str, str]
    logged: str


@contextmanager
def taken_back(*, looking: bool = False) -> Iterator[None]:
    """Whatever is done inside is undone, the caches too; a look changes no role or organisation that is kept."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    if not looking:
        seats.forget()


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
        return met(row, lambda: self.ask_page(row, instead=instead))

    def ask_page(self, row: Row, *, instead: dict[str, Any] | None = None) -> HttpResponse:
        address = reverse(row.address, kwargs=numbers_for(row.address, self.numbers(row) | (instead or {})))
        return getattr(self.client, row.method.lower())(address, self.filled(row))

    def call(self, row: Row, *, instead: dict[str, Any] | None = None) -> Met:
        numbers = self.numbers(row) | (instead or {})
        address = API + row.address.partition(" ")[2].format(**numbers | {"kind": numbers.get("kinds")})
        sent = self.filled(row)
        given: dict[str, Any] = {"headers": dict(self.headers)}
        if any(isinstance(value, SimpleUploadedFile) for value in sent.values()):
            given["data"] = sent
        elif "piece" in sent:
            given |= {"data": sent["piece"], "content_type": "application/octet-stream"}
            given["headers"]["Upload-Offset"] = "0"
        elif row.method != "GET":
            given |= {"data": sent, "content_type": "application/json"}
        return met(row, lambda: getattr(self.client, row.method.lower())(address, **given))

    def numbers(self, row: Row) -> dict[str, Any]:
        return self.world.things[row.kind][row.state]

    def filled(self, row: Row) -> dict[str, Any]:
        """What is sent, with the numbers of this world in their places."""
        today = timezone.localdate()
        known = self.numbers(row) | {"people": self.world.people, "things": self.world.things, "new": uuid4()}
        me = self.world.people.get(self.actor)
        known |= {"me": me.pk if me else 0, "today": today, "tomorrow": today + timedelta(days=1)}
        return {name: fill_in(value, known) for name, value in row.sends.items()}


@dataclass
class Asked:
    """The world, and everybody's way in."""

    world: World
    askers: dict[str, Asker]
    remembered: dict[tuple[str, ...], Met] = field(default_factory=dict)

    @staticmethod
    def key(name: str, row: Row, of_none: bool) -> tuple[str, ...]:
        return (name, row.address, row.method, "" if of_none else row.state, str(sorted(row.sends)))

    def forget(self, name: str, row: Row) -> None:
        for of_none in (False, True):
            self.remembered.pop(self.key(name, row, of_none), None)

    def met(self, name: str, row: Row, *, of_none: bool = False) -> Met:
        """What somebody meets there, or with a number that nothing has; nothing is asked twice."""
        key = self.key(name, row, of_none)
        if key not in self.remembered:
            asker = self.askers[name]
            ask = asker.call if " " in row.address else asker.page
            self.remembered[key] = ask(row, instead=of_nothing(asker.numbers(row)) if of_none else None)
        return self.remembered[key]


def of_nothing(numbers: dict[str, Any]) -> dict[str, Any]:
    """The numbers of a record that does not exist."""
    asked = {"pk", "batch", "person_pk", "record_pk", "record"} & numbers.keys()
    return {name: uuid4() if isinstance(numbers[name], UUID) else 2_000_000_000 for name in asked}


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


def met(row: Row, ask: Callable[[], HttpResponse]) -> Met:
    """Ask, and take back whatever that did."""
    with taken_back(looking=row.method == "GET"), logs() as said:
        before = writes()
        response = ask()
        after = writes()
        body = b"".join(response.streaming_content) if response.streaming else response.content
    traces = TRACES | (SEEN_BY_PROVIDER if row.kind == "referral" else set())
    written = frozenset(name for name, count in after.items() if count != before.get(name, 0))
    answer, headers = answer_of(row, response), dict(response.headers)
    return Met(answer, response.status_code, body, written - traces, bool(written), headers, said.getvalue())


@contextmanager
def logs() -> Iterator[StringIO]:
    """What all loggers say meanwhile, down to the smallest word."""
    said, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(said), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        root.setLevel(level)
        root.removeHandler(handler)


def answer_of(row: Row, response: HttpResponse) -> str:
    status, where = response.status_code, response.headers.get("Location", "")
    if status in WORDS:
        return WORDS[status]
    if status == 302 and where.startswith(("/accounts/login/", "/accounts/reauthenticate/")):
        return "sign-in" if "login" in where else "proof"
    if status in (200, 201, 204, 206, 302):
        return "opens" if row.method == "GET" else "does"
    return str(status)


WORDS = {
    401: "no-token", 403: "refused", 404: "nothing", 405: "no-such-step", 409: "too-late", 410: "gone", 422: "not-yet",
}  # fmt: skip


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
