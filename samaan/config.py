"""Configuration from the environment: one table, read once, refused at start when wrong."""

import json
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from samaan import keyfiles

DATABASE_ROLES = ("owner", "app", "job", "sealer", "auditor")
# Nothing listens here: without a server the answer is "refused", never somebody else's database.
NO_PORT = 1


class BadConfiguration(Exception):
    """An environment variable or a key file Samaan cannot use; the message names it."""


def text(value: str) -> str:
    """Any text."""
    return value


def path(value: str) -> Path:
    """A folder."""
    return Path(value).expanduser().resolve()


def path_or_none(value: str) -> Path | None:
    """A file; empty for none."""
    return path(value) if value else None


def yes_no(value: str) -> bool:
    """`1` for yes, `0` or empty for no."""
    if value not in ("", "0", "1"):
        raise ValueError("use 1 or 0")
    return value == "1"


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A whole number between two others."""

    def parse(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise ValueError(f"use a whole number from {least} to {most}")
        return int(value)

    return parse


def one_of(*choices: str) -> Callable[[str], str]:
    """One of a few words."""

    def parse(value: str) -> str:
        if value not in choices:
            raise ValueError(f"use one of {', '.join(choices)}")
        return value

    return parse


def words(value: str) -> tuple[str, ...]:
    """Words separated by commas."""
    return tuple(word.strip() for word in value.split(",") if word.strip())


def url(*schemes: str, empty: bool = False) -> Callable[[str], str]:
    """An address that starts with one of the schemes."""

    def parse(value: str) -> str:
        if empty and not value:
            return value
        split = split_url(value)
        if split.scheme not in schemes or not (split.hostname or split.scheme == "file"):
            raise ValueError(f"use an address that starts with {' or '.join(f'{s}://' for s in schemes)}")
        return value

    return parse


def split_url(value: str) -> SplitResult:
    """The parts of an address; a port that is no number is refused here, not at first use."""
    split = urlsplit(value)
    try:
        _ = split.port
    except ValueError:
        raise ValueError("the port is not a number from 0 to 65535") from None
    return split


def database_url(value: str) -> str:
    """postgresql://[administrator[:password]]@host[:port]/database; empty: the embedded server."""
    if value and not split_url(url("postgresql", "postgres")(value)).path.strip("/"):
        raise ValueError("name the database after the last slash")
    return value


@dataclass(frozen=True)
class Variable:
    """One environment variable: what it is for and how its text becomes a value."""

    name: str
    default: str
    parse: Callable[[str], Any]
    meaning: str
    secret: bool = False

    @property
    def field(self) -> str:
        return self.name.removeprefix("SAMAAN_").lower()

    def read(self, env: Mapping[str, str]) -> Any:
        value = env.get(self.name, self.default)
        try:
            return self.parse(value)
        except ValueError as error:
            # A password may stand in an address, so such a value is not repeated.
            shown = "" if self.secret else f" “{value}”:"
            raise BadConfiguration(f"{self.name}:{shown} {error}.") from None


VARIABLES = (
    Variable(
        "SAMAAN_DATA_DIR",
        "var",
        path,
        "The data folder: keys, database roles, encrypted documents, and the embedded PostgreSQL.",
    ),
    Variable(
        "SAMAAN_DATABASE_URL",
        "",
        database_url,
        "`postgresql://[administrator[:password]@]host[:port]/database`, PostgreSQL 15 or later. "
        "The administrator is used by `samaan roles create` only. Empty: the embedded PostgreSQL in the data folder.",
        secret=True,
    ),
    Variable(
        "SAMAAN_DATABASE_ROLE",
        "app",
        one_of(*DATABASE_ROLES),
        "The database role of this process. The `samaan` commands set it; leave it alone.",
    ),
    Variable(
        "SAMAAN_DEMO",
        "0",
        yes_no,
        "`1`: invented people, a banner on every page, simpler sign-in. Never with real people's data.",
    ),
    Variable("SAMAAN_DEBUG", "0", yes_no, "`1`: Django's error pages, for developers on their own machine."),
    Variable(
        "SAMAAN_HOSTS",
        "localhost,127.0.0.1,[::1]",
        words,
        "The host names this server answers to, separated by commas.",
    ),
    Variable(
        "SAMAAN_BASE_URL",
        "http://127.0.0.1:8000",
        url("http", "https"),
        "The address people type; links in e-mails begin with it. With `https://` all cookies are for TLS only.",
    ),
    Variable(
        "SAMAAN_PACK",
        "tt",
        text,
        "The country pack: the name of a folder in `packs/`, or the path of one.",
    ),
    Variable(
        "SAMAAN_MAIL_URL",
        "",
        url("smtp", "smtps", "file", empty=True),
        "`smtp://[user:password@]host[:port]` (STARTTLS unless `?tls=0`), `smtps://…`, or `file:///folder`. "
        "Empty: e-mails are written to `mail/` in the data folder and nothing is sent.",
        secret=True,
    ),
    Variable("SAMAAN_MAIL_FROM", "Samaan <samaan@localhost>", text, "The sender of e-mails."),
    Variable(
        "SAMAAN_WEB_THREADS",
        "8",
        whole_number(1, 64),
        "Pages one web process works on at the same time; each holds one database connection.",
    ),
    Variable(
        "SAMAAN_TRUSTED_PROXIES",
        "",
        words,
        "Addresses of reverse proxies whose `X-Forwarded-Proto` and `X-Forwarded-For` are believed. Empty: nobody's.",
    ),
    Variable(
        "SAMAAN_WITNESS_FILE",
        "",
        path_or_none,
        "The witness of the sealed log: a file, best on other storage, that gets each checkpoint. "
        "Empty: `witness/checkpoints.jsonl` in the data folder.",
    ),
    Variable(
        "SAMAAN_WITNESS_MAIL",
        "",
        words,
        "E-mail addresses, separated by commas, that get the newest checkpoint of the sealed log. Empty: nobody.",
    ),
    Variable(
        "SAMAAN_WITNESS_MAIL_HOURS",
        "24",
        whole_number(1, 168),
        "How many hours lie between two such e-mails.",
    ),
    Variable(
        "SAMAAN_LOG_LEVEL",
        "WARNING",
        one_of(*[name for name in logging.getLevelNamesMapping() if name != "NOTSET"]),
        "What is written to the log (standard error).",
    ),
)


