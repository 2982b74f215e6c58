"""roles.yaml."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.checks import common
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import Shape, each, labels, listing, one_of, record, text


def shape(words: Shape) -> Shape:
    seen = each(listing(text), one_of(vocabulary.COMPARTMENTS))
    role = record(
        {
            "code": text,
            "label": words,
            "description": words,
            "organisation_kinds": listing(text),
            "permissions": listing(one_of(vocabulary.PERMISSIONS), empty=True),
        },
        {"oversight": seen, "never": seen},
    )
    return record({"roles": listing(role)})


def check(source: Source) -> Iterator[Fault]:
    if source.unreadable("roles"):
        return
    content: Row = source.content["roles"]
    yield from shape(labels(*common.languages(source)))(content, content, "")
    found = common.rows(content.get("roles"))
    yield from common.good_codes(found)
    for role in found:
        yield from common.all_known(role, "organisation_kinds", source.codes("organisation_kinds"))
        yield from compartments(role, "oversight")
        yield from compartments(role, "never")
        yield from contradictions(role)


def compartments(role: Row, column: str) -> Iterator[Fault]:
    for record_kind in role.get(column) or () if isinstance(role.get(column), Row) else ():
        yield from common.all_known(role[column], record_kind, vocabulary.COMPARTMENTS.get(record_kind, ()))


def contradictions(role: Row) -> Iterator[Fault]:
    """A seat does not oversee what it must never see."""
    oversight, never = role.get("oversight"), role.get("never")
    if not isinstance(oversight, Row) or not isinstance(never, Row):
        return
    for record_kind in oversight:
        both = set(common.texts(oversight[record_kind])) & set(common.texts(never.get(record_kind)))
        for compartment in sorted(both):
            problem = _("The seat oversees “%(part)s” of a %(record)s and must never see it.") % {
                "part": compartment,
                "record": record_kind,
            }
            yield oversight.fault(record_kind, problem, _("Remove it from one of the two."))
