"""Maps of the regions, drawn on the server: no tiles, no request to anybody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from samaan.places.models import MapFrame, Region
from samaan.places.projection import Frame

LEVELS = 4


@dataclass(frozen=True)
class Shape:
    """One region on a map. `level` 0 has nothing; 1 to 4 go from little to much."""

    code: str
    name: str
    outline: str
    value: int = 0
    level: int = 0
    url: str = ""


@dataclass(frozen=True)
class Map:
    """What a template needs to draw: the frame and its regions, in their order."""

    frame: MapFrame
    shapes: list[Shape]

    @property
    def view_box(self) -> str:
        return f"0 0 {self.frame.width:g} {self.frame.height:g}"


def draw(values: Mapping[str, int] | None = None, urls: Mapping[str, str] | None = None) -> Map | None:
    """The regions with a value and a link each; None where the pack brought no outlines."""
    frame = MapFrame.objects.first()
    if frame is None:
        return None
    values, urls = values or {}, urls or {}
    regions = Region.objects.filter(is_active=True).exclude(outline="")
    highest = max(values.values(), default=0)
    return Map(frame, [shape(region, values.get(region.code, 0), highest, urls) for region in regions])


def shape(region: Region, value: int, highest: int, urls: Mapping[str, str]) -> Shape:
    return Shape(region.code, region.name, region.outline, value, level_of(value, highest), urls.get(region.code, ""))


def level_of(value: int, highest: int) -> int:
    """In which quarter of the highest value this one lies; 0 for nothing."""
    return -(-value * LEVELS // highest) if value > 0 else 0


def count_by_region(places: Iterable[Iterable[str]]) -> dict[str, int]:
    """How many of the given things are in each region; one without regions is in every one."""
    codes = list(Region.objects.filter(is_active=True).values_list("code", flat=True))
    counted = dict.fromkeys(codes, 0)
    for regions in places:
        for code in regions or codes:
            if code in counted:
                counted[code] += 1
    return counted


def as_geojson() -> dict[str, Any]:
    """The outlines in degrees, as the pack brought them to half a thousandth of the country's width."""
    row = MapFrame.objects.first()
    if row is None:
        return {"type": "FeatureCollection", "features": []}
    frame = Frame(row.west, row.north, row.per_degree_x, row.per_degree_y, row.width, row.height)
    regions = Region.objects.filter(is_active=True).exclude(outline="")
    return {"type": "FeatureCollection", "features": [feature(region, frame) for region in regions]}


def feature(region: Region, frame: Frame) -> dict[str, Any]:
    """A region as GeoJSON. Each ring stands for itself: an outline says nothing of holes."""
    rings = [[in_degrees(point, frame) for point in ring.split("L")] for ring in region.outline[1:-1].split("ZM")]
    polygons = [[[*ring, ring[0]]] for ring in rings]
    return {
        "type": "Feature",
        "id": region.code,
        "properties": {"name": region.name},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def in_degrees(point: str, frame: Frame) -> list[float]:
    longitude, latitude = frame.to_degrees(*map(float, point.split()))
    return [round(longitude, 5), round(latitude, 5)]
