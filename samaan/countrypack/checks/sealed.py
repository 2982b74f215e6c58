"""What roles.yaml says of sealed fields: who reveals them, who alone, who approves."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.shapes import Shape, each, listing, one_of, record, whole_number
from samaan.countrypack.vocabulary import ALONE, SEALED_CLASSES, SECOND_PERSON


def shape() -> Shape:
    return record(
        {},
        {
            "reveals": each(one_of((ALONE, SECOND_PERSON)), one_of(SEALED_CLASSES)),
            "a_day": whole_number,
            "approves": listing(one_of(SEALED_CLASSES), empty=True),
        },
    )


def of_role(role: Row) -> Iterator[Fault]:
    """A seat has a limit, reveals nothing of what it must never see, and approves nothing it may not do alone."""
    rights: Any = role.get("sealed")
    if not rights:
        return
    reveals = rights.get("reveals") or {}
    if reveals and not rights.get("a_day"):
        yield rights.fault("a_day", _("Nothing says how many a day."), _("Add `a_day` with a whole number."))
    never = role.get("never") or {}
    for code in reveals:
        kind, compartment = SEALED_CLASSES[code]
        if compartment in never.get(kind, ()):
            problem = _("The seat reveals “%(class)s” and must never see “%(part)s” of a %(record)s.")
            words = {"class": code, "part": compartment, "record": kind}
            yield rights.fault("reveals", problem % words, _("Remove it from one of the two."))
    for code in rights.get("approves") or ():
        if reveals.get(code) == SECOND_PERSON:
            problem = _("The seat needs a second person for “%(class)s” and approves it for others.") % {"class": code}
            yield rights.fault("approves", problem, _("Remove it from one of the two."))


def of_all(roles: Iterable[Row]) -> Iterator[Fault]:
    """Whatever a role reveals may need a second person, above the day's limit at least: somebody must approve it."""
    rights = [role["sealed"] for role in roles if role.get("sealed")]
    approved = {code for row in rights for code in row.get("approves") or ()}
    for row in rights:
        for code in row.get("reveals") or {}:
            if code not in approved:
                problem = _("No role approves “%(class)s”.") % {"class": code}
                yield row.fault("reveals", problem, _("Add it to `approves` of a role that is not its user."))
