"""referral_map.yaml."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.checks import common
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import Shape, duration, each, labels, listing, one_of, record, text


def route_shape(words: Shape) -> Shape:
    return record(
        {"need": text, "providers": listing(text)},
        {
            "for_children": listing(text),
            "minimum": listing(text),
            "consent": one_of(vocabulary.CONSENTS),
            "answer_within": each(duration),
            "note": words,
        },
    )


def check(source: Source) -> Iterator[Fault]:
    if source.unreadable("referral_map"):
        return
    content: Row = source.content["referral_map"]
    shape = route_shape(labels(*common.languages(source)))
    defaults = record({"minimum": listing(text), "consent": one_of(vocabulary.CONSENTS)})
    yield from record({"defaults": defaults, "routes": listing(shape)})(content, content, "")
    for row in common.sound([content.get("defaults")], defaults):
        yield from common.all_known(row, "minimum", source.codes("slice_fields"))
    routes = common.rows(content.get("routes"))
    yield from common.good_codes(routes, "need")
    for route in common.sound(routes, shape):
        yield from one_route(source, route)
    yield from needs_without_route(source, routes)


def one_route(source: Source, route: Row) -> Iterator[Fault]:
    yield from common.known(route, "need", source.codes("needs"))
    yield from common.all_known(route, "minimum", source.codes("slice_fields"))
    for column in ("providers", "for_children"):
        yield from common.all_known(route, column, source.codes("organisations"))
        yield from providers_offer_it(source, route, column)
    priorities = source.codes("referral_priorities")
    for level in route.get("answer_within") or ():
        if priorities and level not in priorities:
            problem = _("“%(level)s” is not a priority.") % {"level": level}
            yield route["answer_within"].fault(level, problem, _("See codelists/referral_priorities.csv."))


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
