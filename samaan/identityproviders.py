"""Agencies' own sign-in: the file that names their OpenID Connect providers, read at start and refused when wrong."""

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

NEEDED = ("organisation", "name", "issuer", "client_id", "client_secret")
LISTS = ("factor_amr", "factor_acr")
# What the provider calls a sign-in with more than a password (RFC 8176), unless the file says otherwise.
USUAL_AMR = ("mfa",)


@dataclass(frozen=True)
class IdentityProvider:
    """One provider: it signs in people of one organisation, and nobody else."""

    organisation: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    factor_amr: tuple[str, ...] = USUAL_AMR
    factor_acr: tuple[str, ...] = ()

    def asked_for_factor(self, claims: dict[str, Any]) -> bool:
        """Whether the provider says that it asked for more than a password."""
        amr = claims.get("amr") or []
        methods = {amr} if isinstance(amr, str) else set(amr)
        return bool(methods & set(self.factor_amr)) or claims.get("acr") in self.factor_acr


def read(value: str) -> tuple[IdentityProvider, ...]:
    """The providers in a YAML file that only its owner can read; none for no file. ValueError says what to mend."""
    if not value.strip():
        return ()
    path = Path(value).expanduser()
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError:
        raise ValueError("there is no such file, or it cannot be read") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise ValueError("the file is not YAML in UTF-8") from None
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ValueError(f"the file holds secrets and others can read it; run: chmod 600 {path}")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("the file should hold a list, each entry with organisation, name, issuer and so on")
    found = tuple(provider(row) for row in rows)
    if len({one.organisation for one in found}) < len(found):
        raise ValueError("an organisation has one provider; the file names two")
    return found


def provider(row: dict[str, Any]) -> IdentityProvider:
    for name in NEEDED:
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise ValueError(f"“{name}” is missing for {row.get('organisation') or 'an entry'}")
    for name in row:
        if name not in (*NEEDED, *LISTS):
            raise ValueError(f"“{name}” is not known here")
    refuse_open_line(row["issuer"])
    words = {name: row[name].strip() for name in NEEDED}
    amr = tuple(map(str, row.get("factor_amr", USUAL_AMR) or ()))
    return IdentityProvider(**words, factor_amr=amr, factor_acr=tuple(map(str, row.get("factor_acr") or ())))


def refuse_open_line(issuer: str) -> None:
    """Who somebody is travels under TLS; on this machine it need not."""
    split = urlsplit(issuer)
    if split.scheme != "https" and split.hostname not in ("127.0.0.1", "localhost"):
        raise ValueError(f"the issuer “{issuer}” should begin with https://")
