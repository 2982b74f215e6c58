"""A demonstration offers its accounts on the sign-in page, passwords and all. Nothing else ever does."""

import json
from dataclasses import dataclass

from django.conf import settings

from samaan.accounts.models import Role

FILE = "demo-accounts.json"


@dataclass(frozen=True)
class DemoAccount:
    """Somebody invented whom a visitor may sign in as."""

    role: Role
    name: str
    email: str
    password: str


def accounts() -> list[DemoAccount]:
    """Those the demo wrote down when it made them, in its order; none outside a demo."""
    path = settings.CONFIG.data_dir / FILE
    if not settings.DEMO or not path.exists():
        return []
    roles = Role.objects.in_bulk()
    return [
        DemoAccount(roles[row["role"]], row["name"], row["email"], row["password"])
        for row in json.loads(path.read_text())
        if row["role"] in roles
    ]


def chosen(email: str | None) -> DemoAccount | None:
    """The account with this address, if it is one of the demo's."""
    return next((account for account in accounts() if account.email == email), None) if email else None
