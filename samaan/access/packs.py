"""What access keeps of a country pack: the walls and emergencies of its roles, and the event of its loading."""

from collections.abc import Iterator, Mapping
from typing import Any

from samaan.access import context, principals
from samaan.access.models import SeatRule
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.countrypack.changes import Change
from samaan.countrypack.models import PackVersion

Key = tuple[str, str, str, str]
RULES = ("never", "emergency")


def keep_seat_rules(content: Mapping[str, Any]) -> list[Change]:
    """Write what roles must never be given and may open in an emergency; only what differs, for access follows it."""
    wanted = set(seat_rules(content))
    with context.acting(context.of_job("administration")):
        known = {(row.rule, row.role, row.record_kind, row.compartment): row.pk for row in SeatRule.objects.all()}
        SeatRule.objects.filter(pk__in=[known[key] for key in set(known) - wanted]).delete()
        SeatRule.objects.bulk_create(
            SeatRule(rule=rule, role=role, seat=principals.seat_number(role), record_kind=kind, compartment=compartment)
            for rule, role, kind, compartment in sorted(wanted - set(known))
        )
    return []


def seat_rules(content: Mapping[str, Any]) -> Iterator[Key]:
    for role in content["roles"]["roles"]:
        for rule in RULES:
            for kind, compartments in (role.get(rule) or {}).items():
                yield from ((rule, role["code"], kind, compartment) for compartment in compartments)


def note_pack(version: PackVersion, by: User | None) -> None:
    """Append it, whoever is acting: a command of the machine acts as nobody."""
    kind = "pack.rolled_back" if version.back_to_id else "pack.loaded"
    said: dict[str, Any] = {"version": version.pk, "checksum": version.checksum, "changes": len(version.changes)}
    if version.back_to_id:
        said["back_to"] = version.back_to_id
    with context.acting(context.of_job("administration")):
        stream.append(kind, by=by, **said)
