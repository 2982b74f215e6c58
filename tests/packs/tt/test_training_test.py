"""The training test: the same questions before and after, points, percent and the pass mark."""

import pytest

from tests.packs.tt.filling import choices, fill, questions

FORM = "training_test"
RIGHT = {
    "q_elements": "a",
    "q_child": "c",
    "q_consent": "b",
    "q_border": "a",
    "q_interpreter": "b",
    "q_age": "c",
    "q_help": "b",
    "q_signs": "a",
    "q_reading": "c",
    "q_sharing": "b",
}
WRONG = {name: next(code for code in "abc" if code != right) for name, right in RIGHT.items()}


def sit(right: int, answered: int = 10, phase: str = "after"):
    names = list(RIGHT)[:answered]
    answers = {name: RIGHT[name] if place < right else WRONG[name] for place, name in enumerate(names)}
    return fill(FORM, {"phase": phase, **answers})


@pytest.mark.parametrize(
    ("right", "answered", "score", "percent", "passed"),
    [
        (10, 10, "10", "100", "yes"),
        (7, 10, "7", "70", "yes"),
        (6, 10, "6", "60", "no"),
        (0, 10, "0", "0", "no"),
        (9, 9, "", "", ""),
        (0, 0, "", "", ""),
    ],
)
def test_points_percent_and_the_pass_mark(right, answered, score, percent, passed):
    found = sit(right, answered)
    assert (found["score"], found["percent"], found["passed"]) == (score, percent, passed)


def test_the_same_questions_are_asked_both_times():
    before, after = sit(0, 0, "before"), sit(0, 0, "after")
    assert [before.asks(name) for name in RIGHT] == [after.asks(name) for name in RIGHT] == [True] * 10
    assert set(RIGHT) == {name for name in questions(FORM) if name.startswith("q_")}
    assert sit(7, phase="before")["score"] == sit(7, phase="after")["score"]
    assert all(choices(FORM, name) == ("a", "b", "c") for name in RIGHT)


def test_nobody_passes_or_fails_before_the_training():
    assert sit(10, phase="before").notes("result")[1:] == ["Nobody passes or fails before the training."]
    assert sit(10).notes("result")[1:] == ["That is enough: the mark is 70 %."]
    assert sit(3).asks("again_note")


@pytest.mark.parametrize(
    ("code", "ok"), [("MA07", True), ("ma31", True), ("Ñu07", False), ("M07", False), ("MA7", False)]
)
def test_a_code_instead_of_a_name(code, ok):
    assert ("code" in fill(FORM, {"code": code}).problems) != ok
    assert "code" in sit(10).missing
