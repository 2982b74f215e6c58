"""Writing events with 16 writers: hashed and sealed, beside a plain insert into a table of the same shape.

    python -m bench.sealing [--writers 16] [--seconds 10] [--rounds 7]

Every writer inserts one row a transaction, as fast as it can (pgbench, committed to disk). The tables take turns, round
by round, and are kept equally long. Rates depend on what else the machine does; the processor time that the database
server and the sealer spend on an event hardly does. Afterwards the log is verified and an event proved.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

import psycopg

from bench.installation import DATA_DIR, installed, memory_of
from samaan.server.postgres import binaries
from samaan.server.state import SEALING

COLUMNS = "(kind, actor_id, purpose, record_kind, record_id, data)"
VALUES = """('record.opened', :client_id + 1, 'care', 'case', {record}, '{{"compartment": "summary", "step": 4711}}')"""
# The same columns and indexes, and nothing that computes anything.
PLAIN = """
    CREATE TABLE bench_plain (LIKE audit_event INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES);
    ALTER TABLE bench_plain ALTER recorded_at SET DEFAULT clock_timestamp();
"""
# The same with the access list that row security needs, when an event is about a record, and no hash.
LISTED = """
    CREATE TABLE bench_listed (LIKE bench_plain INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES);
    CREATE TRIGGER fill_acl BEFORE INSERT ON bench_listed
        FOR EACH ROW EXECUTE FUNCTION sec.fill_event_acl();
"""


TABLES = ("bench_plain", "bench_listed", "audit_event")
TICK = os.sysconf("SC_CLK_TCK")


class Way(NamedTuple):
    """One way to write a row; its rate is told as a share of the way called `beside`."""

    name: str
    table: str
    about_a_record: bool = False
    sealer: bool = False
    beside: str = ""


WAYS = (
    plain := Way("a plain insert", "bench_plain"),
    Way("event, hashed", "audit_event", beside=plain.name),
    Way("event, hashed, sealer on", "audit_event", sealer=True, beside=plain.name),
    listed := Way("about a record: insert with access list, no hash", "bench_listed", about_a_record=True),
    Way("about a record: event, hashed, sealer on", "audit_event", True, sealer=True, beside=listed.name),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with installed() as database, psycopg.connect(database.dsn("samaan"), autocommit=True) as admin:
        admin.execute(PLAIN)
        admin.execute(LISTED)
        for table in TABLES:
            # It would come to one table in the middle of a round and to another not.
            admin.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
        record = begin_record()
        rates: dict[str, list[Rate]] = {way.name: [] for way in WAYS}
        for turn in range(asked.rounds + 1):
            # The first round only warms up; the order turns round, so that nobody always comes first.
            for way in WAYS if turn % 2 else WAYS[::-1]:
                rate = measure(admin, way, record, asked.seconds if turn else 3, asked.writers)
                rates[way.name] += [rate] if turn else []
                level(admin)
        print_rates(rates, asked.writers)
        print_verification(admin)


def begin_record() -> str:
    """A record that a few people may see, as a case is."""
    from samaan.access import context, principals, records
    from samaan.access.models import Basis
    from samaan.accounts.models import Organisation, Role, User

    unit = Organisation.objects.get(code="ctu")
    role = Role.objects.get(code="case_manager")
    user = User.objects.create_user("bench@ctu.example", full_name="Bench", organisation=unit, role=role)
    own = records.grant_to(principals.user(user.pk), ["summary"], basis=Basis.ASSIGNMENT, purpose="care", by=user)
    with context.acting(context.of_user(user)):
        return str(records.begin_record("case", owned_by=unit, grants=[own]))


class Rate(NamedTuple):
    """Rows a second, and microseconds of processor time for each of them."""

    rows: float
    processor: float


def level(admin: psycopg.Connection) -> None:
    """All tables as long as the longest: indexes grow dearer with their size."""
    rows = {table: count(admin, table) for table in TABLES}
    for table in TABLES[:2]:
        values = cast(VALUES.format(record="NULL").replace(":client_id", "n % 16").strip("()"))
        missing = max(rows.values()) - rows[table]
        admin.execute(f"INSERT INTO {table} {COLUMNS} SELECT {values} FROM generate_series(1, {missing}) n")


def count(admin: psycopg.Connection, table: str) -> int:
    row = admin.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row
    return row[0]


def cast(values: str) -> str:
    """The values of a row, for a SELECT."""
    return values.replace("NULL", "NULL::uuid").replace("4711}'", "4711}'::jsonb")


def measure(admin: psycopg.Connection, way: Way, record: str, seconds: int, writers: int) -> Rate:
    """One way for some seconds; with the sealer, all it has to do for these rows is counted, to the last."""
    script = DATA_DIR / "insert.sql"
    values = VALUES.format(record=f"'{record}'" if way.about_a_record else "NULL")
    script.write_text(f"INSERT INTO {way.table} {COLUMNS} VALUES {values};\n")
    with sealer() if way.sealer else nullcontext() as sealing:
        written = count(admin, "audit_event")
        if way.sealer:
            wait_sealed(admin, written)
        before = processor_time(sealing)
        told = pgbench(script, seconds, writers)
        rows = int(told("number of transactions actually processed"))
        if way.sealer:
            wait_sealed(admin, written + rows)
        spent = processor_time(sealing) - before
    return Rate(float(told("tps")), spent / rows * 1e6)


def pgbench(script: Path, seconds: int, writers: int) -> Callable[[str], str]:
    """Run it; gives what it told, by name."""
    port = (DATA_DIR / "postgres.port").read_text().strip()
    command = [
        *(binaries() / "pgbench", "--no-vacuum", "--protocol=extended", f"--file={script}"),
        *(f"--client={writers}", "--jobs=2", f"--time={seconds}", "--host=127.0.0.1", f"--port={port}"),
        *("--username=postgres", "samaan"),
    ]
    environment = os.environ | {"PGPASSWORD": (DATA_DIR / "postgres-admin.key").read_text().strip()}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    def value(name: str) -> str:
        found = re.search(rf"{name}\D*([\d.]+)", told)
        assert found, told
        return found[1]

    return value


def processor_time(sealer: subprocess.Popen | None) -> float:
    """Seconds that the database server with all its sessions, ended ones included, and the sealer have worked."""
    postmaster = int((DATA_DIR / "postgres" / "postmaster.pid").read_text().split()[0])
    children = [int(pid) for pid in Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()]
    spent = sum(ticks(pid, (13, 14)) for pid in children) + ticks(postmaster, (13, 14, 15, 16))
    return (spent + (ticks(sealer.pid, (13, 14)) if sealer else 0)) / TICK


def ticks(pid: int, fields: tuple[int, ...]) -> int:
    """Fields of /proc/PID/stat: 13 and 14 its own time, 15 and 16 that of its children that have ended."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(words[field - 2]) for field in fields)


