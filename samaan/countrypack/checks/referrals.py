"""referral_map.yaml."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.checks import common
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import Shape, day, duration, each, labels, listing, one_of, record, text


def route_shape(words: Shape) -> Shape:
    return record(
        {"need": text, "providers": listing(text)},
        {
            "for_children": listing(text),
            "minimum": listing(text),
            "consent": one_of(vocabulary.CONSENTS),
            "answer_within": each(duration),
            "note": words,
            "who_may_refer": listing(text),
            "for_whom": one_of(vocabulary.FOR_WHOM),
            "sexes": listing(text),
            "commits_to": each(words),
        },
    )


def map_shape(words: Shape) -> dict[str, Shape]:
    return {"defaults": defaults_shape(), "routes": listing(route_shape(words))}


def defaults_shape() -> Shape:
    needed = {"minimum": listing(text), "consent": one_of(vocabulary.CONSENTS)}
    return record(needed, {"who_may_refer": listing(text)})


def check(source: Source) -> Iterator[Fault]:
    if source.unreadable("referral_map"):
        return
    content: Row = source.content["referral_map"]
    shape = map_shape(labels(*common.languages(source)))
    yield from record(shape, {"holds_from": day, "until_then": record(shape)})(content, content, "")
    yield from one_map(source, content)
    before = content.get("until_then")
    if isinstance(before, Row):
        yield from one_map(source, before)
    if bool(content.get("holds_from")) != bool(before):
        column = "until_then" if before else "holds_from"
        problem = _("“holds_from” and “until_then” belong together.")
        yield content.fault(column, problem, _("Write the day, and the map that holds until then; or neither."))


def one_map(source: Source, content: Row) -> Iterator[Fault]:
    for row in common.sound([content.get("defaults")], defaults_shape()):
        yield from common.all_known(row, "minimum", source.codes("slice_fields"))
        yield from common.all_known(row, "who_may_refer", source.codes("organisation_kinds"))
    routes = common.rows(content.get("routes"))
    yield from common.good_codes(routes, "need")
    for route in common.sound(routes, route_shape(labels(*common.languages(source)))):
        yield from one_route(source, route)
    yield from needs_without_route(source, routes)


def one_route(source: Source, route: Row) -> Iterator[Fault]:
    yield from common.known(route, "need", source.codes("needs"))
    yield from common.all_known(route, "minimum", source.codes("slice_fields"))
    yield from common.all_known(route, "who_may_refer", source.codes("organisation_kinds"))
    yield from common.all_known(route, "sexes", source.codes("sex"))
    yield from commitments_of_named(route)
    for column in ("providers", "for_children"):
        yield from common.all_known(route, column, source.codes("organisations"))
        yield from providers_offer_it(source, route, column)
    priorities = source.codes("referral_priorities")
    for level in route.get("answer_within") or ():
        if priorities and level not in priorities:
            problem = _("“%(level)s” is not a priority.") % {"level": level}
            yield route["answer_within"].fault(level, problem, _("See codelists/referral_priorities.csv."))


def commitments_of_named(route: Row) -> Iterator[Fault]:
    """Only who is asked commits to something."""
    named = {*route.get("providers", ()), *(route.get("for_children") or ())}
    for provider in route.get("commits_to") or ():
        if provider not in named:
            problem = _("“%(provider)s” is not asked for this need.") % {"provider": provider}
            yield route["commits_to"].fault(provider, problem, _("Name it under `providers`, or remove the line."))


def providers_offer_it(source: Source, route: Row, column: str) -> Iterator[Fault]:
    """Who is asked for a need offers a service for it."""
    offered = {row.get("organisation") for row in source.content["services"] if row.get("need") == route.get("need")}
    for provider in route.get(column) or ():
        if provider in source.codes("organisations") and provider not in offered:
            problem = _("“%(provider)s” offers no service for this need.") % {"provider": provider}
            yield route.fault(column, problem, _("Add the service to directory/services.csv, or remove the provider."))


def needs_without_route(source: Source, routes: list[Row]) -> Iterator[Fault]:
    routed = common.texts([route.get("need") for route in routes])
    for row in source.content["codelists"].get("needs", []):
        if row.get("active") != "no" and row.get("code") not in routed:
            problem = _("The referral map does not say who is asked for “%(need)s”.") % {"need": row.get("code")}
            yield row.fault("code", problem, _("Add a route to referral_map.yaml, or make the need inactive."))
