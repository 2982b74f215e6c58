"""Organisations, roles and people, as the country pack words them; roles by the part they play."""

from functools import cache
from itertools import count

from samaan.accounts.models import Organisation, Role, User
from tests.support import cast
from tests.support.cast import PACK

__all__ = ["PACK", "make_organisation", "make_role", "make_user"]

CODE_OF_CONDUCT = cast.file("country.yaml")["staff"]["code_of_conduct"]
numbers = count(1)


@cache
def pack_roles() -> dict:
    return {role["code"]: role for role in cast.file("roles.yaml")["roles"]}


def make_role(part: str) -> Role:
    code = cast.role(part)
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
    code = cast.organisation("unit") if code == "ctu" else code
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
