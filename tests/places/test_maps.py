"""Regions on a map drawn here."""

import re

import pytest
from django import forms
from django.utils import translation

from samaan.places.maps import LEVELS, count_by_region, draw, level_of
from samaan.places.models import MapFrame, Region
from samaan.places.projection import frame_around, middle, outline
from samaan.places.widgets import RegionMap

SQUARE = {
    "type": "Feature",
    "geometry": {"type": "Polygon", "coordinates": [[[-61, 10], [-60, 10], [-60, 11], [-61, 11], [-61, 10]]]},
}


def test_a_place_goes_to_the_map_and_back():
    frame = frame_around([SQUARE])

    longitude, latitude = frame.to_degrees(*frame.to_map(-60.4, 10.7))

    assert (round(longitude, 6), round(latitude, 6)) == (-60.4, 10.7)


def test_north_is_up_and_everything_lies_inside_the_frame():
    frame = frame_around([SQUARE])
    numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", outline(SQUARE, frame))]
    xs, ys = numbers[::2], numbers[1::2]

    assert min(xs) >= 0
    assert max(xs) <= frame.width
    assert min(ys) >= 0
    assert max(ys) <= frame.height
    assert frame.to_map(-60.5, 11)[1] < frame.to_map(-60.5, 10)[1]


def test_the_middle_of_a_square_is_its_middle():
    frame = frame_around([SQUARE])
    x, y = frame.to_map(-60.5, 10.5)

    assert middle(SQUARE, frame) == (round(x, 1), round(y, 1))


@pytest.mark.parametrize(
    ("value", "highest", "level"),
    [(0, 0, 0), (0, 8, 0), (1, 8, 1), (2, 8, 1), (3, 8, 2), (8, 8, LEVELS), (1, 1, LEVELS)],
)
def test_levels(value, highest, level):
    assert level_of(value, highest) == level


@pytest.mark.django_db
def test_the_pack_s_regions_are_drawn_in_the_reader_s_language():
    with translation.override("es"):
        drawn = draw({"TT-POS": 3})

    assert len(drawn.shapes) == 15
    assert (drawn.shapes[0].name, drawn.shapes[0].level) == ("Puerto España", LEVELS)
    assert sum(len(shape.outline) for shape in drawn.shapes) < 12_000


@pytest.mark.django_db
def test_without_outlines_there_is_no_map():
    MapFrame.objects.all().delete()

    assert draw() is None


@pytest.mark.django_db
def test_what_names_no_region_is_in_every_one():
    counted = count_by_region([["TT-POS"], [], ["TT-POS", "TT-XXX"]])

    assert (counted["TT-POS"], counted["TT-TOB"], len(counted)) == (3, 1, 15)


@pytest.mark.django_db
def test_a_withdrawn_code_is_known_to_the_region_that_took_its_place():
    assert Region.objects.get(former_codes__contains=["TT-ETO"]).code == "TT-TOB"


class Form(forms.Form):
    region = forms.ChoiceField(choices=[("TT-POS", "Port of Spain")], widget=RegionMap(point="point"))
    point = forms.CharField()


@pytest.mark.django_db
def test_the_list_stands_without_the_map_and_knows_its_point_field():
    page = str(Form(prefix="where")["region"])

    assert '<select name="where-region"' in page
    assert 'data-point="where-point"' in page
    assert "hidden>" in page
    assert page.count("<path") == 15
