"""The feedback survey: ten statements, fifty points, satisfied from forty."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packs.tt.filling import fill, form

FORM = "beneficiary_feedback"
STATEMENTS = (
    "reached", "in_time", "understood", "respected", "private", "safe", "informed", "my_choice", "needs_met", "better",
)  # fmt: skip


def answer(*points: int, **more: str):
    given_ = dict(zip(STATEMENTS, map(str, points), strict=False))
    return fill(FORM, {"agrees": "yes", **given_, **more})


@pytest.mark.parametrize(
    ("points", "score", "satisfied", "band"),
    [
        ((4,) * 10, "40", "yes", "satisfied"),
        ((4,) * 9 + (3,), "39", "no", "partly"),
        ((5,) * 10, "50", "yes", "satisfied"),
        ((3,) * 10, "30", "no", "partly"),
        ((3,) * 9 + (2,), "29", "no", "not"),
        ((1,) * 10, "10", "no", "not"),
        # Nine answers are no score, however good they are.
        ((5,) * 9, "", "", ""),
        ((), "", "", ""),
    ],
)
def test_satisfied_from_forty_points(points, score, satisfied, band):
    found = answer(*points)
    assert (found["score"], found["satisfied"], found["band"]) == (score, satisfied, band)


def test_whoever_does_not_want_to_answer_is_asked_nothing_and_counts_nowhere():
    found = answer(*[5] * 10, agrees="no")
    assert not any(found.asks(name) for name in (*STATEMENTS, "good", "sex", "complaint"))
    assert (found["score"], found["satisfied"]) == ("", "")
    assert found.verdict.is_complete


def test_only_the_ten_statements_are_needed():
    assert answer().missing == set(STATEMENTS)
    assert answer(*[3] * 10).verdict.is_complete


def test_nobody_is_asked_who_they_are():
    asked = {found.name for found in form(FORM).root.walk() if found.kind == "text"}
    assert asked == {"good", "bad"}


def test_the_result_is_said():
    assert "39 points of 50; 40 or more count as satisfied." in answer(*[4] * 9, 3).notes("result")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=10, max_size=10))
def test_any_ten_answers_are_summed(points):
    found = answer(*points)
    assert found["score"] == str(sum(points))
    assert (found["satisfied"] == "yes") == (sum(points) >= 40)
