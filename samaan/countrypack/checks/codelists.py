"""Code lists and regions."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samaan.countrypack import standards, vocabulary
from samaan.countrypack.checks import common, mappings
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source

# A triangle, closed by its first point.
SMALLEST_RING = 3
REGION_COLUMNS = ("kind", "iso_old", "pcode")


def check(source: Source) -> Iterator[Fault]:
    lists = source.content["codelists"]
    for name in vocabulary.CODELISTS:
        if name not in lists:
            file = f"codelists/{name}.csv"
            yield Fault(file, 0, "", _("The list is missing."), _("Copy it from another pack and change its words."))
    for name, rows in lists.items():
        yield from one_list(source, name, rows)
    yield from age_bands(lists.get("age_bands", []))
    for row in lists.get("organisation_kinds", []):
        yield from common.yes_no(row, "outside_government")
    yield from one_list(source, "regions", source.content["regions"])
    yield from common.columns(source.content["regions"], ["kind"])
    for row in source.content["regions"]:
        yield from common.known(row, "kind", source.codes("region_kinds"))
        yield from common.short(row, "code", 10)
        yield from common.short(row, "pcode", 20)
    yield from boundaries(source)


def one_list(source: Source, name: str, rows: list[Row]) -> Iterator[Fault]:
    complete, prepared = common.languages(source)
    file = "regions.csv" if name == "regions" else f"codelists/{name}.csv"
    if not rows and not source.unreadable(file):
        yield Fault(file, 1, "", _("The list is empty."), _("Write at least one line."))
    references = [column for listed, column in vocabulary.CODELIST_REFERENCES if listed == name]
    yield from common.columns(rows, ["code", *complete, *references, "order", "active"])
    more = REGION_COLUMNS if name == "regions" else (*standards.MAPPINGS, *vocabulary.COLUMNS.get(name, ()))
    known = ["code", *complete, *prepared, "order", "active", *more]
    yield from common.only(source, file, known, may_have_more=name != "regions")
    yield from common.good_codes(rows)
    yield from mappings.check(name, rows)
    yield from missing_codes(source, name, rows)
    for row in rows:
        yield from common.filled(row, complete)
        yield from common.number(row, "order", most=1_000_000)
        yield from common.yes_no(row, "active")
    for (listed, column), other in vocabulary.CODELIST_REFERENCES.items():
        if listed == name:
            for row in rows:
                yield from common.known(row, column, source.codes(other))


def missing_codes(source: Source, name: str, rows: list[Row]) -> Iterator[Fault]:
    """The program itself gives and asks for some codes: they may be worded and made inactive, not left out."""
    listed = {row.get("code") for row in rows}
    for code in vocabulary.COUNTED_ON.get(name, ()) if rows else ():
        if code not in listed:
            problem = _("“%(code)s” is missing, and Samaan counts on it.") % {"code": code}
            yield rows[0].fault(
                "code", problem, _("Add a line for it, with `no` under active if nobody may choose it.")
            )


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
    yield from outlines_of(source, [feature for feature in features if isinstance(feature, dict)])
    for feature in features:
        if not is_area(feature):
            code = feature.get("id", "") if isinstance(feature, dict) else ""
            problem = _("The outline “%(code)s” is not an area.") % {"code": code}
            yield Fault(file, 0, "geometry", problem, _("Use Polygon or MultiPolygon with longitude and latitude."))


def outlines_of(source: Source, features: list[dict]) -> Iterator[Fault]:
    """One outline for each region that is at work, and none for anything else."""
    file = "boundaries.geojson"
    drawn = [str(feature.get("id")) for feature in features]
    for row in source.content["regions"]:
        if row.get("active") != "no" and row.get("code") not in drawn:
            problem = _("“%(code)s” has no outline in boundaries.geojson.") % {"code": row.get("code")}
            yield row.fault("code", problem, _("Add a feature with this id."))
    for code in sorted(set(drawn) - source.codes("regions")):
        problem = _("The outline “%(code)s” belongs to no region.") % {"code": code}
        yield Fault(file, 0, "id", problem, _("Add the region to regions.csv, or remove the feature."))
    for code in sorted({code for code in drawn if drawn.count(code) > 1}):
        problem = _("The outline “%(code)s” is given twice.") % {"code": code}
        yield Fault(file, 0, "id", problem, _("Put all its areas into one feature, as a MultiPolygon."))


def is_area(feature: Any) -> bool:
    try:
        geometry = feature["geometry"]
        polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}[geometry["type"]]
        rings = [ring for polygon in polygons for ring in polygon]
        return (
            len(rings) > 0
            and all(len(ring) > SMALLEST_RING for ring in rings)
            and all(-180 <= float(x) <= 180 and -90 <= float(y) <= 90 for ring in rings for x, y, *_more in ring)
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return False
