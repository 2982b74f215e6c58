"""Changing the master key, and backing up, an installation with many records.

python -m bench.keys [--keys 100000]
"""

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import psycopg
import pyrage

from bench.installation import DATA_DIR, installed
from samaan import config


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keys", type=int, default=100_000)
    number = options.parse_args().keys
    with installed() as database:
        fill(database.dsn("samaan"), number)
        print(
            "| data keys | changing the master key | a key | a backup | its size | rows read again a second | memory |"
        )
        print("|---|---|---|---|---|---|---|")
        print(f"| {number:,} | {rotated(number)} | {backed_up(number)} |")


def fill(dsn: str, number: int) -> None:
    """Keys as the program wraps them, each of a record of its own."""
    from samaan.vault import master

    with psycopg.connect(dsn) as admin, admin.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        columns = "(record_id, version, wrapped, master_id, acl, barred)"
        with cursor.copy(f"COPY vault_datakey {columns} FROM STDIN") as rows:
            for _ in range(number):
                record = uuid4()
                rows.write_row((record, 1, master.wrap(os.urandom(32), f"{record}|1"), 1, [], []))


def rotated(number: int) -> str:
    from samaan.server.connection import acting_as
    from samaan.server.rotating import rotate

    began = time.perf_counter()
    with acting_as("job"):
        done = rotate(config.read())
    took = time.perf_counter() - began
    assert done.retired and done.keys >= number
    return f"{took:.1f} s | {took / number * 1e6:.0f} µs"


def backed_up(number: int) -> str:
    from samaan.server.backup import dumping
    from samaan.server.backup.examining import examine

    identity = pyrage.x25519.Identity.generate()
    with tempfile.TemporaryDirectory(dir=DATA_DIR) as folder:
        began = time.perf_counter()
        made = dumping.back_up(config.read(), Path(folder), [str(identity.to_public())])
        took = time.perf_counter() - began
        began = time.perf_counter()
        examine(made.path, [identity])
        read = made.rows / (time.perf_counter() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{took:.1f} s | {made.size / 1024**2:.0f} MB | {read:,.0f} | {memory:.0f} MB"


if __name__ == "__main__":
    main()
