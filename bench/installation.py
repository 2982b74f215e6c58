"""An installation of its own for one benchmark: a temporary data folder, its PostgreSQL, the real web process."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Before Django reads its settings.
DATA_DIR = Path(os.environ.get("SAMAAN_BENCH_DIR") or tempfile.mkdtemp(prefix="samaan-bench-"))
os.environ |= {
    "SAMAAN_DATA_DIR": str(DATA_DIR),
    "DJANGO_SETTINGS_MODULE": "samaan.settings",
    "SAMAAN_DATABASE_ROLE": "app",
}

from samaan import config  # noqa: E402  # after the environment is set
from samaan.server import roles  # noqa: E402
from samaan.server.postgres import EmbeddedPostgres, free_port  # noqa: E402

PACK = Path(__file__).parents[1] / "packs" / "tt"
START_SECONDS = 60


@contextmanager
def installed() -> Iterator[EmbeddedPostgres]:
    """The database, migrated and with the pack loaded; everything is removed at the end."""
    config.read().create_keys()
    database = EmbeddedPostgres(DATA_DIR)
    database.start()
    try:
        roles.ensure_roles(database.dsn("samaan"), DATA_DIR)
        prepare()
        yield database
    finally:
        database.stop()
        if "SAMAAN_BENCH_DIR" not in os.environ:
            shutil.rmtree(DATA_DIR, ignore_errors=True)


def prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from samaan.access import context
    from samaan.countrypack.loading import load
    from samaan.server.migrating import migrate

    migrate(verbosity=0)
    with context.acting(context.of_job("bench")):
        load(PACK)
    call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def web_process(**environment: str) -> Iterator[tuple[str, int]]:
    """`samaan serve` on a free port; gives its address and process id."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("samaan")), "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ | environment)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_well(address)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(20)


def wait_until_well(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            if urllib.request.urlopen(f"{address}/health", timeout=2).status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the web process did not start")


def memory_of(pid: int) -> int:
    """Resident memory of a process, in bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    raise ProcessLookupError(pid)


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
