"""Configuration from the environment: one table, read once, refused at start when wrong."""

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from samaan import identityproviders, keyfiles, masterkey, values
from samaan.masterkey import MasterKey

DATABASE_ROLES = ("owner", "app", "job", "sealer", "auditor")
KEY_SOURCES = ("file", "credential", "passphrase")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# Nothing listens here: without a server the answer is "refused", never somebody else's database.
NO_PORT = 1


class BadConfiguration(Exception):
    """An environment variable or a key file Samaan cannot use; the message names it."""


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
        values.path,
        "The data folder: keys, database roles, encrypted documents, and the embedded PostgreSQL.",
    ),
    Variable(
        "SAMAAN_DATABASE_URL",
        "",
        values.database_url,
        "`postgresql://[administrator[:password]@]host[:port]/database`, PostgreSQL 15 or later. "
        "The administrator is used by `samaan roles create` only. Empty: the embedded PostgreSQL in the data folder.",
        secret=True,
    ),
    Variable(
        "SAMAAN_DATABASE_ROLE",
        "app",
        values.one_of(*DATABASE_ROLES),
        "The database role of this process. The `samaan` commands set it; leave it alone.",
    ),
    Variable(
        "SAMAAN_DEMO",
        "0",
        values.yes_no,
        "`1`: invented people, a banner on every page, simpler sign-in. Never with real people's data.",
    ),
    Variable(
        "SAMAAN_PUBLIC_DIRECTORY",
        "0",
        values.yes_no,
        "`1`: anybody may read the directory of services at `/hsds/` (Open Referral HSDS 3.0), without sealed places. "
        "The demo always publishes it.",
    ),
    Variable("SAMAAN_DEBUG", "0", values.yes_no, "`1`: Django's error pages, for developers on their own machine."),
    Variable(
        "SAMAAN_HOSTS",
        "localhost,127.0.0.1,[::1]",
        values.hosts,
        "The host names this server answers to, separated by commas, without scheme and port; at least one. "
        "`.example.org`: every name under it.",
    ),
    Variable(
        "SAMAAN_BASE_URL",
        "http://127.0.0.1:8000",
        values.base_url,
        "The address people type, `http(s)://host[:port]`; links in e-mails begin with it. "
        "With `https://` all cookies are for TLS only.",
    ),
    Variable(
        "SAMAAN_PACK",
        "tt",
        values.pack,
        "The country pack: the name of a folder in `packs/`, or the path of one that holds `country.yaml`.",
    ),
    Variable(
        "SAMAAN_MAIL_URL",
        "",
        values.mail_url,
        "`smtp://[user:password@]host[:port]` (STARTTLS unless `?tls=0`), `smtps://…`, or `file:///folder`. "
        "Empty: e-mails are written to `mail/` in the data folder and nothing is sent.",
        secret=True,
    ),
    Variable(
        "SAMAAN_MAIL_FROM",
        "Samaan <samaan@localhost>",
        values.sender,
        "The sender of e-mails: an address, with or without a name before it.",
    ),
    Variable(
        "SAMAAN_BOUNCE_ADDRESS",
        "",
        values.mailbox_or_nothing,
        "Where e-mails that cannot be delivered come back to, as `bounces@example.org`; the mail server hands "
        "`bounces+…@` to `samaan mail bounced`. Empty: only what the mail server refuses at once is known.",
    ),
    Variable(
        "SAMAAN_WEB_THREADS",
        "8",
        values.whole_number(1, 64),
        "Pages one web process works on at the same time, 1 to 64; each holds one database connection.",
    ),
    Variable(
        "SAMAAN_TRUSTED_PROXIES",
        "",
        values.networks,
        "IP addresses or networks (`10.0.0.0/8`), separated by commas, of reverse proxies whose "
        "`X-Forwarded-Proto` and `X-Forwarded-For` are believed. Empty: nobody's.",
    ),
    Variable(
        "SAMAAN_WITNESS_FILE",
        "",
        values.file_or_none,
        "The witness of the sealed log: a file, best on other storage, that gets each checkpoint. "
        "Empty: `witness/checkpoints.jsonl` in the data folder.",
    ),
    Variable(
        "SAMAAN_WITNESS_MAIL",
        "",
        values.addresses,
        "E-mail addresses, separated by commas, that get the newest checkpoint of the sealed log. Empty: nobody.",
    ),
    Variable(
        "SAMAAN_WITNESS_MAIL_HOURS",
        "24",
        values.whole_number(1, 168),
        "How many hours lie between two such e-mails, 1 to 168.",
    ),
    Variable(
        "SAMAAN_FILES",
        "",
        values.files_url,
        "Where documents are kept, encrypted: `s3://[key:secret@]host[:port]/bucket[/folder]` with `?region=…`, and "
        "`?tls=0` for a server in the same machine. Needs the extra `s3`. Empty: `files/` in the data folder.",
        secret=True,
    ),
    Variable(
        "SAMAAN_FILE_SIZES",
        "picture=50,document=50,sound=200,video=2048",
        values.file_sizes,
        "The largest file of each kind, in megabytes. Plain forms take 20 MB at most; larger files go in pieces.",
    ),
    Variable(
        "SAMAAN_UPLOADS_MB",
        "4096",
        values.whole_number(1, 1_000_000),
        "How many megabytes one person may have on the way in at a time.",
    ),
    Variable(
        "SAMAAN_CLAMD",
        "",
        values.clamd,
        "The virus scanner: `unix:/run/clamav/clamd.ctl` or `tcp://host:port`. When it is down, new documents stay "
        "closed until it has looked at them. Empty: nobody looks.",
    ),
    Variable(
        "SAMAAN_IDENTITY_PROVIDERS",
        "",
        identityproviders.read,
        "A YAML file, readable by its owner alone, that names the OpenID Connect providers of agencies whose people "
        "sign in there; see below. Empty: none.",
    ),
    Variable(
        "SAMAAN_MASTER_KEY_FROM",
        "file",
        values.one_of(*KEY_SOURCES),
        "Where the master key comes from: `file` (`master.key` in the data folder), `credential` (`master.key` in the "
        "`$CREDENTIALS_DIRECTORY` of systemd), or `passphrase` (`master.key.locked` in the data folder, which "
        "`samaan keys lock` makes).",
    ),
    Variable(
        "SAMAAN_PASSPHRASE_FD",
        "",
        values.descriptor_or_none,
        "With `passphrase`: the number of an open file from which `serve`, `work` and the others read it. Empty: they "
        "ask at the terminal.",
    ),
    Variable(
        "SAMAAN_UNLOCKED",
        "",
        values.whole_path_or_none,
        "With `passphrase`: where a process finds what its parent unlocked. The `samaan` commands set it; leave it "
        "alone.",
    ),
    Variable(
        "SAMAAN_BACKUP_HOURS",
        "26",
        values.whole_number(0, 9999),
        "When the last backup is older than so many hours, administrators and `samaan doctor` are told. `0`: never.",
    ),
    Variable(
        "SAMAAN_LOG_LEVEL",
        "WARNING",
        values.one_of(*LOG_LEVELS),
        f"What is written to the log (standard error): {', '.join(f'`{level}`' for level in LOG_LEVELS)}.",
    ),
)


