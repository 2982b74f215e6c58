"""Very many invented persons, encrypted as the program encrypts them, brought in by COPY."""

import os
from collections.abc import Iterable
from functools import lru_cache
from random import Random
from uuid import UUID, uuid4

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.invented_names import Invented, People
from samaan.people import tokens
from samaan.people.models import Person
from samaan.people.names import Part, parts_of
from samaan.people.sounds import sounds_of
from samaan.vault import keyring, master

BATCH = 2000
# What is never opened here: as long as a short text would be.
UNOPENED = "\\\\x" + bytes(45).hex()
STRANGERS = 400
KEY_COLUMNS = "id, record_id, sealed_class, version, wrapped, master_id, acl, barred"
PERSON_COLUMNS = (
    "id, given_names, family_names, aliases, birth_date, phones, address, description, sex, age, age_is_estimate,"
    " nationality, language, name_tokens, phone_tokens, document_tokens, tokens_generation, created_at, changed_at,"
    " acl, barred, has_case, kept_from_asking"
)


def fill(
    admin: psycopg.Connection, people: People, number: int, *, all_seen_by: int, some_seen_by: int, some: int
) -> list:
    """Bring in `number` persons. The first principal sees all of them, the second every so many that it is `some`.

    Returns the id and the name of each.
    """
    admin.execute("SET session_replication_role = replica")
    indexes = dropped_indexes(admin)
    told = []
    for start in range(0, number, BATCH):
        batch = [(new_id(people.chance), people.invent()) for _ in range(min(BATCH, number - start))]
        acls = [acl_of(start + place, all_seen_by, some_seen_by, max(1, number // some)) for place in range(len(batch))]
        bring_in(admin, batch, acls)
        told += batch
    admin.execute("SET maintenance_work_mem = '512MB'")
    for index in indexes:
        admin.execute(index)
    admin.execute("SET session_replication_role = origin")
    admin.execute("VACUUM ANALYZE people_person, vault_datakey")
    return told


def new_id(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def acl_of(place: int, all_seen_by: int, some_seen_by: int, every: int) -> str:
    stranger = (1 << 56) | (1_000_000 + place % STRANGERS)
    seen_by = [all_seen_by, stranger, *([some_seen_by] if place % every == 0 else [])]
    return "{" + ",".join(map(str, seen_by)) + "}"


def dropped_indexes(admin: psycopg.Connection) -> list[str]:
    """The inverted indexes are built faster over finished tables."""
    rows = admin.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('people_person', 'vault_datakey')"
        " AND indexdef LIKE '%USING gin%'"
    ).fetchall()
    for name, _definition in rows:
        admin.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in rows]


def bring_in(admin: psycopg.Connection, batch: list[tuple[UUID, Invented]], acls: Iterable[str]) -> None:
    rows, keys, newest = [], [], master.newest().version
    with keyring.fresh():
        for (pk, invented), acl in zip(batch, acls, strict=True):
            key = os.urandom(32)
            keyring._ring()[pk] = keyring.OpenKey(AESGCM(key), 1)
            wrapped = binary(master.wrap(key, f"{pk}|1"))
            keys.append(f"{uuid4()}\t{pk}\t\t1\t{wrapped}\t{newest}\t{acl}\t{{}}\n")
            rows.append(row_of(pk, invented, acl))
    with admin.cursor() as cursor:
        with cursor.copy(f"COPY vault_datakey ({KEY_COLUMNS}) FROM STDIN") as copy:
            copy.write("".join(keys))
        with cursor.copy(f"COPY people_person ({PERSON_COLUMNS}) FROM STDIN") as copy:
            copy.write("".join(rows))


def row_of(pk: UUID, invented: Invented, acl: str) -> str:
    person = Person(id=pk)
    found_by: set[int] = set()
    for name in (invented.given, invented.family):
        for part in parts_of(name):
            found_by |= tokens_of_word(part.word).union(*map(tokens_of_joined, part.joined))
    age = pk.int % 60 + 5
    values = [
        str(pk), sealed(person, "given_names", invented.given), sealed(person, "family_names", invented.family),
        sealed(person, "aliases", ""), UNOPENED, sealed(person, "phones", []), UNOPENED, UNOPENED,
        "female", str(age), "t", "VEN", "es", "{" + ",".join(map(str, sorted(found_by))) + "}", "{}", "{}",
        tokens.generation(), "2026-01-01", "2026-01-01", acl, "{}", "f", "f",
    ]  # fmt: skip
    return "\t".join(values) + "\n"


# Names repeat, so the bench remembers; the program itself keeps no names.
@lru_cache(maxsize=100_000)
def tokens_of_word(word: str) -> frozenset[int]:
    return frozenset(tokens.part_tokens(Part(word)))


@lru_cache(maxsize=400_000)
def tokens_of_joined(word: str) -> frozenset[int]:
    return frozenset(map(tokens.name_token, {word, *(f"~{sound}" for sound in sounds_of(word))}))


def sealed(person: Person, name: str, value: object) -> str:
    return binary(Person._meta.get_field(name).encrypt(person, value))


def binary(data: bytes) -> str:
    return "\\\\x" + data.hex()
