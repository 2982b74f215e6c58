"""roles.yaml."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.checks import common, sealed
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import Shape, each, labels, listing, one_of, record, text


def role_shape(words: Shape) -> Shape:
    seen = each(listing(text), one_of(vocabulary.COMPARTMENTS))
    return record(
        {
            "code": text,
            "label": words,
            "description": words,
            "organisation_kinds": listing(text),
            "permissions": listing(one_of(vocabulary.PERMISSIONS), empty=True),
        },
        {
            "oversight": seen,
            "never": seen,
            "emergency": each(listing(text), one_of(vocabulary.EMERGENCIES)),
            "second_factor": one_of(vocabulary.SECOND_FACTORS),
            "sealed": sealed.shape(),
        },
    )


def check(source: Source) -> Iterator[Fault]:
    if source.unreadable("roles"):
        return
    content: Row = source.content["roles"]
    shape = role_shape(labels(*common.languages(source)))
    yield from record({"roles": listing(shape)})(content, content, "")
    yield from common.good_codes(common.rows(content.get("roles")))
    for role in common.sound(content.get("roles"), shape):
        yield from common.all_known(role, "organisation_kinds", source.codes("organisation_kinds"))
        yield from compartments(role, "oversight")
        yield from compartments(role, "never")
        yield from compartments(role, "emergency")
        yield from contradictions(role)
        yield from too_much_for_a_password(role)
        yield from sealed.of_role(role)
    yield from sealed.of_all(common.sound(content.get("roles"), shape))


def compartments(role: Row, column: str) -> Iterator[Fault]:
    for record_kind in role.get(column) or ():
        yield from common.all_known(role[column], record_kind, vocabulary.COMPARTMENTS.get(record_kind, ()))


def contradictions(role: Row) -> Iterator[Fault]:
    """A seat neither oversees nor opens in an emergency what it must never see."""
    never = role.get("never") or {}
    for column, message in (
        ("oversight", _("The seat oversees “%(part)s” of a %(record)s and must never see it.")),
        ("emergency", _("The seat opens “%(part)s” of a %(record)s in an emergency and must never see it.")),
    ):
        written: Any = role.get(column) or {}
        for record_kind in written:
            both = set(written[record_kind]) & set(never.get(record_kind, ()))
            for compartment in sorted(both):
                problem = message % {"part": compartment, "record": record_kind}
                yield written.fault(record_kind, problem, _("Remove it from one of the two."))


def too_much_for_a_password(role: Row) -> Iterator[Fault]:
    """A seat that goes without a second factor opens nobody's file."""
    if role.get("second_factor") != "optional":
        return
    opens = set(role["permissions"]) - set(vocabulary.WITHOUT_SECOND_FACTOR)
    if opens or role.get("oversight"):
        problem = _("A password alone must not open files: %(what)s.") % {
            "what": ", ".join(sorted(opens)) or "oversight"
        }
        yield role.fault("second_factor", problem, _("Write `needed`, or take these away from the role."))
