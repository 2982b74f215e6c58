"""What a demo database was prepared with, kept as a comment on the database itself, so that it is never out of step."""

import hashlib
import importlib.metadata
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
from psycopg import sql

PACKAGE = Path(__file__).resolve().parents[1]
# Packages with migrations of their own.
MIGRATING = ("Django", "django-allauth", "django-axes", "procrastinate")


@dataclass(frozen=True)
class Prepared:
    """`reports` is 0 until the whole caseload is there; `begun` says that loading it was begun."""

    fingerprint: str = ""
    begun: bool = False
    reports: int = 0


def read(connection: psycopg.Connection) -> Prepared:
    """What was noted last."""
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    return Prepared(**json.loads(row[0])) if row and row[0] else Prepared()


def note(connection: psycopg.Connection, prepared: Prepared) -> None:
    """Note how far preparing has come; the connection is the owner's."""
    connection.execute(
        sql.SQL("COMMENT ON DATABASE {} IS {}").format(
            sql.Identifier(connection.info.dbname), sql.Literal(json.dumps(asdict(prepared)))
        )
    )


def fingerprint(pack: Path) -> str:
    """Changes when there may be something to migrate or to load from the pack."""
    digest = hashlib.sha256()
    for path in sorted(_files(pack)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in MIGRATING:
        digest.update(importlib.metadata.version(name).encode())
    return digest.hexdigest()[:16]


def _files(pack: Path) -> Iterator[Path]:
    for folder in PACKAGE.glob("*/migrations"):
        yield from (path for path in folder.rglob("*") if path.suffix in (".py", ".sql"))
    yield from (path for path in pack.rglob("*") if path.is_file())
