"""Looking for what is wrong with an installation, in plain words with a remedy each."""

import os
import shutil
import smtplib
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from django.http.request import validate_host

from samaan import config as configuration
from samaan import keyfiles, masterkey
from samaan.config import Config
from samaan.server import state, translations
from samaan.server.roles import GUARD, LOGIN_ROLES, OLDEST, OWNER, role_dsn
from samaan.server.state import WORKER_SILENCE, sealer_lives, web_answers, witnesses_answer
from samaan.vault.scanning import answers as scanner_answers

LEAST_FREE_BYTES = 2 * 1024**3
PATIENCE_SECONDS = 5
PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, whether it is well, and what to do when not."""

    what: str
    well: bool
    remedy: str = ""


Check = Callable[[Config], Iterator[Finding]]


def examine(config: Config) -> list[Finding]:
    """All findings; the checks inside the database are left out when it cannot be reached."""
    findings = [finding for check in OUTSIDE for finding in check(config)]
    try:
        with psycopg.connect(role_dsn(config, OWNER), connect_timeout=PATIENCE_SECONDS) as connection:
            findings += [finding for check in INSIDE for finding in check(connection)]
    except (psycopg.OperationalError, KeyError) as trouble:
        findings.append(unreachable(config, trouble))
    return findings + [finding for check in AROUND for finding in check(config)]


def variables(env: Mapping[str, str]) -> list[Finding]:
    """The environment before anything is read from it: what cannot be used, and what nobody reads."""
    wrong = [Finding("Environment", False, mistake) for mistake in configuration.mistakes(env)]
    odd = [
        Finding(f"Environment variable {name}", False, "There is no such variable; docs/configuration.md lists all.")
        for name in configuration.unknown(env)
        # What the tests and measurements hand to themselves.
        if name.split("_")[1] not in ("TEST", "BENCH")
    ]
    return [*wrong, *odd] or [Finding("Environment variables", True)]


def judge(well: bool, what: str, remedy: str = "") -> Finding:
    """A finding that has its remedy only when something is wrong."""
    return Finding(what, well, "" if well else remedy)


def python(config: Config) -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    yield judge(sys.version_info >= (3, 11), f"Python {found}", "Samaan needs Python 3.11 or later.")


def data_folder(config: Config) -> Iterator[Finding]:
    folder = config.data_dir
    if not folder.is_dir():
        yield Finding(
            f"Data folder {folder}", False, "It does not exist. `samaan roles create` or `samaan demo` makes it."
        )
        return
    open_to_others = stat.S_IMODE(folder.stat().st_mode) & 0o006
    yield judge(
        not open_to_others, f"Rights of the data folder {folder}", f"Others can list it. Run: chmod o-rw {folder}"
    )
    free = shutil.disk_usage(folder).free
    yield judge(
        free > LEAST_FREE_BYTES,
        f"Free space for the data folder: {free / 1024**3:.1f} GB",
        "Make room: the database stops when the disk is full.",
    )


def secrets(config: Config) -> Iterator[Finding]:
    yield from master_key(config)
    for name in keyfiles.NAMES:
        if name == masterkey.NAME:
            continue
        try:
            keyfiles.read(config.data_dir / name)
            yield Finding(f"Key file {name}", True)
        except keyfiles.KeyFileError as trouble:
            yield Finding(f"Key file {name}", False, str(trouble))
    roles = config.data_dir / "database-roles.json"
    missing = [role for role in LOGIN_ROLES if role not in config.role_passwords()]
    yield judge(
        not missing,
        "Passwords of the database roles",
        f"Missing in {roles}: {', '.join(missing)}. `samaan roles create`.",
    )
    if roles.exists():
        private = not stat.S_IMODE(roles.stat().st_mode) & 0o077
        yield judge(private, f"Rights of {roles.name}", f"Other users can read it. Run: chmod 600 {roles}")


def virus_scanner(config: Config) -> Iterator[Finding]:
    if not config.clamd:
        yield Finding("No virus scanner (SAMAAN_CLAMD is empty): documents are kept as they come", True)
        return
    yield judge(
        scanner_answers(config.clamd),
        f"Virus scanner at {config.clamd}",
        "It does not answer: new documents stay closed until it does. Start clamd, or correct SAMAAN_CLAMD.",
    )


def master_key(config: Config) -> Iterator[Finding]:
    """A locked one can be looked at by whoever has its passphrase only: `samaan keys status`."""
    name = config.master_key_file().name
    try:
        if config.master_key_from == "passphrase":
            keyfiles.read(config.master_key_file())
            name += " (whether its passphrase opens it says `samaan keys status`)"
        else:
            config.master_keys()
        yield Finding(f"Key file {name}", True)
    except (keyfiles.KeyFileError, configuration.BadConfiguration) as trouble:
        yield Finding(f"Key file {name}", False, str(trouble))
    if config.master_key_from == "passphrase":
        clear = config.data_dir / masterkey.NAME
        yield judge(
            not clear.exists(),
            "The master key lies nowhere without its passphrase",
            f"{clear} is there too. Remove it, or set SAMAAN_MASTER_KEY_FROM=file.",
        )


def compiled_translations(config: Config) -> Iterator[Finding]:
    stale = [path for path in translations.catalogues() if not translations.is_compiled(path)]
    yield judge(not stale, "Translations are compiled", "Run: make translations")


def unreachable(config: Config, trouble: Exception) -> Finding:
    host, port, _ = config.database_address()
    what = f"Database at {host}:{port}"
    if isinstance(trouble, KeyError):
        return Finding(what, False, "There is no password for its owner. Run: samaan roles create")
    if config.embedded:
        return Finding(
            what, False, f"It does not answer. `samaan demo` starts it; its log is {config.data_dir}/postgres.log."
        )
    return Finding(what, False, f"It does not answer: {str(trouble).strip().splitlines()[0]}")


def version(connection: psycopg.Connection) -> Iterator[Finding]:
    major = connection.info.server_version // 10000
    yield judge(major >= OLDEST, f"Database: PostgreSQL {major}", f"Samaan needs {OLDEST} or later.")


def roles(connection: psycopg.Connection) -> Iterator[Finding]:
    rows = connection.execute(
        "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles"
        " WHERE rolname = ANY(%s)",
        [[*LOGIN_ROLES, GUARD]],
    ).fetchall()
    missing = {*LOGIN_ROLES, GUARD} - {row[0] for row in rows}
    yield judge(not missing, "Database roles", f"Missing: {', '.join(sorted(missing))}. Run: samaan roles create")
    powerful = [row[0] for row in rows if row[1]]
    yield judge(
        not powerful,
        "Database roles have no more power than they need",
        f"{', '.join(powerful)}: take SUPERUSER, BYPASSRLS, CREATEROLE and CREATEDB away.",
    )


def migrations(connection: psycopg.Connection) -> Iterator[Finding]:
    waiting = waiting_migrations(connection)
    yield judge(
        not waiting,
        "Tables are up to date",
        f"{len(waiting)} migrations wait ({', '.join(waiting[:3])} …). Run: samaan migrate",
    )


def waiting_migrations(connection: psycopg.Connection) -> list[str]:
    """Migrations of ours on disk that the database has not run."""
    on_disk = {(path.parent.parent.name, path.stem) for path in PACKAGE.glob("*/migrations/0*.py")}
    if not connection.execute("SELECT to_regclass('django_migrations')").fetchone()[0]:  # type: ignore[index]
        return sorted(".".join(pair) for pair in on_disk)
    done = {tuple(row) for row in connection.execute("SELECT app, name FROM django_migrations")}
    return sorted(".".join(pair) for pair in on_disk - done)


def row_security(connection: psycopg.Connection) -> Iterator[Finding]:
    rows = connection.execute(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'acl' AND NOT a.attisdropped"
        " JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'"
        " WHERE c.relkind IN ('r', 'p') ORDER BY 1"
    ).fetchall()
    bare = [row[0] for row in rows if not row[1]]
    yield judge(
        bool(rows) and not bare,
        f"Row security is forced on all {len(rows)} tables of records",
        f"Not forced on: {', '.join(bare) or 'there are no such tables'}. Run: samaan migrate",
    )


def pack(connection: psycopg.Connection) -> Iterator[Finding]:
    loaded = table_has_rows(connection, "accounts_role")
    yield judge(loaded, "A country pack is loaded", "Run: samaan pack load")


def people(connection: psycopg.Connection) -> Iterator[Finding]:
    yield judge(table_has_rows(connection, "accounts_user"), "Somebody can sign in", "Run: samaan user add --help")


def worker(connection: psycopg.Connection) -> Iterator[Finding]:
    if not table_exists(connection, "procrastinate_workers"):
        return
    row = connection.execute(
        f"SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '{WORKER_SILENCE}'),"
        " (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')"
    ).fetchone()
    assert row
    yield judge(row[0], "A worker is alive", "Start one: samaan work (systemctl start samaan-worker)")
    yield judge(not row[1], "No job has failed for good", f"{row[1]} jobs have. An administrator can try them again.")


def right_key(config: Config) -> Iterator[Finding]:
    """Whether the key that was found is the one this database works with, by its mark."""
    try:
        ours = {key.version: key.mark for key in config.master_keys()}
    except configuration.BadConfiguration:
        return
    marks = state.master_marks(config)
    wrong = [number for number, mark in marks.items() if number not in ours or mark not in ("", ours[number])]
    yield judge(
        not wrong,
        "The master key is the one this database works with",
        f"Version {', '.join(map(str, wrong))} is another or missing. Put the right one back from your safe copy.",
    )


def backup(config: Config) -> Iterator[Finding]:
    if not config.backup_hours or is_demo(config):
        return
    yield judge(
        state.backed_up_lately(config),
        f"A backup was made in the last {config.backup_hours} hours",
        "Make one: samaan backup --to … --recipient … (docs/backup.md; deploy/samaan-backup.timer makes one each day).",
    )


def sealer(config: Config) -> Iterator[Finding]:
    yield judge(
        sealer_lives(config),
        "A sealer is alive and seals",
        "Start one: samaan seal (systemctl start samaan-sealer). When one runs, `samaan events verify` says what is"
        " in its way.",
    )
    yield judge(
        witnesses_answer(config),
        "The witnesses of the sealed log are handed every checkpoint",
        "The auditor's page says which one is not, and why. It is tried again and again.",
    )
    beside = config.witness_path().is_relative_to(config.data_dir)
    yield judge(
        is_demo(config) or not beside,
        "The witness of the sealed log is on other storage",
        "It lies in the data folder; set SAMAAN_WITNESS_FILE to a file that lies elsewhere (docs/configuration.md).",
    )


def table_exists(connection: psycopg.Connection, table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
    return bool(row and row[0])


def table_has_rows(connection: psycopg.Connection, table: str) -> bool:
    if not table_exists(connection, table):
        return False
    row = connection.execute(f"SELECT EXISTS (SELECT FROM {table})".encode()).fetchone()
    return bool(row and row[0])


def web(config: Config) -> Iterator[Finding]:
    from samaan.server.state import running

    noted = running(config.data_dir)
    address = noted["address"] if noted else config.base_url
    yield judge(
        web_answers(address), f"The web server answers at {address}", "Start it: samaan serve, or look in its log."
    )


def mail(config: Config) -> Iterator[Finding]:
    url = urlsplit(config.mail_url)
    if url.scheme not in ("smtp", "smtps"):
        yield judge(is_demo(config), "E-mail is written to files, nothing is sent", "Set SAMAAN_MAIL_URL.")
        return
    settings = config.email()
    kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    what = f"Mail server {settings['EMAIL_HOST']}:{settings['EMAIL_PORT']}"
    try:
        with kind(settings["EMAIL_HOST"], settings["EMAIL_PORT"], timeout=PATIENCE_SECONDS) as server:
            if settings["EMAIL_USE_TLS"]:
                server.starttls()
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
        yield Finding(what, True)
    except (OSError, smtplib.SMTPException) as trouble:
        yield Finding(
            what, False, f"It does not take our mail ({type(trouble).__name__}); mail waits and is tried again."
        )


def paper(config: Config) -> Iterator[Finding]:
    """Debian's Pango, without which no page can be laid out for paper."""
    missing = [name for name in ("pangoft2-1.0", "harfbuzz-subset") if find_library(name) is None]
    yield judge(not missing, "Pages can be printed as PDF", "Run: make paper")


