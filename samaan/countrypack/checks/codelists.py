"""Code lists and regions."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.checks import common
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source


def check(source: Source) -> Iterator[Fault]:
    lists = source.content["codelists"]
    for name in vocabulary.CODELISTS:
        if name not in lists:
            file = f"codelists/{name}.csv"
            yield Fault(file, 0, "", _("The list is missing."), _("Copy it from another pack and change its words."))
    for name, rows in lists.items():
        yield from one_list(source, name, rows)
    yield from age_bands(lists.get("age_bands", []))
    yield from one_list(source, "regions", source.content["regions"])
    for row in source.content["regions"]:
        yield from common.known(row, "kind", source.codes("region_kinds"))
    yield from boundaries(source)


def one_list(source: Source, name: str, rows: list[Row]) -> Iterator[Fault]:
    complete, _prepared = common.languages(source)
    file = rows[0].file if rows else f"codelists/{name}.csv"
    if not rows and not source.unreadable(file):
        yield Fault(file, 1, "", _("The list is empty."), _("Write at least one line."))
    yield from common.columns(rows, ["code", *complete, "order", "active"])
    yield from common.good_codes(rows)
    for row in rows:
        yield from common.filled(row, complete)
        yield from common.number(row, "order")
        yield from common.yes_no(row, "active")
    for (listed, column), other in vocabulary.CODELIST_REFERENCES.items():
        if listed == name:
            for row in rows:
                yield from common.known(row, column, source.codes(other))


def age_bands(rows: list[Row]) -> Iterator[Fault]:
    yield from common.columns(rows, ["from_age", "to_age", "child"])
    for row in rows:
        yield from common.number(row, "from_age")
        yield from common.number(row, "to_age")
        if row.get("child") not in ("yes", "no", "presumed"):
            remedy = _("Write `yes`, `no`, or `presumed` where the age is not known.")
            yield row.fault("child", _("Whether this is a child is not said."), remedy)
    if rows and "unknown" not in {row.get("code") for row in rows}:
        yield rows[0].fault("code", _("There is no band “unknown”."), _("Add it, with `presumed` under child."))


def boundaries(source: Source) -> Iterator[Fault]:
    """Each region has an outline, and no outline is without a region."""
    if source.unreadable("boundaries.geojson"):
        return
    file, found = "boundaries.geojson", source.content["boundaries"]
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        yield Fault(file, 1, "features", _("This is not a GeoJSON feature collection."), _("Export it again."))
        return
    drawn = {feature.get("id") for feature in features if isinstance(feature, dict)}
    for row in source.content["regions"]:
        if row.get("active") != "no" and row.get("code") not in drawn:
            problem = _("“%(code)s” has no outline in boundaries.geojson.") % {"code": row.get("code")}
            yield row.fault("code", problem, _("Add a feature with this id."))
    for code in sorted(str(code) for code in drawn - source.codes("regions")):
        problem = _("The outline “%(code)s” belongs to no region.") % {"code": code}
        yield Fault(file, 0, "id", problem, _("Add the region to regions.csv, or remove the feature."))
    for feature in features:
        if not is_area(feature):
            code = feature.get("id", "") if isinstance(feature, dict) else ""
            problem = _("The outline “%(code)s” is not an area.") % {"code": code}
            yield Fault(file, 0, "geometry", problem, _("Use Polygon or MultiPolygon with longitude and latitude."))


def is_area(feature: Any) -> bool:
    try:
        geometry = feature["geometry"]
        polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}[geometry["type"]]
        return all(
            -180 <= float(x) <= 180 and -90 <= float(y) <= 90
            for rings in polygons
            for ring in rings
            for x, y, *_more in ring
        )
    except (KeyError, TypeError, ValueError):
        return False
