"""The three elements, the age that counts, and what is said to be missing: the whole table, and any answers at all."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaan.intake.instrument import INSTRUMENT, Option
from samaan.intake.instrument.elements import ACT, ITEMS, MEANS, PURPOSE
from samaan.intake.screening_findings import (
    State,
    Suggestion,
    age_of,
    element_of,
    finding,
    missing,
    suggest,
)

TODAY = date(2026, 11, 24)
ACTS = ("recruitment", "transportation", "transfer", "harbouring", "receipt")
LISTS = {
    "acts": ACTS,
    "means": ("force", "coercion", "deception"),
    "purposes": ("sexual_exploitation", "forced_labour"),
}
P, A, N = State.PRESENT, State.ABSENT, State.INSUFFICIENT


def lists(name):
    return [Option(code, code) for code in LISTS.get(name, ())]


def look(answers):
    return finding(answers, lists, today=TODAY)


def all_of(element, state):
    return {f"{element}_{item.code}": state for item in lists(ITEMS[element])}


ADULT = {
    (act, means, purpose): Suggestion.MET
    if (act, means, purpose) == (P, P, P)
    else Suggestion.NOT_MET
    if A in (act, means, purpose)
    else Suggestion.OPEN
    for act, means, purpose in product(State, repeat=3)
}


@pytest.mark.parametrize(("act", "means", "purpose"), list(product(State, repeat=3)))
def test_an_adult_needs_act_means_and_purpose(act, means, purpose):
    assert suggest(act, means, purpose, child=False) == ADULT[act, means, purpose]


@pytest.mark.parametrize(
    ("act", "purpose", "expected"),
    [
        (P, P, Suggestion.MET),
        (P, A, Suggestion.NOT_MET),
        (P, N, Suggestion.OPEN),
        (A, P, Suggestion.NOT_MET),
        (A, A, Suggestion.NOT_MET),
        (A, N, Suggestion.NOT_MET),
        (N, P, Suggestion.OPEN),
        (N, A, Suggestion.NOT_MET),
        (N, N, Suggestion.OPEN),
    ],
)
@pytest.mark.parametrize("means", list(State))
def test_a_child_needs_act_and_purpose_whatever_the_means(act, means, purpose, expected):
    assert suggest(act, means, purpose, child=True) == expected


@pytest.mark.parametrize("states", list(product(["present", "absent", "insufficient", ""], repeat=3)))
def test_an_element_is_present_with_one_item_and_absent_only_with_all(states):
    answers = {f"means_{item}": state for item, state in zip(LISTS["means"], states, strict=True)}
    expected = P if "present" in states else A if set(states) == {"absent"} else N
    assert element_of(MEANS, answers, LISTS["means"]).state == expected


def test_an_element_without_items_is_not_absent():
    assert element_of(MEANS, {}, ()).state == N


@pytest.mark.parametrize(
    ("answers", "years", "is_child", "presumed"),
    [
        ({}, None, True, True),
        ({"age": 17}, 17, True, False),
        ({"age": 18}, 18, False, False),
        ({"age": 0}, 0, True, False),
        ({"birth_date": "2008-11-24"}, 18, False, False),
        ({"birth_date": "2008-11-25"}, 17, True, False),
        ({"birth_date": "2008-11-25", "age": 30}, 17, True, False),
        ({"birth_date": "2027-01-01"}, None, True, True),
        ({"birth_date": "nonsense", "age": 19}, 19, False, False),
        ({"age": 19, "age_doubt": "yes"}, 19, True, True),
        ({"age": 19, "age_doubt": "yes", "age_basis": "stated"}, 19, True, True),
        ({"age": 19, "age_doubt": "yes", "age_basis": "assessed"}, 19, False, False),
        ({"age": 19, "age_doubt": "yes", "age_basis": "document"}, 19, False, False),
        ({"age": 19, "age_doubt": "no"}, 19, False, False),
        ({"age_basis": "assessed"}, None, True, True),
    ],
)
def test_the_age_that_counts(answers, years, is_child, presumed):
    age = age_of(answers, today=TODAY)
    assert (age.years, age.is_child, age.presumed) == (years, is_child, presumed)


def test_born_on_the_29th_of_february_one_comes_of_age_on_the_1st_of_march():
    answers = {"birth_date": "2008-02-29"}
    assert age_of(answers, today=date(2026, 2, 28)).is_child
    assert not age_of(answers, today=date(2026, 3, 1)).is_child


def test_an_unknown_age_says_that_the_result_rests_on_it():
    answers = {"act_receipt": "present", "purpose_forced_labour": "present"}
    found = look(answers)
    assert found.suggestion is Suggestion.MET
    assert "treated as a child" in str(found.reasons[0])
    assert "rests on treating the person as a child" in str(found.reasons[-1])
    assert not found.element(MEANS).required


def test_with_a_means_nothing_rests_on_the_age():
    answers = {"act_receipt": "present", "means_force": "present", "purpose_forced_labour": "present"}
    assert "rests on" not in " ".join(map(str, look(answers).reasons))


def test_the_same_answers_of_an_adult_leave_it_open():
    found = look({"age": 30, "act_receipt": "present", "purpose_forced_labour": "present"})
    assert found.suggestion is Suggestion.OPEN
    assert "Not enough is known about how it was done." in map(str, found.reasons)


def test_not_trafficking_does_not_mean_no_protection():
    found = look({"age": 30, **all_of(ACT, "present"), **all_of(MEANS, "absent")})
    assert found.suggestion is Suggestion.NOT_MET
    assert str(found.reasons[-1]) == "The person may still need protection for another reason."


state = st.sampled_from(["present", "absent", "insufficient", "", None])
codes = [f"{element}_{item}" for element, name in ITEMS.items() for item in LISTS[name]]
answered = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(codes, state),
        "age": st.one_of(st.none(), st.integers(0, 120)),
        "birth_date": st.dates(TODAY - timedelta(days=40000), TODAY).map(date.isoformat),
        "age_doubt": st.sampled_from(["yes", "no", ""]),
        "age_basis": st.sampled_from(["document", "stated", "estimated", "assessed", "unknown"]),
    },
)


@given(answered)
def test_the_rule_holds_for_any_answers(answers):
    found = look(answers)
    act, means, purpose = (found.element(code).state for code in (ACT, MEANS, PURPOSE))
    needed = [act, purpose] if found.age.is_child else [act, means, purpose]
    assert (found.suggestion is Suggestion.MET) == (set(needed) == {P})
    assert (found.suggestion is Suggestion.NOT_MET) == (A in needed)
    assert found.element(MEANS).required != found.age.is_child
    assert all(str(reason) for reason in found.reasons)


@given(answered, st.sampled_from(codes))
def test_finding_one_more_item_never_makes_it_less_likely(answers, code):
    order = [Suggestion.NOT_MET, Suggestion.OPEN, Suggestion.MET]
    before, after = look(answers), look({**answers, code: "present"})
    assert order.index(after.suggestion) >= order.index(before.suggestion)


@given(answered)
def test_a_child_is_never_worse_off_than_an_adult(answers):
    order = [Suggestion.NOT_MET, Suggestion.OPEN, Suggestion.MET]
    bare = {name: value for name, value in answers.items() if not name.startswith(("age", "birth"))}
    child, adult = look({**bare, "age": 17}), look({**bare, "age": 18})
    assert order.index(child.suggestion) >= order.index(adult.suggestion)


def lacks(answers):
    return [(lack.section.code, lack.question.code) for lack in missing(answers, lists, found=look(answers))]


def test_of_a_child_no_means_is_missing():
    assert "means" not in {section for section, _question in lacks({"age": 12})}
    assert "means" in {section for section, _question in lacks({"age": 20})}


def test_what_is_said_to_be_present_must_be_shown():
    answers = {"age": 20, "act_receipt": "present"}
    assert ("act", "act_receipt_note") in lacks(answers)
    assert ("act", "act_receipt_note") not in lacks({**answers, "act_receipt_note": "The landlord told us."})


def test_a_child_who_sat_alone_is_noted():
    assert ("consent", "support_person") in lacks({"age": 12, "support_person": "none"})
    assert ("consent", "support_person") not in lacks({"age": 30, "support_person": "none"})


def test_a_child_does_not_consent_alone():
    assert ("consent", "consent") in lacks({"age": 12, "consent": "consents"})
    assert ("consent", "consent") not in lacks({"age": 12, "consent": "assents", "consent_authority": "Her aunt"})


def test_the_first_missing_thing_is_consent_and_everything_missing_has_words():
    found = missing({}, lists, found=look({}))
    assert next(lack.section.code for lack in found) == "consent"
    assert all(str(lack.words) for lack in found)


def test_every_question_has_a_code_of_its_own():
    codes = [question.code for _section, question in INSTRUMENT.questions(lists)]
    assert len(codes) == len(set(codes))
    assert max(map(len, codes)) <= 60
