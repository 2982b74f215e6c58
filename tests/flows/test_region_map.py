"""The map beside a list of regions: a click chooses in the list and writes the point."""

import re

import pytest
from django import forms
from django.contrib.staticfiles import finders

from samaan.countrypack.forms import CodeField
from samaan.places.widgets import RegionMap

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
    page.locator("path[data-code=TT-TOB]").click()

    assert page.locator("select").input_value() == "TT-TOB"
    latitude, longitude = map(float, re.fullmatch(r"(.+), (.+)", page.locator("#id_point").input_value()).groups())
    assert 11.1 < latitude < 11.4
    assert -60.9 < longitude < -60.4
    assert page.locator("path[data-chosen]").get_attribute("data-code") == "TT-TOB"


def test_a_choice_in_the_list_shows_on_the_map(page):
    page.locator("select").select_option("TT-SGE")

    assert page.locator("path[data-chosen]").get_attribute("data-code") == "TT-SGE"
    assert page.locator("#id_point").input_value() == ""
