"""retention.yaml."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.checks import common, rules
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import (
    Shape,
    anything,
    duration,
    labels,
    listing,
    one_of,
    period,
    record,
    suggest,
    text,
    yes_or_no,
)

KINDS = tuple(vocabulary.RETAINED_FROM)


def class_shape(words: Shape) -> Shape:
    return record(
        {
            "code": text,
            "label": words,
            "record": one_of(KINDS),
            "from": text,
            "keep": period,
            "basis": words,
            "confirmed": yes_or_no,
        },
        {"when": listing(anything, empty=True), "at_least": period},
    )


def check(source: Source) -> Iterator[Fault]:
    if source.unreadable("retention"):
        return
    content: Row = source.content["retention"]
    shape = class_shape(labels(*common.languages(source)))
    whole = record(
        {"classes": listing(shape), "own_data": record({"answer_within": duration})},
        {"forms_from_phones": record({"file_within": duration})},
    )
    yield from whole(content, content, "")
    yield from common.good_codes(common.rows(content.get("classes")))
    sound = common.sound(content.get("classes"), shape)
    for row in sound:
        yield from one_class(source, row)
    yield from every_kind_has_a_last_class(sound)


def one_class(source: Source, row: Row) -> Iterator[Fault]:
    kind = row["record"]
    offered = vocabulary.RETAINED_FROM[kind]
    if row["from"] not in offered:
        problem = _("A clock of a %(record)s does not run from “%(word)s”.") % {"record": kind, "word": row["from"]}
        yield row.fault("from", problem, suggest(row["from"], list(offered)))
    if row["from"] == "birth" and not row.get("at_least"):
        problem = _("Somebody may be that old on the day their case is closed.")
        yield row.fault("at_least", problem, _("Say how long at least it is kept after closing: at_least: 7y."))
    yield from rules.conditions(source, row, {kind}, vocabulary.RETAINED_FACTS)


def every_kind_has_a_last_class(found: list[Row]) -> Iterator[Fault]:
    """A record no class fits would be kept for ever, and one that stands after a class for all never counts."""
    for kind in KINDS:
        of_kind = [row for row in found if row["record"] == kind]
        for_all = [row for row in of_kind if not row.get("when")]
        if of_kind and not for_all:
            problem = _("Some %(record)ss have no class and would be kept for ever.") % {"record": kind}
            yield of_kind[-1].fault("when", problem, _("Add a last class without conditions."))
        for row in of_kind[of_kind.index(for_all[0]) + 1 :] if for_all else ():
            problem = _("The class “%(code)s” before it takes every %(record)s.") % {
                "code": for_all[0]["code"],
                "record": kind,
            }
            yield row.fault("code", problem, _("Move the class without conditions to the end."))
