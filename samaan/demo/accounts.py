"""The demo's people who sign in. They are invented; their passwords and second factors are shown on purpose."""

import json
from pathlib import Path

import yaml
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from samaan import keyfiles
from samaan.accounts.demonstration import FILE
from samaan.accounts.models import Organisation, Role, Unit, User
from samaan.countrypack import pack
from samaan.countrypack.accounts import check_account

PASSWORD = "samaan-demo-2026"  # noqa: S105  # shown on every page of the demo


def ensure_accounts(pack: Path) -> None:
    """Make the accounts that are missing and write `demo-accounts.json`, for its owner only.

    An account keeps its second factor: whoever scanned it yesterday can sign in today.
    """
    path = settings.CONFIG.data_dir / FILE
    known = {row["email"]: row for row in json.loads(path.read_text())} if path.exists() else {}
    hashed = make_password(PASSWORD)
    with transaction.atomic():
        rows = yaml.safe_load((pack / "demo" / "users.yaml").read_text())["users"]
        accounts = [account(row, known.get(row["email"]), hashed) for row in rows]
    keyfiles.replace_private(path, json.dumps(accounts, ensure_ascii=False, indent=2))


def account(row: dict, known: dict | None, hashed: str) -> dict:
    """One person who can sign in, as the table of demo accounts shows them."""
    user = User.objects.filter(email=row["email"]).first()
    if user is None or known is None:
        user = save_user(user or User(email=row["email"]), row, hashed)
        secret = new_factor(user)
    else:
        secret = known["totp_secret"]
    return {
        "role": row["role"],
        "name": row["name"],
        "email": row["email"],
        "password": PASSWORD,
        "totp_secret": secret,
        "organisation": row["organisation"],
    }


def save_user(user: User, row: dict, hashed: str) -> User:
    user.full_name, user.language = row["name"], row["language"]
    user.role = Role.objects.get(code=row["role"])
    user.organisation = Organisation.objects.get(code=row["organisation"])
    user.unit = Unit.objects.get(code=row["unit"]) if row.get("unit") else None
    user.password = hashed
    # A visitor of the demo is not held up; the profile page shows the code.
    user.conduct_version = pack().staff.code_of_conduct
    check_account(user)
    user.save()
    return user


def new_factor(user: User) -> str:
    """A second factor, as the page that sets one up makes it."""
    Authenticator.objects.filter(user=user).delete()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret
