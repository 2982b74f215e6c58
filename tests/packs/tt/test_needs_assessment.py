"""The needs assessment: what is needed how soon, with health and law in compartments of their own."""

import csv

import pytest

from tests.packs.tt.filling import TT, choices, fill, form, questions

FORM = "needs_assessment"
with (TT / "codelists" / "needs.csv").open(encoding="utf-8") as file:
    NEEDS = {row["code"]: row["group"] for row in csv.DictReader(file)}
GROUPS = tuple(dict.fromkeys(NEEDS.values()))
PARTS = {"health": "health", "mind": "health", "legal": "legal"}


def assess(**answers: str):
    return fill(FORM, answers)


def test_every_group_of_needs_is_asked_with_its_needs():
    assert set(choices(FORM, "needs_shelter")) == set(NEEDS)
    for group in GROUPS:
        chosen = [code for code, theirs in NEEDS.items() if theirs == group]
        assert f"needs_{group}" not in assess(**{f"needs_{group}": " ".join(chosen)}).problems
        other = next(code for code, theirs in NEEDS.items() if theirs != group)
        assert f"needs_{group}" in assess(**{f"needs_{group}": other}).problems


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_needed_wants_a_time(group):
    code = next(code for code, theirs in NEEDS.items() if theirs == group)
    assert not assess().asks(f"urgency_{group}")
    assert f"urgency_{group}" in assess(**{f"needs_{group}": code}).missing
    found = assess(**{f"needs_{group}": code, f"urgency_{group}": "emergency"})
    assert f"urgency_{group}" not in found.missing
    assert found.asks(f"emergency_{group}")


@pytest.mark.parametrize(
    ("answers", "needs", "urgency"),
    [
        ({}, "", ""),
        ({"needs_basic": "food", "urgency_basic": "normal"}, "food", "normal"),
        (
            {
                "needs_basic": "food cash",
                "urgency_basic": "normal",
                "needs_shelter": "emergency_shelter",
                "urgency_shelter": "urgent",
            },
            "emergency_shelter food cash",
            "urgent",
        ),
        (
            {
                "needs_children": "alternative_care",
                "urgency_children": "emergency",
                "needs_return": "repatriation",
                "urgency_return": "normal",
            },
            "alternative_care repatriation",
            "emergency",
        ),
        # An urgency left over from a need that was taken back counts no more.
        ({"urgency_basic": "emergency"}, "", ""),
        # Health and law are not seen here.
        ({"needs_health": "medical", "urgency_health": "emergency", "needs_legal": "legal_aid"}, "", ""),
    ],
)
def test_what_care_amounts_to(answers, needs, urgency):
    found = assess(**answers)
    assert (found["care"], found["care_urgency"]) == (needs, urgency)


def test_health_and_law_amount_to_something_in_their_own_compartments():
    found = assess(
        needs_health="medical",
        urgency_health="normal",
        needs_mind="counselling",
        urgency_mind="urgent",
        needs_legal="documentation",
        urgency_legal="emergency",
    )
    assert (found["healing"], found["healing_urgency"]) == ("medical counselling", "urgent")
    assert (found["law"], found["law_urgency"]) == ("documentation", "emergency")
    assert not found.asks("next_emergency")


def test_every_question_of_health_and_law_is_in_its_compartment():
    compartments = form(FORM).compartments
    for group in GROUPS:
        for name in (f"needs_{group}", f"urgency_{group}", f"emergency_{group}", f"note_{group}"):
            assert compartments[questions(FORM)[name].path] == PARTS.get(group, "")
    own = {
        name: compartments[questions(FORM)[name].path] for name in ("issues", "suicide_note", "healing", "law", "care")
    }
    assert own == {"issues": "health", "suicide_note": "health", "healing": "health", "law": "legal", "care": ""}


def test_thoughts_of_suicide_are_answered_at_once():
    assert assess(issues="trauma suicidal_thoughts").asks("suicide_note")
    assert not assess(issues="trauma").asks("suicide_note")


def test_of_a_child_something_else_is_said():
    assert assess(is_child="yes").asks("child_note")
    assert not assess(is_child="no").asks("child_note")
    assert {"is_child", "kind", "first_steps", "review_on"} <= assess().missing
