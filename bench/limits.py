"""What counting a look costs, and looking for what is unusual, on a day with many events.

python -m bench.limits [--events 100000]
"""

import argparse
import statistics
import time
from uuid import UUID, uuid4

import psycopg
from django.db import connection, transaction
from django.utils import timezone

from bench.installation import installed

COLLEAGUES, TRIES = 200, 400
WHAT = ("a file for the first time", "the same file again", "fifty lines for the first time", "the same lines again")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=100_000)
    number = options.parse_args().events
    with installed() as database:
        users = fill(database.dsn("samaan"), number)
        heads = ("looks that day", "an empty query", *WHAT, "looking for what is unusual")
        print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
        print(f"| {number:,} | {counted(users)} | {unusual()} |")


def fill(dsn: str, number: int) -> list[int]:
    """Looks of many colleagues today, as events and as counts."""
    from samaan.accounts.models import Organisation, Role, User

    organisation, _made = Organisation.objects.get_or_create(code="bench", defaults={"name": "Bench", "kind": "ctu"})
    role, _made = Role.objects.get_or_create(code="bench", defaults={"labels": {"en": "Bench"}, "permissions": []})
    people = [
        User.objects.create(email=f"b{n}@bench.example", full_name=f"B {n}", role=role, organisation=organisation)
        for n in range(COLLEAGUES)
    ]
    users = [person.pk for person in people]
    with psycopg.connect(dsn) as admin, admin.cursor() as cursor:
        day, now = timezone.localdate(), timezone.now()
        looks = [(users[n % COLLEAGUES], uuid4()) for n in range(number)]
        with cursor.copy("COPY access_daylook (user_id, day, record_id, listed) FROM STDIN") as rows:
            for user, record in looks:
                rows.write_row((user, day, record, False))
        cursor.execute("SET session_replication_role = replica")
        columns = "(kind, recorded_at, actor_id, purpose, record_kind, record_id, data, acl, barred)"
        with cursor.copy(f"COPY audit_event {columns} FROM STDIN") as rows:
            for user, record in looks:
                rows.write_row(("record.opened", now, user, "", "case", record, "{}", [], []))
        cursor.execute("ANALYZE access_daylook, audit_event")
    return users


def counted(users: list[int]) -> str:
    """Within one transaction of a page, so without its end."""
    from samaan.access import quota
    from samaan.accounts.models import User

    user = User.objects.get(pk=users[0])
    with transaction.atomic():
        return each_counted(quota, user)


def each_counted(quota, user) -> str:
    records = [uuid4() for _try in range(TRIES)]
    empty = [took(ask_nothing) for _one in records]
    first = [took(lambda one=one: quota.counted(user, "case", [one], 10**6)) for one in records]
    again = [took(lambda one=one: quota.counted(user, "case", [one], 10**6)) for one in records]
    lines: list[list[UUID]] = [[uuid4() for _line in range(50)] for _try in range(40)]
    listed = [took(lambda ids=ids: quota.counted(user, "line", ids, 10**6, in_list=True)) for ids in lines]
    anew = [took(lambda ids=ids: quota.counted(user, "line", ids, 10**6, in_list=True)) for ids in lines]
    return " | ".join(f"{statistics.median(times):.2f} ms" for times in (empty, first, again, listed, anew))


def ask_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def unusual() -> str:
    from samaan.access import context
    from samaan.server.connection import acting_as
    from samaan.watching.unusual import Stretch, look

    with acting_as("job"), context.acting(context.of_job("bench")):
        return f"{took(lambda: look(Stretch(timezone.now(), 0))):.0f} ms"


def took(act) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
