"""The demo's people. They are invented; their passwords and second factors are shown on purpose."""

import json
import os
from pathlib import Path

import yaml
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.db import transaction

from samaan.accounts.models import Organisation, Role, Unit, User

PASSWORD = "samaan-demo-2026"  # noqa: S105  # shown on every page of the demo
USERS = settings.PACKS_DIR / "tt" / "demo" / "users.yaml"


def load(*, reports: int = 120) -> None:
    """Make one account a role and a few more, and write them to `demo-accounts.json` in the data folder.

    The caseload of `reports` invented reports is not there yet: the demo begins with empty lists.
    """
    with transaction.atomic():
        accounts = [account(row) for row in yaml.safe_load(USERS.read_text())["users"]]
    write(settings.CONFIG.data_dir / "demo-accounts.json", accounts)


def account(row: dict) -> dict:
    """One person who can sign in, as the table of demo accounts shows them."""
    user = User.objects.filter(email=row["email"]).first() or User(email=row["email"])
    user.full_name, user.language = row["name"], row["language"]
    user.role = Role.objects.get(code=row["role"])
    user.organisation = Organisation.objects.get(code=row["organisation"])
    user.unit = Unit.objects.get(code=row["unit"]) if row.get("unit") else None
    user.set_password(PASSWORD)
    user.save()
    Authenticator.objects.filter(user=user).delete()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return {
        "role": row["role"],
        "name": row["name"],
        "email": row["email"],
        "password": PASSWORD,
        "totp_secret": secret,
        "organisation": row["organisation"],
    }


def write(path: Path, accounts: list[dict]) -> None:
    """For its owner only."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(accounts, file, ensure_ascii=False, indent=2)
