"""Organisations, roles and people, as the pack of Trinidad and Tobago words them."""

from functools import cache
from itertools import count
from pathlib import Path

import yaml

from samaan.accounts.models import Organisation, Role, User

PACK = Path(__file__).parents[2] / "packs" / "tt"
CODE_OF_CONDUCT = yaml.safe_load((PACK / "country.yaml").read_text())["staff"]["code_of_conduct"]
numbers = count(1)


@cache
def pack_roles() -> dict:
    return {role["code"]: role for role in yaml.safe_load((PACK / "roles.yaml").read_text())["roles"]}


def make_role(code: str) -> Role:
    wording = pack_roles()[code]
    role, _ = Role.objects.get_or_create(
        code=code,
        defaults={
            "labels": wording["label"],
            "permissions": wording["permissions"],
            "oversight": wording.get("oversight") or {},
            "needs_factor": wording.get("second_factor") != "optional",
            "sealed": wording.get("sealed") or {},
        },
    )
    return role


def make_organisation(code: str = "ctu", **fields) -> Organisation:
    fields = {"name": code.upper(), "kind": "ctu" if code == "ctu" else "partner"} | fields
    return Organisation.objects.get_or_create(code=code, defaults=fields)[0]


def make_user(role: str = "investigator", organisation: str | Organisation = "ctu", **fields) -> User:
    """A colleague with an invented name; every oversight role exists, so that records are overseen."""
    for code, wording in pack_roles().items():
        if wording.get("oversight"):
            make_role(code)
    number = next(numbers)
    if isinstance(organisation, str):
        organisation = make_organisation(organisation)
    fields = {
        "full_name": f"{role.replace('_', ' ').title()} {number}",
        "conduct_version": CODE_OF_CONDUCT,
    } | fields
    return User.objects.create(
        email=fields.pop("email", f"person{number}@example.org"),
        role=make_role(role),
        organisation=organisation,
        **fields,
    )
