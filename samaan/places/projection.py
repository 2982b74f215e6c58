"""From degrees to the units of the map and back: plate carrée, true at the middle of a small country."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

WIDTH = 1000.0
MARGIN = 12.0

Ring = list[list[float]]


@dataclass(frozen=True)
class Frame:
    """Where the map lies: its north-west corner in degrees, units per degree, and its size in units."""

    west: float
    north: float
    per_degree_x: float
    per_degree_y: float
    width: float
    height: float

    def to_map(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - self.west) * self.per_degree_x, (self.north - latitude) * self.per_degree_y

    def to_degrees(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a place on the map."""
        return self.west + x / self.per_degree_x, self.north - y / self.per_degree_y


def frame_around(features: Iterable[Mapping[str, Any]]) -> Frame:
    """The frame that just holds all features, `WIDTH` units wide."""
    points = [point for feature in features for ring in rings(feature) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    per_degree_x = (WIDTH - 2 * MARGIN) / max(east - west, 1e-6)
    per_degree_y = per_degree_x / squeeze
    return Frame(
        west=west - MARGIN / per_degree_x,
        north=north + MARGIN / per_degree_y,
        per_degree_x=per_degree_x,
        per_degree_y=per_degree_y,
        width=WIDTH,
        height=round((north - south) * per_degree_y + 2 * MARGIN, 1),
    )


def rings(feature: Mapping[str, Any]) -> Iterator[Ring]:
    """Every ring of a polygon or of several."""
    geometry = feature["geometry"]
    several = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in several:
        yield from polygon


def outline(feature: Mapping[str, Any], frame: Frame) -> str:
    """SVG path data, to one decimal: half a kilobyte a region."""
    parts = []
    for ring in rings(feature):
        points = [f"{x:.1f} {y:.1f}" for x, y in (frame.to_map(*point[:2]) for point in ring[:-1])]
        parts.append("M" + "L".join(points) + "Z")
    return "".join(parts)


def middle(feature: Mapping[str, Any], frame: Frame) -> tuple[float, float]:
    """The centre of gravity of the largest ring, where a name or a figure may stand."""
    largest = max(rings(feature), key=lambda ring: abs(area(ring)))
    doubled = 2 * area(largest)
    if not doubled:
        return frame.to_map(*largest[0][:2])
    x = y = 0.0
    for (x1, y1, *_), (x2, y2, *_) in pairwise(largest):
        cross = x1 * y2 - x2 * y1
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    map_x, map_y = frame.to_map(x / (3 * doubled), y / (3 * doubled))
    return round(map_x, 1), round(map_y, 1)


def area(ring: Ring) -> float:
    """Signed area in square degrees."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2
