"""What `samaan status` tells: where this installation answers and whether all of it is well."""

import http.client
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from samaan import __version__, keyfiles
from samaan.config import Config
from samaan.server import processes
from samaan.server.roles import APP, AUDITOR, role_dsn

PATIENCE_SECONDS = 5
# The worker gives a sign of life every five seconds.
WORKER_SILENCE = "30 seconds"
# The sealer at work holds this lock (samaan.server.sealer), and no trouble of its own is noted.
SEALING = """
    SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database d ON d.oid = database AND d.datname = current_database()
                    WHERE locktype = 'advisory' AND granted AND (classid, objid) = (23098, 41246))
       AND NOT EXISTS (SELECT FROM audit_sealingstate WHERE name = 'sealer' AND failing_since IS NOT NULL)
"""
WITNESSED = "SELECT NOT EXISTS (SELECT FROM audit_sealingstate WHERE name <> 'sealer' AND failing_since IS NOT NULL)"


def state_file(data_dir: Path) -> Path:
    return data_dir / "samaan.json"


def write(data_dir: Path, *, address: str) -> None:
    """Note that this process serves the data folder."""
    content = {"address": address, "pid": os.getpid(), "version": __version__}
    keyfiles.replace_private(state_file(data_dir), json.dumps(content))


def forget(data_dir: Path) -> None:
    """This process serves no longer."""
    state_file(data_dir).unlink(missing_ok=True)


def running(data_dir: Path) -> dict[str, Any] | None:
    """What the process that serves this data folder noted, if it is still there."""
    try:
        noted: dict[str, Any] = json.loads(state_file(data_dir).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return noted if processes.alive(noted["pid"]) else None


def status(config: Config) -> dict[str, Any]:
    """The answer of `samaan status --json`."""
    noted = running(config.data_dir)
    address = noted["address"] if noted else config.base_url
    host, port, name = config.database_address()
    parts = {
        "web": web_answers(address),
        "worker": worker_lives(config),
        "sealer": sealer_lives(config),
        "witness": witnesses_answer(config),
        "database": database_answers(config),
    }
    return {
        "address": address,
        "version": noted["version"] if noted else __version__,
        "database": f"postgresql://{host}:{port}/{name}",
        "data_dir": str(config.data_dir),
        "running": noted is not None,
        "parts": parts,
        "healthy": all(parts.values()),
    }


def web_answers(address: str) -> bool:
    """Whether the web server says that it can take requests."""
    url = urlsplit(address)
    secure = url.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(url.hostname or "127.0.0.1", url.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def database_answers(config: Config) -> bool:
    """Whether the role of the web pages can sign in to the database."""
    return bool(_ask(config, "SELECT true"))


def worker_lives(config: Config) -> bool:
    """Whether a worker gave a sign of life lately."""
    return bool(
        _ask(
            config,
            "SELECT EXISTS (SELECT FROM procrastinate_workers"
            f" WHERE last_heartbeat > now() - interval '{WORKER_SILENCE}')",
        )
    )


def sealer_lives(config: Config) -> bool:
    """Whether a sealer works, and nothing keeps it from sealing."""
    return bool(_ask(config, SEALING, role=AUDITOR))


def witnesses_answer(config: Config) -> bool:
    """Whether no witness of the sealed log is in trouble."""
    return bool(_ask(config, WITNESSED, role=AUDITOR))


def backed_up_lately(config: Config) -> bool:
    """Whether the last backup is not older than it may be."""
    lately = f"SELECT EXISTS (SELECT FROM vault_backup WHERE made_at > now() - interval '{config.backup_hours} hours')"
    return bool(_ask(config, lately))


def master_marks(config: Config) -> dict[int, str]:
    """Which versions of the master key the database works with, and their marks; empty when it does not answer."""
    found = _ask(config, "SELECT jsonb_object_agg(version, mark) FROM vault_masterversion") or {}
    return {int(version): mark for version, mark in found.items()}


def _ask(config: Config, question: str, *, role: str = APP) -> Any:
    try:
        with psycopg.connect(role_dsn(config, role), connect_timeout=PATIENCE_SECONDS) as connection:
            row = connection.execute(question.encode()).fetchone()
    except (psycopg.Error, KeyError):
        return None
    return row[0] if row else None
