"""Choosing a region: a list, and with JavaScript a map beside it."""

from typing import Any

from django import forms

from samaan.places.maps import draw


class RegionMap(forms.Select):
    """The list is the accessible way and all there is without JavaScript; a click on the map chooses in it.

    `point` names a text field of the same form that takes the place clicked as `10.642, -61.399`.
    """

    template_name = "places/region_map.html"

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = (), point: str = ""):
        super().__init__(attrs, choices)
        self.point = point

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        prefix = name[: -len(name.rpartition("-")[2])]
        point = f"{prefix}{self.point}" if self.point else ""
        return super().get_context(name, value, attrs) | {"map": draw(), "point": point}
