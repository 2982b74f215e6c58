"""Finding people whose names are encrypted: recall for each kind of misspelling, and how long it takes.

    python -m bench.names [--persons 1000000] [--times 300]
    .ci/with-debian-postgres python -m bench.names      # beside it: trigrams over the same names in clear

The search is the whole act, as a page calls it: a signed context, candidates, row security, opening, comparing, the
event. Recall is the share of searches that show the person among the first fifty. One person searched sees everybody;
the last rows are of somebody who may see a few hundred.
"""

import argparse
import os
import time
from collections.abc import Callable
from random import Random

import psycopg

from bench.installation import installed, quantile

SEED = 20261124
SOME = 300
FIRST = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=300)
    asked = parser.parse_args()
    with installed() as database, psycopg.connect(database.dsn("samaan"), autocommit=True) as admin:
        from bench.invented_names import People
        from bench.many_persons import fill
        from samaan.access import principals
        from samaan.countrypack import active

        overseer, colleague = make_people()
        all_of_them, some_of_them = (
            principals.seat(overseer.role_id, overseer.organisation_id),
            principals.user(colleague.pk),
        )
        started = time.perf_counter()
        told = fill(admin, People(SEED), asked.persons, all_seen_by=all_of_them, some_seen_by=some_of_them, some=SOME)
        print(f"{asked.persons:,} persons in {time.perf_counter() - started:.0f} s; {sizes(admin)}\n", flush=True)
        warm(admin)
        seen_by_colleague = told[:: max(1, asked.persons // SOME)]
        beside = Trigrams(told) if "SAMAAN_TEST_DATABASE_URL" in os.environ else None
        print("| written | recall | p50 | p95 | trigrams in clear: recall | p50 | p95 |")
        print("|---|---|---|---|---|---|---|")
        with active.use_instead(searching_all_day(active.pack())):
            measure(search_as(overseer), told, asked.times, beside)
            measure(search_as(colleague), seen_by_colleague, asked.times, None, who=f", by somebody who sees {SOME}")


def make_people():
    """Somebody who oversees every person, and an investigator."""
    from django.conf import settings

    from samaan.accounts.models import Organisation, Role, User

    settings.PEOPLE_SEARCHES_PER_HOUR = 10**9
    unit = Organisation.objects.get(code="ctu")
    roles = [Role.objects.get(code=code) for code in ("head_of_investigations", "investigator")]
    return [
        User.objects.create_user(f"{role.code}@ctu.example", full_name=role.code, organisation=unit, role=role)
        for role in roles
    ]


def searching_all_day(pack):
    """The pack with a limit of lines that no run reaches: each line found is counted as ever."""
    limits = pack.content["country"]["limits"]
    roles = {code: {**found, "line": 10**9} for code, found in limits["roles"].items()}
    more = {**limits, "a_day": {**limits["a_day"], "line": 10**9}, "roles": roles}
    return type(pack)({**pack.content, "country": {**pack.content["country"], "limits": more}})


def sizes(admin: psycopg.Connection) -> str:
    (table, index) = admin.execute(
        "SELECT pg_relation_size('people_person'), pg_relation_size('person_by_name')"
    ).fetchone()
    return f"table {table / 1e6:.0f} MB, index of the names {index / 1e6:.0f} MB"


def warm(admin: psycopg.Connection) -> None:
    admin.execute("SELECT sum(length(given_names)) FROM people_person")
    admin.execute("SELECT sum(length(wrapped)) FROM vault_datakey")


def search_as(user) -> Callable[[str], list]:
    from samaan.access import context
    from samaan.people.finding import Sought
    from samaan.people.searching import search_people

    def search(words: str) -> list:
        with context.acting(context.of_user(user)):
            return [match.person.pk for match in search_people(Sought(names=(words,)), by=user).matches]

    return search


class Trigrams:
    """What pg_trgm finds when the same names lie in clear, on Debian's PostgreSQL."""

    def __init__(self, told: list) -> None:
        from samaan.people.names import plain

        self.line = psycopg.connect(os.environ["SAMAAN_TEST_DATABASE_URL"], autocommit=True)
        self.line.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        self.line.execute("CREATE TABLE in_clear (id uuid PRIMARY KEY, name text)")
        with self.line.cursor() as cursor, cursor.copy("COPY in_clear FROM STDIN") as copy:
            for pk, person in told:
                copy.write_row((pk, plain(person.full)))
        self.line.execute("SET maintenance_work_mem = '512MB'")
        self.line.execute("CREATE INDEX ON in_clear USING gin (name gin_trgm_ops)")
        self.line.execute("VACUUM ANALYZE in_clear")
        self.line.execute("SELECT sum(length(name)) FROM in_clear")

    def search(self, words: str) -> list:
        rows = self.line.execute(
            "SELECT id FROM in_clear WHERE name %% %s ORDER BY similarity(name, %s) DESC LIMIT %s",
            [words, words, FIRST],
        )
        return [row[0] for row in rows]


def measure(search: Callable[[str], list], told: list, times: int, beside: Trigrams | None, *, who: str = "") -> None:
    from bench.invented_names import KINDS

    for kind, write in KINDS.items():
        chance = Random(f"{SEED}{kind}")
        wanted = []
        while len(wanted) < times:
            pk, person = chance.choice(told)
            words = write(chance, person)
            if kind == "without accents" or words != KINDS["without accents"](chance, person):
                wanted.append((pk, words))
        ours = timed(search, wanted)
        theirs = timed(beside.search, wanted) if beside else "– | – | –"
        print(f"| {kind}{who} | {ours} | {theirs} |", flush=True)


def timed(search: Callable[[str], list], wanted: list) -> str:
    search(wanted[0][1])
    taken, hits = [], 0
    for pk, words in wanted:
        started = time.perf_counter()
        found = search(words)
        taken.append((time.perf_counter() - started) * 1000)
        hits += pk in found[:FIRST]
    return f"{hits / len(wanted):.3f} | {quantile(taken, 0.5):.0f} ms | {quantile(taken, 0.95):.0f} ms"


if __name__ == "__main__":
    main()
