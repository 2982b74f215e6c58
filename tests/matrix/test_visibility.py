"""Who sees which rows, whatever was granted, ended, closed or linked: the database, the application and an oracle.

The oracle is the rule in words, worked out in Python from the grants alone. Each random story is told in one
transaction that is taken back. Row security answers to raw SQL as the web role, with no filter of the application;
`visible_to` answers to the administrator, for whom no row security holds.
"""

import hashlib
import hmac
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from samaan.access import principals
from samaan.access.context import signing_key
from samaan.access.models import Protected
from tests.factories.accounts import pack_roles
from tests.support import template

pytestmark = pytest.mark.django_db
READERS = ("director", "recused", "manager", "carer", "observer", "provider", "other_manager", "auditor")
COMPARTMENTS = {
    "case": ("summary", "identity", "contact", "care", "health", "legal"),
    "report": ("summary", "persons", "reporter", "screening", "receipt"),
    "referral": ("summary", "slice", "chat"),
}
BASES = ("assignment", "team", "referral", "consent")
SOME = st.integers(0, 10_000)
WHEN = st.sampled_from([None, None, -2, -1, 1, 2])  # days from now; None: no such limit
STEP = st.one_of(
    st.tuples(st.just("grant"), SOME, SOME, st.integers(1, 63), st.sampled_from(BASES), WHEN, WHEN),
    st.tuples(st.just("end"), SOME),
    st.tuples(st.just("withdraw"), SOME, st.sampled_from(BASES)),
    st.tuples(st.just("exclude"), SOME, SOME),
    st.tuples(st.just("readmit"), SOME),
    st.tuples(st.just("inherit"), SOME, SOME, SOME),
)


# Access passes from one file to another along these ways and no other; “wall” passes on only who is kept out.
WAYS = [
    ("report", "persons", "person"), ("case", "identity", "person"), ("case", "care", "referral"),
    ("report", "wall", "case"), ("case", "wall", "report"), ("report", "wall", "report"),
    ("report", "wall", "question"), ("case", "wall", "question"),
    ("report", "summary", "disclosure"), ("case", "summary", "disclosure"), ("disclosure", "wall", "disclosed"),
]  # fmt: skip


class Rule:
    """What everybody may see, as the design says it: from the grants and from what the pack shuts to a role."""

    def __init__(self, story: "Story"):
        now = story.ask("SELECT now()")[0]["now"]
        self.kinds = {each["id"]: each["kind"] for each in story.records}
        self.live: dict[UUID, list[tuple[int, set[str]]]] = defaultdict(list)
        for grant in story.ask("SELECT * FROM access_grant"):
            if is_live(grant, now):
                self.live[grant["record_id"]].append((grant["principal"], set(grant["compartments"])))
        self.ways: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
        for way in story.ask("SELECT * FROM access_inheritance"):
            self.ways[way["target_id"]].append((way["source_id"], way["compartment"]))
        conflicts = story.ask("SELECT record_id, user_id FROM access_exclusion WHERE lifted_at IS NULL")
        self.conflicts = {(each["record_id"], each["user_id"]) for each in conflicts}
        self.known: dict[tuple[int, UUID, str], bool] = {}

    def opened(self, record: UUID, compartment: str) -> Iterator[tuple[int, str, set[str]]]:
        """Each live grant that reaches this part: whom it names, of which kind of record, which parts of that."""
        for principal, held in self.live[record]:
            yield principal, self.kinds[record], held if compartment == "*" else held & {compartment}
        for source, part in self.ways[record]:
            for principal, held in self.live[source]:
                yield principal, self.kinds[source], held & {part}

    def is_kept_out(self, user: Any, record: UUID) -> bool:
        """By a conflict declared on this record, or on any it follows from."""
        records, more = set(), {record}
        while more:
            records |= more
            more = {source for each in more for source, _part in self.ways[each]} - records
        return any((each, user.pk) in self.conflicts for each in records)

    def sees(self, user: Any, record: UUID, compartment: str) -> bool:
        """Somebody a grant names, of whose parts at least one is not shut to their role; and nothing keeps them out."""
        asked = (user.pk, record, compartment)
        if asked not in self.known:
            acting_as, never = set(principals.of(user)), pack_roles()[user.role_id].get("never") or {}
            opened = (
                parts - set(never.get(kind, ()))
                for principal, kind, parts in self.opened(record, compartment)
                if principal in acting_as
            )
            self.known[asked] = any(opened) and not self.is_kept_out(user, record)
        return self.known[asked]