def own_address(config: Config) -> Iterator[Finding]:
    """Whether the address people type is one this server answers to."""
    host = urlsplit(config.base_url).hostname or ""
    host = f"[{host}]" if ":" in host else host
    yield judge(
        validate_host(host, config.hosts),
        f"The server answers to the name {host}",
        "It is in SAMAAN_BASE_URL and not in SAMAAN_HOSTS: add it there.",
    )


def tls_to_database(config: Config) -> Iterator[Finding]:
    """Whether a database on another machine is reached over TLS, and it is that machine; libpq reads the variables."""
    host = config.database_address()[0]
    if host in ("127.0.0.1", "::1", "localhost"):
        return
    yield judge(
        os.environ.get("PGSSLMODE") == "verify-full",
        f"The database on {host} is reached over TLS, with its certificate checked",
        "Set PGSSLMODE=verify-full and PGSSLROOTCERT, the file of the authority that signed its certificate.",
    )


def outside_demo(config: Config) -> Iterator[Finding]:
    if is_demo(config):
        return
    yield judge(
        config.base_url.startswith("https://"),
        f"Pages are reached over TLS ({config.base_url})",
        "Set SAMAAN_BASE_URL.",
    )
    yield judge(not config.debug, "Error pages for developers are off", "Take SAMAAN_DEBUG away.")


def is_demo(config: Config) -> bool:
    """Whether this is a demo's folder; much is allowed there."""
    return config.demo or (config.data_dir / "demo").exists()


OUTSIDE: tuple[Check, ...] = (
    python,
    data_folder,
    secrets,
    compiled_translations,
    paper,
    own_address,
    tls_to_database,
    outside_demo,
)
INSIDE = (version, roles, migrations, row_security, pack, people, worker)
AROUND: tuple[Check, ...] = (web, sealer, right_key, backup, mail, virus_scanner)
