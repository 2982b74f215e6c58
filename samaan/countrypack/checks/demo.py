"""The demo's accounts fit the pack: their roles, organisations and units exist."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan.countrypack.checks import common, rules
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import listing, record, text

USER = record(
    {"email": text, "name": text, "role": text, "organisation": text, "language": text},
    {"unit": text},
)


def check(source: Source) -> Iterator[Fault]:
    if "users" not in source.demo or source.unreadable("demo/users.yaml"):
        return
    content = source.demo["users"]
    yield from record({"users": listing(USER)})(content, content, "")
    users = common.sound(content.get("users"), USER)
    units = {row.get("code"): row.get("organisation") for row in source.content["units"]}
    for row in users:
        yield from common.email(row, "email")
        if not row["email"].endswith(".example"):
            yield row.fault("email", _("A demo account has an invented address."), _("Let it end in .example."))
        yield from common.known(row, "role", rules.role_codes(source))
        yield from common.known(row, "organisation", source.codes("organisations"))
        yield from common.known(row, "unit", units)
        yield from allowed_there(source, row)
        if row.get("unit") and units.get(row["unit"], row["organisation"]) != row.get("organisation"):
            yield row.fault("unit", _("The unit belongs to another organisation."), _("Correct one of the two."))
    if users:
        for code in sorted(rules.role_codes(source) - {row.get("role") for row in users}):
            problem = _("No demo account has the role “%(role)s”.") % {"role": code}
            yield content.fault("users", problem, _("Add one."))


def allowed_there(source: Source, row: Row) -> Iterator[Fault]:
    """A seat exists only in the kinds of organisation its role names."""
    kinds = {entry.get("code"): entry.get("kind") for entry in source.content["organisations"]}
    kind = kinds.get(row.get("organisation"))
    for role in common.rows(source.content["roles"].get("roles")):
        if kind and role.get("code") == row.get("role") and kind not in common.texts(role.get("organisation_kinds")):
            yield row.fault("role", _("This role has no seat in such an organisation."), _("Choose another role."))
