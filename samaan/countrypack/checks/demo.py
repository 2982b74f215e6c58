"""The demo's accounts fit the pack: their roles, organisations and units exist."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan.countrypack.checks import common, rules
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source


def check(source: Source) -> Iterator[Fault]:
    if "users" not in source.demo or source.unreadable("demo/users.yaml"):
        return
    users = common.rows(source.demo["users"].get("users"))
    units = {row.get("code"): row.get("organisation") for row in source.content["units"]}
    for row in users:
        yield from needed(row)
        yield from common.known(row, "role", rules.role_codes(source))
        yield from common.known(row, "organisation", source.codes("organisations"))
        yield from common.known(row, "unit", units)
        yield from allowed_there(source, row)
        if row.get("unit") in units and units[row["unit"]] != row.get("organisation"):
            yield row.fault("unit", _("The unit belongs to another organisation."), _("Correct one of the two."))
    if users:
        for code in sorted(rules.role_codes(source) - {row.get("role") for row in users}):
            problem = _("No demo account has the role “%(role)s”.") % {"role": code}
            yield source.demo["users"].fault("users", problem, _("Add one."))


def needed(row: Row) -> Iterator[Fault]:
    for column in ("email", "name", "role", "organisation", "language"):
        if not row.get(column):
            yield row.fault(column, _("“%(name)s” is missing.") % {"name": column}, _("Add it."))
    if not str(row.get("email", "")).endswith(".example"):
        yield row.fault("email", _("A demo account has an invented address."), _("Let it end in .example."))


def allowed_there(source: Source, row: Row) -> Iterator[Fault]:
    """A seat exists only in the kinds of organisation its role names."""
    kinds = {entry.get("code"): entry.get("kind") for entry in source.content["organisations"]}
    kind = kinds.get(row.get("organisation"))
    for role in common.rows(source.content["roles"].get("roles")):
        if kind and role.get("code") == row.get("role") and kind not in common.texts(role.get("organisation_kinds")):
            yield row.fault("role", _("This role has no seat in such an organisation."), _("Choose another role."))
