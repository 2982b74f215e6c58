"""The map beside a list of regions: a click chooses in the list and writes the point."""

import json
import re

import pytest
from django import forms
from django.contrib.staticfiles import finders

from samaan.countrypack.forms import CodeField
from samaan.places.widgets import RegionMap
from tests.support import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


class Place(forms.Form):
    region = CodeField("regions", label="Region", required=False, widget=RegionMap(point="point"))
    point = forms.CharField(label="Point", required=False)


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content(f"<form>{Place()}</form>")
    page.add_script_tag(path=finders.find("places/map.js"))
    yield page
    page.close()


def test_a_click_chooses_the_region_and_writes_the_point(page):
    code = cast.region("map")
    page.locator(f"path[data-code={code}]").click()

    assert page.locator("select").input_value() == code
    latitude, longitude = map(float, re.fullmatch(r"(.+), (.+)", page.locator("#id_point").input_value()).groups())
    west, south, east, north = bounds_of(code)
    assert south < latitude < north
    assert west < longitude < east
    assert page.locator("path[data-chosen]").get_attribute("data-code") == code


def bounds_of(code: str) -> tuple[float, float, float, float]:
    features = json.loads((cast.PACK / "boundaries.geojson").read_text())["features"]
    geometry = next(feature["geometry"] for feature in features if feature["id"] == code)
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    points = [point for polygon in polygons for ring in polygon for point in ring]
    longitudes, latitudes = [point[0] for point in points], [point[1] for point in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def test_a_choice_in_the_list_shows_on_the_map(page):
    page.locator("select").select_option(cast.region("list"))

    assert page.locator("path[data-chosen]").get_attribute("data-code") == cast.region("list")
    assert page.locator("#id_point").input_value() == ""