def wait_sealed(admin: psycopg.Connection, events: int) -> None:
    """Until the sealer is at work and has sealed so many."""
    while True:
        at_work, size = admin.execute(
            f"SELECT ({SEALING}), (SELECT coalesce(max(size), 0) FROM audit_checkpoint)".encode()
        ).fetchone() or (False, 0)
        if at_work and size >= events:
            return
        time.sleep(0.2)


@contextmanager
def sealer() -> Iterator[subprocess.Popen]:
    process = subprocess.Popen([str(Path(sys.executable).with_name("samaan")), "seal"], env=os.environ)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def print_rates(rates: dict[str, list[Rate]], writers: int) -> None:
    """Medians; shares are of the other table in the same round."""
    print(f"| {writers} writers | rows a second | of | share | processor time a row | share |")
    print("|---|---|---|---|---|---|")
    for way in WAYS:
        found = rates[way.name]
        rows, processor = (statistics.median(column) for column in zip(*found, strict=True))
        rate_share = processor_share = ""
        if way.beside:
            pairs = list(zip(found, rates[way.beside], strict=True))
            rate_share = f"{statistics.median(one.rows / other.rows for one, other in pairs):.2f}"
            processor_share = f"{statistics.median(one.processor / other.processor for one, other in pairs):.2f}"
        print(f"| {way.name} | {rows:,.0f} | {way.beside} | {rate_share} | {processor:.0f} µs | {processor_share} |")
    print()


def print_verification(admin: psycopg.Connection) -> None:
    from samaan.audit import proofs
    from samaan.audit.verifying import verify_and_keep
    from samaan.config import read
    from samaan.server.connection import acting_as

    with sealer() as process:
        wait_sealed(admin, count(admin, "audit_event"))
        print(f"memory of the sealer: {memory_of(process.pid) / 1e6:.0f} MB\n")
    with acting_as("auditor"):
        began = time.perf_counter()
        result = verify_and_keep(read())
        verified = time.perf_counter() - began
        row = admin.execute("SELECT event_id FROM audit_leaf WHERE position = 4711").fetchone()
        assert row
        began = time.perf_counter()
        proof = proofs.prove_event(row[0])
        proved = time.perf_counter() - began
    assert not result.findings, result.findings
    steps = proof.count('"', proof.index('"path"'), proof.index('"checkpoint"')) // 2 - 1
    print()
    print("| events | checkpoints | verifying all of it | proving one event | hashes in the proof | size of its file |")
    print("|---|---|---|---|---|---|")
    print(
        f"| {result.events:,} | {result.checkpoint:,} | {verified:.1f} s | {proved * 1000:.0f} ms | {steps}"
        f" | {len(proof) / 1000:.1f} kB |"
    )


if __name__ == "__main__":
    main()