@dataclass(frozen=True)
class Config:
    """What the environment said; one field for each row of VARIABLES."""

    data_dir: Path
    database_url: str
    database_role: str
    demo: bool
    public_directory: bool
    debug: bool
    hosts: tuple[str, ...]
    base_url: str
    pack: str
    mail_url: str
    mail_from: str
    bounce_address: str
    web_threads: int
    trusted_proxies: tuple[str, ...]
    witness_file: Path | None
    witness_mail: tuple[str, ...]
    witness_mail_hours: int
    files: str
    file_sizes: dict[str, int]
    uploads_mb: int
    clamd: str
    identity_providers: tuple[identityproviders.IdentityProvider, ...]
    master_key_from: str
    passphrase_fd: int | None
    unlocked: Path | None
    backup_hours: int
    log_level: str

    @property
    def embedded(self) -> bool:
        """Whether PostgreSQL is the one that `samaan` starts and stops itself."""
        return not self.database_url

    def pack_dir(self) -> Path:
        """The folder of the country pack: a path, or a name in `packs/` beside the program."""
        return values.pack_folder(self.pack)

    def said_by_pack(self, name: str) -> str:
        """A single value of the pack's country.yaml: the clock on the wall is needed before the database is asked."""
        try:
            text = (self.pack_dir() / "country.yaml").read_text(encoding="utf-8-sig")
        except OSError:
            return ""
        found = re.search(rf"^{name}:[ ]*[\"']?([^\s\"'#]+)", text, re.MULTILINE)
        return found[1] if found else ""

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
        return self.master_keys()[-1].key

    def master_keys(self) -> list[MasterKey]:
        """Its versions, the newest last: more than one only while it is being changed."""
        path = self.master_key_file()
        try:
            if self.master_key_from == "passphrase":
                return masterkey.unlock(path, self._opener())
            # The rights of a credential are systemd's affair: it shows an access list as rights of the group.
            return masterkey.parse(keyfiles.read(path, trusted=self.master_key_from == "credential"))
        except keyfiles.KeyFileError as error:
            raise BadConfiguration(str(error)) from None
        except masterkey.WrongPassphrase:
            raise BadConfiguration(f"The passphrase does not open {path}.") from None
        except ValueError:
            raise BadConfiguration(f"{path} is damaged. Put it back from your safe copy.") from None

    def keep_master_keys(self, keys: list[MasterKey]) -> None:
        """Write its versions to where they are kept; processes that run notice by themselves."""
        path = self.master_key_file()
        if self.master_key_from == "passphrase":
            masterkey.lock_again(path, keys, self._opener())
        elif self.master_key_from == "file":
            masterkey.keep(path, keys)
        else:
            raise BadConfiguration(
                "systemd hands the master key over when a service starts, so a service that runs cannot be handed"
                " another. docs/backup.md says how it is changed."
            )

    def master_key_file(self) -> Path:
        """The file the master key is read from."""
        if self.master_key_from == "credential":
            return Path(os.environ.get("CREDENTIALS_DIRECTORY") or "/run/credentials/none") / masterkey.NAME
        return self.data_dir / (masterkey.LOCKED_NAME if self.master_key_from == "passphrase" else masterkey.NAME)

    def _opener(self) -> bytes:
        if self.unlocked is None:
            raise BadConfiguration("The master key is locked, and this command was given no passphrase for it.")
        try:
            return self.unlocked.read_bytes()
        except OSError:
            raise BadConfiguration("The process that unlocked the master key is gone.") from None

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
            lost = name == "seal.key" and self.seal_public_file().exists()
            elsewhere = name == masterkey.NAME and self.master_key_from != "file"
            if not lost and not elsewhere:
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


def mistakes(env: Mapping[str, str] = os.environ) -> list[str]:
    """Every variable that is wrong, in words; `read` stops at the first."""
    found = []
    for variable in VARIABLES:
        try:
            variable.read(env)
        except BadConfiguration as mistake:
            found.append(str(mistake))
    return found


def unknown(env: Mapping[str, str] = os.environ) -> list[str]:
    """Names that look like ours and are none: mostly a slip in writing one."""
    known = {variable.name for variable in VARIABLES}
    return sorted(name for name in env if name.startswith("SAMAAN_") and name not in known)


def table() -> str:
    """The rows of VARIABLES as the Markdown table of docs/configuration.md."""
    rows = [f"| `{v.name}` | {f'`{v.default}`' if v.default else 'empty'} | {v.meaning} |" for v in VARIABLES]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])
