"""The self-sufficiency matrix: points and their mean over the areas that concern the person."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packs.tt.filling import choices, fill

FORM = "self_sufficiency"
AREAS = choices(FORM, "goals")
OF_PARENTS = ("child_care", "children_school", "parenting")
OTHERS = tuple(area for area in AREAS if area not in OF_PARENTS)


def rate(children: str = "yes", **steps: int):
    return fill(FORM, {"has_children": children, **{f"at_{area}": str(step) for area, step in steps.items()}})


def test_there_are_sixteen_areas():
    assert len(AREAS) == 16
    assert choices(FORM, "at_housing") == ("1", "2", "3", "4", "5")
    assert choices(FORM, "moment") == ("initial", "interim", "exit")


@pytest.mark.parametrize(
    ("children", "steps", "rated", "total", "mean", "below"),
    [
        ("yes", {}, "0", "", "", "0"),
        ("yes", {"housing": 1}, "1", "1", "1", "1"),
        ("yes", {"housing": 2, "income": 3}, "2", "5", "2.5", "1"),
        ("yes", {"housing": 5, "income": 4, "food": 4}, "3", "13", "4.33", "0"),
        ("yes", dict.fromkeys(AREAS, 5), "16", "80", "5", "0"),
        ("no", dict.fromkeys(AREAS, 5), "13", "65", "5", "0"),
        ("no", {"parenting": 1, "housing": 4}, "1", "4", "4", "0"),
        ("yes", dict.fromkeys(AREAS, 1), "16", "16", "1", "16"),
    ],
)
def test_what_the_steps_amount_to(children, steps, rated, total, mean, below):
    found = rate(children, **steps)
    assert [found[name] for name in ("rated", "total", "mean", "below_safe")] == [rated, total, mean, below]


def test_an_area_that_does_not_concern_the_person_is_not_asked():
    assert [rate("no").asks(f"at_{area}") for area in OF_PARENTS] == [False] * 3
    assert all(rate("no").asks(f"at_{area}") for area in OTHERS)


def test_the_number_does_not_decide():
    assert rate(housing=3).asks("none_below")
    assert not rate(housing=2).asks("none_below")
    assert "self_view" in fill(FORM, {"moment": "exit"}).missing
    assert "self_view" not in fill(FORM, {"moment": "initial"}).missing


def test_the_person_chooses_goals():
    assert not rate().asks("steps_agreed")
    found = fill(FORM, {"goals": "housing legal"})
    assert "goals" not in found.problems
    assert found.asks("steps_agreed")


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from(OTHERS), st.integers(1, 5)))
def test_any_steps_are_counted_as_they_are(steps):
    found = rate("no", **steps)
    assert found["rated"] == str(len(steps))
    assert found["total"] == (str(sum(steps.values())) if steps else "")
    if steps:
        assert float(found["mean"]) == pytest.approx(sum(steps.values()) / len(steps), abs=0.0051)
