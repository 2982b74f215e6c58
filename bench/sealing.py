"""Writing events with 16 writers: hashed and sealed, beside a plain insert into a table of the same shape.

    python -m bench.sealing [--writers 16] [--seconds 10] [--rounds 7]

Every writer inserts one row a transaction, as fast as it can (pgbench, committed to disk). The tables take turns, round
by round, so that whatever else this machine does meets all of them. Afterwards the log is verified and an event proved.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

import psycopg

from bench.installation import DATA_DIR, installed, memory_of
from samaan.server.postgres import binaries

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
        FOR EACH ROW EXECUTE FUNCTION sec.fill_acl('record_id', '*', NULL);
"""


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
        record = begin_record()
        rates: dict[str, list[float]] = {way.name: [] for way in WAYS}
        for turn in range(asked.rounds + 1):
            # The first round only warms up; the order turns round, so that nobody always comes first.
            for way in WAYS if turn % 2 else WAYS[::-1]:
                with sealing(admin) if way.sealer else nullcontext():
                    rate = measure(way, record, asked.seconds if turn else 3, asked.writers)
                rates[way.name] += [rate] if turn else []
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


def measure(way: Way, record: str, seconds: int, writers: int) -> float:
    """Transactions a second."""
    script = DATA_DIR / "insert.sql"
    values = VALUES.format(record=f"'{record}'" if way.about_a_record else "NULL")
    script.write_text(f"INSERT INTO {way.table} {COLUMNS} VALUES {values};\n")
    port = (DATA_DIR / "postgres.port").read_text().strip()
    command = [
        *(binaries() / "pgbench", "--no-vacuum", "--protocol=extended", f"--file={script}"),
        *(f"--client={writers}", "--jobs=2", f"--time={seconds}", "--host=127.0.0.1", f"--port={port}"),
        *("--username=postgres", "samaan"),
    ]
    environment = os.environ | {"PGPASSWORD": (DATA_DIR / "postgres-admin.key").read_text().strip()}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found = re.search(r"tps = ([\d.]+)", told.stdout)
    assert found, told.stdout
    return float(found[1])


@contextmanager
def sealing(admin: psycopg.Connection) -> Iterator[None]:
    """The sealer at work; what earlier rounds left is sealed before the block begins."""
    with sealer() as process:
        while waiting(admin):
            time.sleep(0.2)
        yield
        print(f"  sealer: {memory_of(process.pid) / 1e6:.0f} MB, {waiting(admin)} events wait", file=sys.stderr)


@contextmanager
def sealer() -> Iterator[subprocess.Popen]:
    process = subprocess.Popen([str(Path(sys.executable).with_name("samaan")), "seal"], env=os.environ)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def waiting(admin: psycopg.Connection) -> int:
    """Events that are not sealed yet."""
    row = admin.execute(
        "SELECT count(*) FROM audit_event e WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)"
    ).fetchone()
    assert row
    return row[0]


def print_rates(rates: dict[str, list[float]], writers: int) -> None:
    """Each round's rate beside the same round's of the other table; the median of these."""
    print(f"| {writers} writers | a second, median | lowest – highest | of | median share | lowest – highest |")
    print("|---|---|---|---|---|---|")
    for way in WAYS:
        found = rates[way.name]
        row = f"| {way.name} | {statistics.median(found):,.0f} | {min(found):,.0f} – {max(found):,.0f} |"
        if way.beside:
            shares = [one / other for one, other in zip(found, rates[way.beside], strict=True)]
            row += f" {way.beside} | {statistics.median(shares):.2f} | {min(shares):.2f} – {max(shares):.2f} |"
        else:
            row += " | | |"
        print(row)


def print_verification(admin: psycopg.Connection) -> None:
    from samaan.audit import proofs
    from samaan.audit.verifying import verify_and_keep
    from samaan.config import read
    from samaan.server.connection import acting_as

    with sealer():
        while waiting(admin):
            time.sleep(0.2)
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
