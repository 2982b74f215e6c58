"""Organisations, units and roles of a pack, written to accounts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from samaan.accounts.models import Organisation, Role, Unit, User
from samaan.countrypack.changes import Change
from samaan.countrypack.faults import Fault, PackFaults
from samaan.countrypack.models import PackVersion
from samaan.countrypack.words import in_language

Content = Mapping[str, Any]


def load_organisations(content: Content) -> list[Change]:
    """Add and change organisations; one that left the pack stays, inactive."""
    changes: list[Change] = []
    for row in content["organisations"]:
        values = {"name": row["name"], "kind": row["kind"], "is_active": row["active"] != "no"}
        changes += save(
            Organisation, "organisation", row["code"], values, _("Organisation “%(name)s”") % {"name": row["name"]}
        )
    listed = {row["code"] for row in content["organisations"]}
    for organisation in Organisation.objects.filter(code__in=formerly("organisations") - listed, is_active=True):
        organisation.is_active = False
        organisation.save(update_fields=["is_active"])
        words = _("Organisation “%(name)s” is no longer in the pack: inactive.") % {"name": organisation.name}
        changes.append(Change(f"organisation:{organisation.code}", words))
    return changes


def load_units(content: Content) -> list[Change]:
    """Add and change units. A unit that left the pack stays: people belong to it."""
    organisations = {organisation.code: organisation for organisation in Organisation.objects.all()}
    changes: list[Change] = []
    for row in content["units"]:
        values = {"name": row["name"], "organisation": organisations[row["organisation"]]}
        changes += save(Unit, "unit", row["code"], values, _("Unit “%(name)s”") % {"name": row["name"]})
    return changes


def load_roles(content: Content) -> list[Change]:
    """Add and change roles; remove those that left the pack, unless somebody holds one."""
    roles = content["roles"]["roles"]
    refuse_to_unseat({role["code"] for role in roles})
    changes: list[Change] = []
    for role in roles:
        values = {
            "labels": dict(role["label"]),
            "descriptions": dict(role["description"]),
            "permissions": list(role["permissions"]),
            "oversight": dict(role.get("oversight") or {}),
            "needs_factor": role.get("second_factor", "needed") == "needed",
            "sealed": dict(role.get("sealed") or {}),
        }
        changes += save(Role, "role", role["code"], values, _("Role “%(name)s”") % {"name": in_language(role["label"])})
    for role in Role.objects.exclude(code__in=[role["code"] for role in roles]):
        changes.append(Change(f"role:{role.pk}", _("Role “%(name)s” is gone.") % {"name": role}))
        role.delete()
    return changes


def refuse_to_unseat(listed: set[str]) -> None:
    held = User.objects.exclude(role__in=listed).values_list("role", flat=True).distinct().order_by("role")
    faults = [
        Fault(
            "roles.yaml",
            0,
            "code",
            _("The role “%(role)s” is gone, and people hold it.") % {"role": code},
            _("Put it back, or give these people another role first."),
        )
        for code in held
    ]
    if faults:
        raise PackFaults(faults)


def save(model: Any, kind: str, code: str, values: dict[str, Any], name: str) -> list[Change]:
    """Create the row or write what differs; the change in words, or nothing."""
    row, created = model.objects.get_or_create(code=code, defaults=values)
    if created:
        return [Change(f"{kind}:{code}", _("%(what)s: new.") % {"what": name})]
    differing = [field for field, value in values.items() if getattr(row, field) != value]
    if not differing:
        return []
    for field in differing:
        setattr(row, field, values[field])
    row.save(update_fields=differing)
    words = _("%(what)s: changed (%(fields)s).") % {"what": name, "fields": ", ".join(differing)}
    return [Change(f"{kind}:{code}", words)]


def formerly(name: str) -> set[str]:
    """The codes that the pack at work lists: what people added by hand is not the pack's to remove."""
    content = PackVersion.objects.filter(is_active=True).values_list("content", flat=True).first()
    return {row["code"] for row in content[name]} if content else set()
