"""How the text of an environment variable becomes a value. ValueError says what to write instead."""

import ipaddress
import re
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

PACKS = Path(__file__).resolve().parents[1] / "packs"
# A name, an address, `.example.org` for all names under it, or `*`; an IPv6 address stands in brackets.
HOST = re.compile(r"\*|\.?[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:.]+\]")


def path(value: str) -> Path:
    """A folder; it need not be there yet."""
    if not value.strip():
        raise ValueError("name a folder")
    folder = Path(value).expanduser().resolve()
    if folder.exists() and not folder.is_dir():
        raise ValueError("this is a file; name a folder")
    return folder


def file_or_none(value: str) -> Path | None:
    """A file, which need not be there yet; empty for none."""
    if not value.strip():
        return None
    file = Path(value).expanduser().resolve()
    if file.is_dir():
        raise ValueError("this is a folder; name a file")
    return file


def whole_path_or_none(value: str) -> Path | None:
    """A path from the root, taken as it is written; empty for none."""
    if value.strip() and not value.startswith("/"):
        raise ValueError("use a path from the root")
    return Path(value) if value.strip() else None


def descriptor_or_none(value: str) -> int | None:
    """The number of an open file; empty for none."""
    return whole_number(0, 65535)(value) if value.strip() else None


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


def hosts(value: str) -> tuple[str, ...]:
    """At least one host name, none of them with scheme or port."""
    found = words(value)
    if not found:
        raise ValueError("give at least one host name; without one nobody reaches the server")
    for host in found:
        if not HOST.fullmatch(host):
            raise ValueError(f"“{host}” is no host name; write it without http:// and without a port")
    return found


def networks(value: str) -> tuple[str, ...]:
    """IP addresses or networks."""
    found = words(value)
    for address in found:
        try:
            ipaddress.ip_network(address)
        except ValueError:
            raise ValueError(
                f"“{address}” is no IP address; use addresses as 127.0.0.1 or networks as 10.0.0.0/8"
            ) from None
    return found


def sender(value: str) -> str:
    """An e-mail address, with a name before it or without."""
    _, address = parseaddr(value)
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError("use an e-mail address, as Samaan <samaan@example.org>") from None
    if not value.isprintable():
        raise ValueError("write it on one line")
    return value


def mailbox_or_nothing(value: str) -> str:
    """An e-mail address alone, or nothing."""
    if not value:
        return ""
    try:
        validate_email(value)
    except ValidationError:
        raise ValueError("use an e-mail address alone, as bounces@example.org") from None
    return value


def addresses(value: str) -> tuple[str, ...]:
    """E-mail addresses alone, without names."""
    found = words(value)
    for address in found:
        try:
            validate_email(address)
        except ValidationError:
            raise ValueError(f"“{address}” is no e-mail address; write it as name@example.org") from None
    return found


def pack_folder(name: str) -> Path:
    """The folder of a country pack: a path, or a name in `packs/` beside the program."""
    named = Path(name).expanduser()
    return named.resolve() if len(named.parts) > 1 else PACKS / named


def pack(value: str) -> str:
    """A country pack that is there."""
    if not value.strip() or not (pack_folder(value) / "country.yaml").is_file():
        known = ", ".join(sorted(found.parent.name for found in PACKS.glob("*/country.yaml")))
        raise ValueError(
            f"there is no such country pack; use one of {known}, or the path of a folder with country.yaml"
        )
    return value


def url(*schemes: str) -> Callable[[str], str]:
    """An address that starts with one of the schemes and names a host."""

    def parse(value: str) -> str:
        split = split_url(value)
        if split.scheme not in schemes or not split.hostname:
            raise ValueError(f"use an address that starts with {' or '.join(f'{s}://' for s in schemes)}")
        return value

    return parse


def split_url(value: str) -> SplitResult:
    """The parts of an address; a port that is no number is refused here, not at first use."""
    try:
        split = urlsplit(value)
        port = split.port
    except ValueError:
        raise ValueError("the port is not a number from 1 to 65535, or the host is not one") from None
    if port == 0:
        raise ValueError("the port is not a number from 1 to 65535")
    return split


def base_url(value: str) -> str:
    """http(s)://host[:port]; pages are never below a folder."""
    split = split_url(url("http", "https")(value))
    if split.path.strip("/") or split.query or split.fragment or "@" in split.netloc:
        raise ValueError("end it after the host (and port), as https://samaan.example.org")
    return value.rstrip("/")


def database_url(value: str) -> str:
    """postgresql://[administrator[:password]]@host[:port]/database; empty: the embedded server."""
    if not value:
        return value
    split = split_url(url("postgresql", "postgres")(value))
    if not split.path.strip("/") or "/" in split.path.strip("/"):
        raise ValueError("name the database after the last slash")
    if split.query or split.fragment:
        raise ValueError("end it after the database's name")
    return value


def mail_url(value: str) -> str:
    """A mail server or a folder; empty: a folder in the data folder."""
    if not value:
        return value
    split = split_url(value)
    if split.scheme == "file":
        if split.netloc or not split.path.strip("/"):
            raise ValueError("name a folder by its whole path, as file:///var/lib/samaan/mail")
        return value
    if split.scheme not in ("smtp", "smtps") or not split.hostname:
        raise ValueError("use an address that starts with smtp:// or smtps:// or file://")
    query = parse_qs(split.query, keep_blank_values=True)
    if split.path.strip("/") or set(query) - {"tls"} or query.get("tls", ["0"]) not in (["0"], ["1"]):
        raise ValueError("nothing stands after the host and port but ?tls=0")
    return value


FILE_KINDS = ("picture", "document", "sound", "video")


def file_sizes(value: str) -> dict[str, int]:
    """`kind=MB` for each kind of file, separated by commas; in bytes."""
    found = {}
    for word in words(value):
        kind, _, size = word.partition("=")
        if kind not in FILE_KINDS or not size.isascii() or not size.isdigit() or not 1 <= int(size) <= 10_240:
            raise ValueError("write picture=50,document=50,sound=200,video=2048, in megabytes from 1 to 10240")
        found[kind] = int(size) * 1024**2
    if set(found) != set(FILE_KINDS):
        raise ValueError(f"name each of {', '.join(FILE_KINDS)}")
    return found


def clamd(value: str) -> str:
    """The socket of the virus scanner: unix:/path or tcp://host:port; empty for none."""
    if not value or (value.startswith("unix:/") and len(value) > 6):
        return value
    if not value.startswith("tcp://"):
        raise ValueError("use unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310")
    split = split_url(value)
    if not split.hostname or split.path.strip("/"):
        raise ValueError("use tcp://host:port")
    return value


def files_url(value: str) -> str:
    """s3://[key:secret@]host[:port]/bucket[/folder][?region=…&tls=0]; empty: the data folder."""
    if not value:
        return value
    split = split_url(value)
    if split.scheme != "s3" or not split.hostname or not split.path.strip("/"):
        raise ValueError("use s3://key:secret@host/bucket")
    if bool(split.username) != bool(split.password):
        raise ValueError("give both the key and its secret, or neither")
    query = parse_qs(split.query, keep_blank_values=True)
    if set(query) - {"tls", "region"} or query.get("tls", ["0"]) not in (["0"], ["1"]):
        raise ValueError("only ?region=… and ?tls=0 may follow the bucket")
    return value