@dataclass(frozen=True)
class Config:
    """What the environment said; one field for each row of VARIABLES."""

    data_dir: Path
    database_url: str
    database_role: str
    demo: bool
    debug: bool
    hosts: tuple[str, ...]
    base_url: str
    pack: str
    mail_url: str
    mail_from: str
    web_threads: int
    trusted_proxies: tuple[str, ...]
    witness_file: Path | None
    witness_mail: tuple[str, ...]
    witness_mail_hours: int
    log_level: str

    @property
    def embedded(self) -> bool:
        """Whether PostgreSQL is the one that `samaan` starts and stops itself."""
        return not self.database_url

    def pack_dir(self) -> Path:
        """The folder of the country pack: a path, or a name in `packs/` beside the program."""
        named = Path(self.pack).expanduser()
        return named.resolve() if len(named.parts) > 1 else Path(__file__).resolve().parents[1] / "packs" / named

    def database_address(self) -> tuple[str, int, str]:
        """Host, port and name of the database."""
        if self.embedded:
            return "127.0.0.1", self.embedded_port() or NO_PORT, "samaan"
        split = urlsplit(self.database_url)
        return split.hostname or "127.0.0.1", split.port or 5432, unquote(split.path.strip("/"))

    def embedded_port(self) -> int | None:
        """The port the embedded PostgreSQL was last started on."""
        remembered = self.data_dir / "postgres.port"
        return int(remembered.read_text()) if remembered.exists() else None

    def database(self) -> dict[str, Any]:
        """Django's settings for the one database, as the role this process runs as."""
        host, port, name = self.database_address()
        user = f"samaan_{self.database_role}"
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "HOST": host,
            "PORT": str(port),
            "USER": user,
            "PASSWORD": self.role_passwords().get(user, ""),
        }

    def role_passwords(self) -> dict[str, str]:
        """Passwords of the database roles, as `samaan roles create` wrote them."""
        roles = self.data_dir / "database-roles.json"
        return json.loads(roles.read_text()) if roles.exists() else {}

    def email(self) -> dict[str, Any]:
        """Django's settings for sending e-mail."""
        split = urlsplit(self.mail_url or (self.data_dir / "mail").as_uri())
        if split.scheme == "file":
            return {
                "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "EMAIL_FILE_PATH": unquote(split.path),
            }
        direct_tls = split.scheme == "smtps"
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": split.hostname,
            "EMAIL_PORT": split.port or (465 if direct_tls else 587),
            "EMAIL_HOST_USER": unquote(split.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(split.password or ""),
            "EMAIL_USE_SSL": direct_tls,
            "EMAIL_USE_TLS": not direct_tls and parse_qs(split.query).get("tls") != ["0"],
        }

    def secret_key(self) -> str:
        """Signs sessions and forms; made when missing, because losing it only signs everybody out."""
        return self._key("secret.key", make=True)

    def context_key(self) -> bytes:
        """Signs the row-security context of each transaction."""
        return self._key_bytes("context.key")

    def master_key(self) -> bytes:
        """Wraps the data keys of all records. Never made in passing: a new one opens nothing old."""
        return self._key_bytes("master.key")

    def seal_key(self) -> bytes:
        """Signs the checkpoints of the log. Never made in passing: a new one is not the one others know."""
        return self._key_bytes("seal.key")

    def seal_public_file(self) -> Path:
        """The public keys that checkpoints of this installation are signed with, the newest last."""
        return self.data_dir / "seal.pub"

    def witness_path(self) -> Path:
        """The file that gets each checkpoint."""
        return self.witness_file or self.data_dir / "witness" / "checkpoints.jsonl"

    def create_keys(self) -> None:
        """Make the key files of a new installation; those that exist stay."""
        for name in keyfiles.NAMES:
            # A log that was signed once wants its own key back, not a new one.
            if name != "seal.key" or not self.seal_public_file().exists():
                self._key(name, make=True)

    def _key_bytes(self, name: str) -> bytes:
        try:
            return bytes.fromhex(self._key(name))
        except ValueError:
            raise BadConfiguration(f"{self.data_dir / name} is damaged. Put it back from your safe copy.") from None

    def _key(self, name: str, *, make: bool = False) -> str:
        try:
            return keyfiles.read(self.data_dir / name, make=make)
        except keyfiles.KeyFileError as error:
            raise BadConfiguration(str(error)) from None


def read(env: Mapping[str, str] = os.environ) -> Config:
    """The configuration of this process; BadConfiguration names the first variable that is wrong."""
    return Config(**{variable.field: variable.read(env) for variable in VARIABLES})


def table() -> str:
    """The rows of VARIABLES as the Markdown table of docs/configuration.md."""
    rows = [f"| `{v.name}` | {f'`{v.default}`' if v.default else 'empty'} | {v.meaning} |" for v in VARIABLES]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])