def is_live(grant: dict[str, Any], now: datetime) -> bool:
    begun = grant["starts_at"] is None or grant["starts_at"] <= now
    over = grant["ends_at"] is not None and grant["ends_at"] <= now
    return begun and not over and grant["revoked_at"] is None


def key_of(table: str) -> str:
    """The column by which a row of this table is known."""
    return next(model._meta.pk.column for model in apps.get_models() if model._meta.db_table == table)


class Story:
    """One transaction of the administrator, in which grants come and go."""

    def __init__(self, admin: psycopg.Connection, world: Any):
        self.admin, self.world = admin, world
        self.records = self.ask("SELECT id, kind FROM access_record ORDER BY id")
        self.users = [world.people[name] for name in READERS]
        self.reachable = sorted({p for user in self.users for p in principals.of(user)} | {principals.PUBLIC})
        self.tables = self.ask("SELECT name, record_column, compartment, compartment_column FROM sec.protected_table")

    def ask(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        cursor = self.admin.cursor(row_factory=psycopg.rows.dict_row)
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []

    def one(self, rows: list[Any], number: int) -> Any:
        return rows[number % len(rows)]

    def tell(self, steps: list[tuple[Any, ...]]) -> None:
        for kind, *given_ in steps:
            getattr(self, kind)(*given_)

    def grant(self, record: int, who: int, parts: int, basis: str, start: int | None, end: int | None) -> None:
        found = self.one(self.records, record)
        known = COMPARTMENTS.get(found["kind"], ("summary",))
        held = [part for number, part in enumerate(known) if parts >> number & 1] or [known[0]]
        days = [None if day is None else timedelta(days=day) for day in (start, end)]
        self.ask(
            "INSERT INTO access_grant"
            " (id, record_id, principal, compartments, purpose, basis, granted_at, starts_at, ends_at)"
            " VALUES (%s, %s, %s, %s, 'test', %s, now(), now() + %s, now() + %s)",
            uuid4(), found["id"], self.one(self.reachable, who), held, basis, *days,
        )  # fmt: skip

    def end(self, number: int) -> None:
        grants = self.ask("SELECT id FROM access_grant WHERE revoked_at IS NULL ORDER BY granted_at, id")
        if grants:
            self.ask("UPDATE access_grant SET revoked_at = now() WHERE id = %s", self.one(grants, number)["id"])

    def withdraw(self, record: int, basis: str) -> None:
        """Everything on one basis ends at once, as when consent is withdrawn."""
        found = self.one(self.records, record)["id"]
        self.ask("UPDATE access_grant SET revoked_at = now() WHERE record_id = %s AND basis = %s", found, basis)

    def exclude(self, record: int, who: int) -> None:
        user = self.one(self.users, who).pk
        self.ask(
            "INSERT INTO access_exclusion (id, record_id, user_id, declared_by_id, declared_at)"
            " VALUES (%s, %s, %s, %s, now())",
            uuid4(), self.one(self.records, record)["id"], user, user,
        )  # fmt: skip

    def readmit(self, number: int) -> None:
        found = self.ask("SELECT id FROM access_exclusion WHERE lifted_at IS NULL ORDER BY declared_at, id")
        if found:
            self.ask("UPDATE access_exclusion SET lifted_at = now() WHERE id = %s", self.one(found, number)["id"])

    def inherit(self, source: int, target: int, way: int) -> None:
        leads_from, part, leads_to = self.one(WAYS, way)
        ends = [[each for each in self.records if each["kind"] == kind] for kind in (leads_from, leads_to)]
        one, other = self.one(ends[0], source), self.one(ends[1], target)
        self.ask(
            "INSERT INTO access_inheritance (id, source_id, compartment, target_id) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            uuid4(), one["id"], part, other["id"],
        )  # fmt: skip

    @contextmanager
    def as_app(self, user: Any) -> Iterator[None]:
        """The web role with this person's signed context, as a request has it."""
        acting_as = "{" + ",".join(map(str, principals.of(user))) + "}"
        meta = f"{self.admin.info.backend_pid};{int(time.time()) + 60};"
        mac = hmac.digest(signing_key(), f"{acting_as}|{meta}".encode(), hashlib.sha256).hex()
        self.ask(
            "SELECT set_config('samaan.principals', %s, true), set_config('samaan.meta', %s, true),"
            " set_config('samaan.mac', %s, true)",
            acting_as, meta, mac,
        )  # fmt: skip
        self.ask("SET LOCAL ROLE samaan_app")
        yield
        self.ask("RESET ROLE")

    def besides(self, user: Any, table: str) -> set[Any]:
        """Events show to whoever did them as well, whatever they were about; certificates to whoever audits."""
        if table == "audit_event":
            return {row["id"] for row in self.ask("SELECT id FROM audit_event WHERE actor_id = %s", user.pk)}
        if table == "retention_certificate" and "audit.view" in pack_roles()[user.role_id]["permissions"]:
            return {row["id"] for row in self.ask("SELECT id FROM retention_certificate")}
        return set()

    def rows_of(self, table: dict[str, Any]) -> list[tuple[Any, UUID, str]]:
        """Every row there is: its key, its record, its compartment."""
        part = table["compartment_column"] or f"'{table['compartment']}'"
        key, record = key_of(table["name"]), table["record_column"]
        # No key of a sealed value is ever seen: a function hands it out once, for one opening.
        shown = "sealed_class = ''" if table["name"] == "vault_datakey" else "true"
        sql = f"SELECT {key} AS key, {record} AS record, {part} AS part FROM {table['name']} WHERE {shown}"
        found = self.ask(sql)
        return [(row["key"], row["record"], row["part"]) for row in found]


@pytest.fixture(scope="module")
def admin(asked: Any) -> Iterator[psycopg.Connection]:
    folder = Path(os.environ["SAMAAN_TEST_RUN_FOLDER"])
    with psycopg.connect(template.admin_dsn(folder, connection.settings_dict["NAME"])) as opened:
        yield opened


def visible_to(admin: psycopg.Connection, model: type[Protected], user: Any) -> set[Any]:
    """The application's own filter, asked where row security does not hold."""
    sql, values = model.objects.visible_to(user).order_by().values_list("pk").query.sql_with_params()
    return {row[0] for row in admin.execute(sql, values).fetchall()}


@given(steps=st.lists(STEP, min_size=1, max_size=10))
@given_settings(
    max_examples=int(os.environ.get("SAMAAN_TEST_STORIES", "4")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_everybody_sees_what_the_oracle_says(asked, admin, steps):
    models = {model._meta.db_table: model for model in apps.get_models() if issubclass(model, Protected)}
    try:
        story = Story(admin, asked.world)
        story.tell(steps)
        rule = Rule(story)
        for table in story.tables:
            rows, model = story.rows_of(table), models.get(table["name"])
            for user in story.users:
                expected = {key for key, record, part in rows if rule.sees(user, record, part)}
                with story.as_app(user):
                    sql = f"SELECT {key_of(table['name'])} AS key FROM {table['name']}"
                    found = {row["key"] for row in story.ask(sql)}
                own = story.besides(user, table["name"])
                assert found - own == expected - own, (table["name"], str(user))
                if model:
                    assert visible_to(admin, model, user) == expected, (table["name"], str(user))
    finally:
        admin.rollback()


# No act of this world leaves a row in these; their policies are the same, written by the same operation.
WITHOUT_ROWS = {
    "intake_reportercontact", "intake_reportmessage", "intake_reviewquestion",
    "referrals_feedback", "referrals_reading",
    # Their walls are shown by the tests of their own contexts.
    "conferences_decision", "conferences_minute", "directory_heldplace", "guests_surveylink", "referrals_outsidenote",
    "referrals_sentback", "referrals_surveyanswer",
}  # fmt: skip


def test_every_protected_table_has_rows_to_see(asked, admin):
    story = Story(admin, asked.world)
    empty = {table["name"] for table in story.tables if not story.rows_of(table)}
    admin.rollback()
    assert empty == WITHOUT_ROWS
