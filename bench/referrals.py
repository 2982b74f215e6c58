"""The referral mechanism at size: 5,000 services and 300,000 referrals, each page beside the two empty views.

    python -m bench.referrals [--services 5000] [--cases 100000] [--times 60]

The data of `bench.pages`: every case has three referrals. The services are copies of the pack's. Target: at most 40
times the empty view of Django.
"""

import argparse

import psycopg

from bench.filling import fill
from bench.installation import installed
from bench.pages import BARE, EMPTY, REPORTS, Acts, Browser, measure_acts, print_table
from bench.people import People, find, user_called
from bench.sessions import cookie_of

TARGET = 40
COPIES = """
INSERT INTO directory_service ({columns})
SELECT {values} FROM generate_series(1, %(missing)s) n
  JOIN (SELECT *, row_number() OVER (ORDER BY code) - 1 AS turn, count(*) OVER () AS turns FROM directory_service
         WHERE code NOT LIKE 'bench-%%') real ON n %% turns = turn
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--services", type=int, default=5000)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=60)
    asked = parser.parse_args()
    with installed() as database:
        import samaan.demo

        samaan.demo.load(reports=REPORTS)
        people, steward = find(), cookie_of(user_called("steward"))
        with psycopg.connect(database.dsn("samaan"), autocommit=True) as admin:
            fill(admin, cases=asked.cases, manager=people.managers, investigator=people.investigators)
            add_services(admin, asked.services)
        costs = measure_acts(lambda port: acts_of(port, people, steward), asked.times)
        print_table([asked.cases], {name: [cost] for name, cost in costs.items()})
        over = [name for name, cost in costs.items() if cost.p50 > TARGET * costs[BARE].p50]
        print(f"\nover {TARGET} times the empty view of Django: {', '.join(over) or 'none'}")


def add_services(admin: psycopg.Connection, services: int) -> None:
    """Bring the directory up to so many services: copies of the pack's, each with a code of its own."""
    (there,) = admin.execute("SELECT count(*) FROM directory_service").fetchone() or (0,)
    found = admin.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'directory_service'"
        " AND table_schema = 'public' ORDER BY ordinal_position"
    )
    columns = [row[0] for row in found]
    own = {"id": "md5('service' || n)::uuid", "code": "'bench-' || n"}
    values = ", ".join(own.get(column, f'real."{column}"') for column in columns)
    statement = COPIES.format(columns=", ".join(f'"{column}"' for column in columns), values=values)
    admin.execute(statement.encode(), {"missing": max(0, services - there)})
    admin.execute("ANALYZE directory_service")


def acts_of(port: int, people: People, steward: str) -> Acts:
    """What is measured, by its name in the table."""
    manager, keeper, director = Browser(port, people.manager), Browser(port, steward), Browser(port, people.director)
    return {
        BARE: lambda: manager.get("/bare/"),
        EMPTY: lambda: manager.get("/empty/"),
        "work list of 50 referrals": lambda: manager.get("/referrals/"),
        "accepted and under way": lambda: manager.get("/referrals/?box=sent&show=under_way"),
        "referral page with its chat": lambda: manager.get(f"/referrals/{people.referral}/"),
        "finding a service": lambda: manager.get("/directory/?need=counselling&sex=female&age=24&language=es"),
        "choosing services for a case": lambda: manager.get(f"/cases/{people.case}/refer/"),
        "referral map": lambda: manager.get("/referral-map/"),
        "terms of reference": lambda: manager.get("/directory/terms/"),
        "steward: outside the map": lambda: keeper.get("/referrals/outside/"),
        "steward: home": lambda: keeper.get("/"),
        "director: all referrals": lambda: director.get("/referrals/"),
    }


if __name__ == "__main__":
    main()
