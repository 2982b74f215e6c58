"""The initial risk assessment: which level the answers point to. Whoever fills it in decides."""

import pytest

from tests.packs.tt.filling import fill, questions

FORM = "initial_risk"
NOW = ("danger_now", "knows_where", "threatened", "self_harm")
OF_CHILD = "child_unprotected"
WEIGHTS = {
    "contact": 2,
    "earlier_violence": 2,
    "organised": 2,
    "official": 2,
    "debt": 1,
    "holds": 1,
    "family_reach": 2,
    "must_go_back": 2,
    "alone": 1,
    "no_income": 1,
    "status": 1,
    "dependants": 1,
}
ALL_NO = {"is_child": "no"} | dict.fromkeys((*NOW, *WEIGHTS), "no")
CHILD = {"is_child": "yes", OF_CHILD: "no"}


def assess(*answers: dict[str, str]):
    return fill(FORM, {name: text for given in answers for name, text in given.items()})


def yes(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "yes")


def unknown(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "unknown")


def test_every_danger_is_in_the_table_above():
    selects = {name: found.offer.list for name, found in questions(FORM).items() if found.offer}
    asked = {name for name, choices in selects.items() if choices == "yes_no_unknown"}
    assert asked == {*NOW, OF_CHILD, *WEIGHTS}


@pytest.mark.parametrize(
    ("answers", "points", "level"),
    [
        # Nothing is suggested before every danger was looked at …
        ({}, "0", ""),
        ({"is_child": "no"}, "0", ""),
        (ALL_NO | {"debt": ""}, "0", ""),
        (ALL_NO | {"is_child": "yes"}, "0", ""),
        # … but for one that is there now.
        ({"danger_now": "yes"}, "0", "high"),
        ({"self_harm": "yes"}, "0", "high"),
        (CHILD | {OF_CHILD: "yes"}, "0", "high"),
        (ALL_NO, "0", "low"),
        (ALL_NO | CHILD, "0", "low"),
        (ALL_NO | yes("contact"), "2", "low"),
        (ALL_NO | yes("contact", "debt"), "3", "medium"),
        (ALL_NO | yes("contact", "official", "organised", "alone"), "7", "medium"),
        (ALL_NO | yes("contact", "official", "organised", "family_reach"), "8", "high"),
        (yes("contact", "official", "organised", "family_reach"), "8", "high"),
        # What is not known may hide a danger.
        (ALL_NO | unknown("contact", "official", "debt"), "0", "low"),
        (ALL_NO | unknown("contact", "official", "debt", "knows_where"), "0", "medium"),
    ],
)
def test_the_level_that_the_answers_point_to(answers, points, level):
    found = assess(answers)
    assert (found["risk_points"], found["risk_suggested"]) == (points, level)


@pytest.mark.parametrize("name", WEIGHTS)
def test_each_danger_has_its_weight(name):
    assert assess(ALL_NO, yes(name))["risk_points"] == str(WEIGHTS[name])


@pytest.mark.parametrize("name", NOW)
def test_one_danger_that_is_there_now_is_enough(name):
    found = assess(ALL_NO, yes(name))
    assert found["risk_suggested"] == "high"
    assert found.asks("act_now")


def test_of_an_adult_nobody_asks_who_protects_the_child():
    assert not assess(ALL_NO, {OF_CHILD: "yes"}).asks(OF_CHILD)
    assert assess(ALL_NO, {OF_CHILD: "yes"})["risk_suggested"] == "low"
    assert OF_CHILD in assess({"is_child": "yes"}).missing


@pytest.mark.parametrize(("level", "wanted"), [("low", False), ("medium", True), ("high", True)])
def test_another_level_than_suggested_wants_a_reason(level, wanted):
    assert ("risk_reason" in assess(ALL_NO, {"risk_level": level}).missing) == wanted


def test_the_officers_own_level_is_the_one_that_is_stored():
    stored = questions(FORM)["risk_level"].of_samaan.stored_as, questions(FORM)["risk_suggested"].of_samaan.stored_as
    assert stored == ("case.risk_level", "risk.suggested")
    assert "risk_level" in assess(ALL_NO).missing


def test_it_says_what_the_suggestion_rests_on():
    assert assess(ALL_NO, yes("contact", "debt"), unknown("status")).notes("result") == [
        "The answers point to a medium risk.",
        "The other dangers count 3 points: 3 or more are medium, 8 or more high.",
        "Not known: 1. Ask again within days: what is not known may hide a danger.",
    ]


def test_it_is_looked_at_again_later():
    assert "review_on" in assess({"assessed_on": "2026-11-24", "review_on": "2026-11-24"}).problems
    assert "review_on" not in assess({"assessed_on": "2026-11-24", "review_on": "2026-12-01"}).problems
