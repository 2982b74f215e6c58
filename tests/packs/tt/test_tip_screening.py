"""The screening: who counts as a child, what the three elements amount to, what is asked of whom."""

from datetime import UTC, datetime, timedelta

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packs.tt.filling import NOW, TT, choices, fill, form, questions

FORM = "tip_screening"
ACTS = ("recruitment", "transportation", "transfer", "harbouring", "receipt")
MEANS = (
    "force", "coercion", "abduction", "fraud", "deception", "abuse_of_power", "abuse_of_vulnerability", "payments",
)  # fmt: skip
PURPOSES = (
    "prostitution_of_others", "sexual_exploitation", "forced_labour", "slavery", "servitude", "organ_removal",
    "forced_criminality", "forced_begging", "forced_marriage", "illegal_adoption", "other",
)  # fmt: skip
ITEMS = {"act": ACTS, "means": MEANS, "purpose": PURPOSES}

ADULT = {"consent": "consents", "birth_date": "1996-05-01", "age_basis": "document"}
CHILD = {"consent": "assents", "age": "15", "age_basis": "stated"}
UNKNOWN = {"consent": "consents", "age_basis": "unknown"}
DOUBTED = {"consent": "consents", "age": "19", "age_basis": "stated", "age_doubt": "yes"}
PERSONS = {"adult": ADULT, "child": CHILD, "unknown": UNKNOWN, "doubted": DOUBTED}


def states(act: str = "", means: str = "", purpose: str = "") -> dict[str, str]:
    """Answers that leave each element in a state: one item present, each absent, or each answered as not enough."""
    answers = {}
    for element, state in (("act", act), ("means", means), ("purpose", purpose)):
        items = ITEMS[element][:1] if state == "present" else ITEMS[element]
        answers |= {f"{element}_{item}": state for item in items if state}
    return answers


def screen(*answers: dict[str, str], now: datetime = NOW, language: str = "en"):
    return fill(FORM, {name: text for given in answers for name, text in given.items()}, now=now, language=language)


def test_its_sections_stand_in_their_order():
    assert [top.name for top in form(FORM).root.children if top.is_container] == [
        "consent", "person", "act", "means", "purpose", "indicators", "needs", "risk", "wishes", "summary",
    ]  # fmt: skip


P, A, N = "present", "absent", "insufficient"


@pytest.mark.parametrize(
    ("person", "act", "means", "purpose", "suggestion"),
    [
        # An adult: act, means and purpose.
        ("adult", P, P, P, "met"),
        ("adult", P, N, P, "open"),
        ("adult", P, "", P, "open"),
        ("adult", P, A, P, "not_met"),
        ("adult", A, P, P, "not_met"),
        ("adult", P, P, A, "not_met"),
        ("adult", N, P, P, "open"),
        ("adult", P, P, N, "open"),
        ("adult", N, A, N, "not_met"),
        ("adult", "", "", "", "open"),
        # A child: act and purpose, whatever the means.
        ("child", P, P, P, "met"),
        ("child", P, A, P, "met"),
        ("child", P, "", P, "met"),
        ("child", P, P, A, "not_met"),
        ("child", A, P, P, "not_met"),
        ("child", N, P, P, "open"),
        ("child", P, P, "", "open"),
        # Age not known, or doubted: as a child until it is assessed.
        ("unknown", P, A, P, "met"),
        ("unknown", P, P, N, "open"),
        ("unknown", A, P, P, "not_met"),
        ("doubted", P, A, P, "met"),
        ("doubted", P, "", P, "met"),
        ("doubted", P, P, A, "not_met"),
    ],
)
def test_what_the_elements_amount_to(person, act, means, purpose, suggestion):
    assert screen(PERSONS[person], states(act, means, purpose))["suggestion"] == suggestion


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({}, "insufficient"),
        ({"act_receipt": "present"}, "present"),
        ({"act_receipt": "present", "act_transfer": "absent", "act_harbouring": "insufficient"}, "present"),
        (dict.fromkeys((f"act_{item}" for item in ACTS), "absent"), "absent"),
        (dict.fromkeys((f"act_{item}" for item in ACTS[:-1]), "absent"), "insufficient"),
        (dict.fromkeys((f"act_{item}" for item in ACTS), "absent") | {"act_receipt": "insufficient"}, "insufficient"),
    ],
)
def test_one_item_makes_an_element_present_and_only_all_make_it_absent(answers, state):
    assert screen(ADULT, answers)["act_state"] == state


@pytest.mark.parametrize("element", ITEMS)
@pytest.mark.parametrize("state", [P, A])
def test_each_item_of_the_list_counts(element, state):
    for item in ITEMS[element]:
        rest = dict.fromkeys((f"{element}_{code}" for code in ITEMS[element]), "absent")
        found = screen(ADULT, rest, {f"{element}_{item}": state})
        assert found[f"{element}_state"] == state


@pytest.mark.parametrize(
    ("answers", "years", "is_child", "presumed"),
    [
        ({}, "", "yes", "yes"),
        ({"age": "17"}, "17", "yes", "no"),
        ({"age": "18"}, "18", "no", "no"),
        ({"age": "0"}, "0", "yes", "no"),
        ({"age": "seventeen"}, "", "yes", "yes"),
        ({"age": "300"}, "", "yes", "yes"),
        ({"birth_date": "2008-11-24"}, "18", "no", "no"),
        ({"birth_date": "2008-11-25"}, "17", "yes", "no"),
        ({"birth_date": "2008-11-25", "age": "30"}, "17", "yes", "no"),
        ({"birth_date": "2027-01-01"}, "", "yes", "yes"),
        ({"birth_date": "2027-01-01", "age": "19"}, "19", "no", "no"),
        ({"birth_date": "nonsense", "age": "19"}, "19", "no", "no"),
        ({"age": "19", "age_doubt": "yes"}, "19", "yes", "yes"),
        ({"age": "19", "age_doubt": "yes", "age_basis": "estimated"}, "19", "yes", "yes"),
        ({"age": "19", "age_doubt": "yes", "age_basis": "assessed"}, "19", "no", "no"),
        ({"age": "19", "age_doubt": "yes", "age_basis": "document"}, "19", "no", "no"),
        ({"age": "19", "age_doubt": "no"}, "19", "no", "no"),
        ({"age": "17", "age_doubt": "yes"}, "17", "yes", "no"),
        ({"age_basis": "assessed"}, "", "yes", "yes"),
    ],
)
def test_the_age_that_counts(answers, years, is_child, presumed):
    found = screen({"consent": "consents"}, answers)
    assert (found["age_years"], found["is_child"], found["age_presumed"]) == (years, is_child, presumed)


@pytest.mark.parametrize(("day", "is_child"), [((2026, 2, 28), "yes"), ((2026, 3, 1), "no")])
def test_born_on_the_29th_of_february_one_comes_of_age_on_the_1st_of_march(day, is_child):
    now = datetime(*day, 9, tzinfo=UTC)
    assert screen({"consent": "consents", "birth_date": "2008-02-29"}, now=now)["is_child"] == is_child


@pytest.mark.parametrize(
    ("answers", "settled"),
    [
        ({}, "no"),
        ({"consent": "consents"}, "yes"),
        ({"consent": "assents"}, "yes"),
        ({"consent": "partly"}, "yes"),
        ({"consent": "refuses"}, "no"),
        ({"consent": "refuses", "consent_reason": "The court ordered it."}, "yes"),
        ({"consent": "unable", "consent_reason": "  "}, "no"),
        ({"consent": "unable", "consent_reason": "Unconscious in hospital."}, "yes"),
        ({"consent": "not_asked", "consent_reason": "Seen by the police only."}, "yes"),
        ({"consent_reason": "A reason alone settles nothing."}, "no"),
    ],
)
def test_the_other_sections_open_once_consent_is_settled(answers, settled):
    found = screen(answers, states(P, P, P), {"age": "30"})
    assert found["consent_settled"] == settled
    assert {found.asks(name) for name in ("age", "act_receipt", "signs_ilo", "needs", "risks", "view")} == {
        settled == "yes"
    }
    assert found["suggestion"] == ("met" if settled == "yes" else "open")


ADULT_IS = "The person is an adult."
UNDER_18 = "The person is under 18."
UNKNOWN_AGE = "The age is not known. Until it is assessed, the person is treated as a child."
DOUBT = "There is reason to believe the person is under 18. Until the age is assessed, they are treated as a child."
RESTS = (
    "This rests on treating the person as a child. If the person turns out to be an adult, a means must be found too."
)
NO_MEANS = "For a child no means is needed."
POINTS_TO = "What is known points to trafficking in persons"
OTHER_NEED = "The person may still need protection for another reason."


@pytest.mark.parametrize(
    ("person", "elements", "said"),
    [
        (
            "adult",
            (P, P, P),
            [POINTS_TO, ADULT_IS, "An act was found.", "A means was found.", "A purpose of exploitation was found."],
        ),
        (
            "adult",
            (P, A, N),
            [
                "What is known does not amount to trafficking in persons",
                ADULT_IS,
                "An act was found.",
                "No means was found: no force, deceit or abuse of power or of need.",
                "Not enough is known about what it was done for.",
                OTHER_NEED,
            ],
        ),
        (
            "adult",
            (N, N, A),
            [
                "What is known does not amount to trafficking in persons",
                ADULT_IS,
                "Not enough is known about what was done.",
                "Not enough is known about how it was done.",
                "No purpose of exploitation was found.",
                OTHER_NEED,
            ],
        ),
        (
            "child",
            (P, N, P),
            [POINTS_TO, UNDER_18, "An act was found.", NO_MEANS, "A purpose of exploitation was found."],
        ),
        (
            "child",
            (A, P, ""),
            [
                "What is known does not amount to trafficking in persons",
                UNDER_18,
                "No act was found: nobody recruited, moved, kept or received the person.",
                "A means was found.",
                "Not enough is known about what it was done for.",
                OTHER_NEED,
            ],
        ),
        (
            "unknown",
            (P, A, P),
            [POINTS_TO, UNKNOWN_AGE, "An act was found.", NO_MEANS, "A purpose of exploitation was found.", RESTS],
        ),
        (
            "unknown",
            (P, P, P),
            [POINTS_TO, UNKNOWN_AGE, "An act was found.", "A means was found.", "A purpose of exploitation was found."],
        ),
        (
            "doubted",
            (P, "", P),
            [POINTS_TO, DOUBT, "An act was found.", NO_MEANS, "A purpose of exploitation was found.", RESTS],
        ),
        (
            "doubted",
            ("", "", ""),
            [
                "Not enough is known yet",
                DOUBT,
                "Not enough is known about what was done.",
                NO_MEANS,
                "Not enough is known about what it was done for.",
            ],
        ),
    ],
)
def test_the_summary_says_why(person, elements, said):
    assert screen(PERSONS[person], states(*elements)).notes("findings")[1:] == said


def test_the_summary_says_it_in_spanish():
    said = screen(ADULT, states(P, A, P), language="es").notes("findings")
    assert said[1:3] == ["Lo que se sabe no llega a configurar trata de personas", "La persona es mayor de edad."]


def test_whoever_was_a_child_when_it_began_needs_no_means_for_that_time():
    words = "The person was under 18 when it began: for that time no means is needed. Say so in your account."
    assert words in screen(ADULT, {"age_then": "16"}).notes("findings")
    assert words not in screen(ADULT, {"age_then": "18"}).notes("findings")
    assert words not in screen(CHILD, {"age_then": "14"}).notes("findings")


def test_nobody_was_older_when_it_began_than_they_are():
    assert "age_then" in screen(CHILD, {"age_then": "16"}).problems
    assert "age_then" not in screen(CHILD, {"age_then": "15"}).problems


def test_of_a_child_no_means_is_wanted():
    assert "means_open" in screen(ADULT).missing
    for person in (CHILD, UNKNOWN, DOUBTED):
        found = screen(person)
        assert not {name for name in found.missing if name.startswith("means_")}
        assert found.asks("means_child")


def wanted(element: str, *answers: dict[str, str]) -> set[str]:
    return {name for name in screen(ADULT, *answers).missing if name.startswith(f"{element}_")}


@pytest.mark.parametrize("element", ITEMS)
def test_until_an_element_is_settled_it_is_asked_what_is_not_known(element):
    assert wanted(element) == {f"{element}_open"}
    assert wanted(element, states(**{element: N})) == {f"{element}_open"}
    assert wanted(element, states(**{element: N}), {f"{element}_open": "Ask the landlord."}) == set()
    assert wanted(element, states(**{element: A})) == set()
    assert wanted(element, states(**{element: P})) == {f"{element}_{ITEMS[element][0]}_note"}


def test_what_lacks_is_said():
    found = screen(ADULT)
    assert [found.problems[f"{element}_open"] for element in ITEMS] == [
        "Not enough is known about what was done.",
        "Not enough is known about how it was done.",
        "Not enough is known about what it was done for.",
    ]


def test_what_is_said_to_be_present_must_be_shown():
    assert "act_receipt_note" in screen(ADULT, {"act_receipt": "present"}).missing
    shown = screen(ADULT, {"act_receipt": "present", "act_receipt_note": "The landlord told us."})
    assert "act_receipt_note" not in shown.missing
    assert "act_receipt_note" not in screen(ADULT, {"act_receipt": "absent"}).missing
    assert not screen(ADULT).asks("act_receipt_note")


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        (
            {},
            {"private", "support_person", "interview_language", "interpreter", "consent", "explained"},
        ),
        ({"interpreter": "certified"}, {"interpreter_certified"}),
        ({"interpreter": "phone"}, {"interpreter_certified"}),
        ({"consent": "refuses"}, {"consent_reason", "explained"}),
        ({"consent": "consents"}, {"consent_authority"}),
        ({"consent": "consents", "age": "15"}, {"child_consent"}),
        ({"consent": "consents", "age_basis": "unknown"}, {"child_consent"}),
        ({"consent": "assents", "age": "15", "support_person": "none"}, {"support_none_reason"}),
        ({"consent": "assents", "age_basis": "unknown", "support_person": "none"}, {"support_none_reason"}),
        ({"consent": "consents"}, {"sex", "nationality", "age_basis", "safe_tonight", "care_now", "needs"}),
        ({"consent": "consents"}, {"risk_level", "safety_plan", "stay_or_return", "summary"}),
        ({"consent": "assents", "age": "15"}, {"authority_told", "child_carer"}),
    ],
)
def test_what_whoever_decides_would_want(answers, missing):
    assert missing <= screen(answers).missing


@pytest.mark.parametrize(
    ("answers", "not_missing"),
    [
        ({}, {"consent_reason", "consent_authority", "interpreter_certified", "support_none_reason", "child_consent"}),
        ({"interpreter": "officer"}, {"interpreter_certified"}),
        ({"consent": "unable"}, {"explained", "consent_authority"}),
        # Before the age was looked at, nobody who may be an adult is called a child without company or consent.
        ({"consent": "consents", "support_person": "none"}, {"child_consent", "support_none_reason"}),
        ({"consent": "assents", "age": "15"}, {"child_consent"}),
        (ADULT, {"child_consent", "authority_told", "child_carer"}),
        ({**ADULT, "support_person": "none"}, {"support_none_reason"}),
    ],
)
def test_what_is_not_wanted(answers, not_missing):
    assert not not_missing & screen(answers).missing


def test_a_child_is_a_child_by_the_law_of_the_country():
    country = yaml.safe_load((TT / "country.yaml").read_text())
    assert screen({})["adult_age"] == str(country["adult_age"])


def test_the_day_of_the_interview_is_today_and_never_tomorrow():
    assert screen({})["interview_on"] == "2026-11-24"
    assert "interview_on" in screen({"interview_on": "2026-11-25"}).problems


@pytest.mark.parametrize(
    ("person", "asked", "not_asked"),
    [
        (ADULT, {"cooperate", "wg_seeing", "means_hint"}, {"signs_children", "best_interests", "wishes_child"}),
        (CHILD, {"signs_children", "best_interests", "wishes_child", "wg_seeing"}, {"cooperate", "means_hint"}),
        ({"consent": "assents", "age": "4"}, {"best_interests"}, {"wg_seeing"}),
        (UNKNOWN, {"signs_children", "best_interests", "wg_seeing", "child_consent_note"}, {"cooperate"}),
        (ADULT | {"purpose_forced_labour": "present"}, {"labour_sectors"}, {"sexual_types"}),
        (ADULT | {"purpose_sexual_exploitation": "present"}, {"sexual_types"}, {"labour_sectors"}),
        (ADULT | {"act_recruitment": "absent"}, {"relationship"}, {"recruitment_method", "recruited_where"}),
        (ADULT | {"private": "no"}, {"not_private"}, {"child_alone"}),
        (ADULT | {"safe_tonight": "no", "care_now": "yes"}, {"shelter_now", "doctor_now"}, set()),
        (CHILD | {"support_person": "none"}, {"child_alone", "support_none_reason"}, {"support_name"}),
        (CHILD | {"birth_date": "2012-01-01"}, {"age_basis"}, {"age", "age_doubt"}),
    ],
)
def test_only_what_is_needed_is_asked(person, asked, not_asked):
    found = screen(person)
    assert {name for name in asked | not_asked if found.asks(name)} == asked


@pytest.mark.parametrize(
    ("purposes", "found"),
    [
        ((), ""),
        (("forced_labour",), "forced_labour"),
        (("servitude",), "domestic_servitude"),
        (("prostitution_of_others", "sexual_exploitation"), "sexual_exploitation"),
        (("forced_begging", "forced_criminality", "other"), "forced_criminality forced_begging other"),
    ],
)
def test_the_purposes_found_say_which_exploitation_it_is(purposes, found):
    answers = dict.fromkeys((f"purpose_{code}" for code in purposes), "present")
    assert screen(ADULT, answers)["exploitation_found"] == found


def test_signs_are_counted_for_the_element_they_speak_to():
    found = screen(
        ADULT, {"signs_ilo": "ilo_deception ilo_wages", "signs_general": "false_papers", "signs_sexual": "sex_tattoo"}
    )
    assert [found[f"signs_for_{element}"] for element in ITEMS] == ["1", "2", "1"]
    assert "Signs that speak to an act: 1; to a means: 2; to the purpose: 1." in found.notes("findings")
    assert not screen(ADULT).asks("signs_found")


def test_a_sign_of_another_group_is_not_on_offer():
    assert "signs_ilo" in screen(ADULT, {"signs_ilo": "sex_tattoo"}).problems
    assert "signs_ilo" not in screen(ADULT, {"signs_ilo": "ilo_debt"}).problems


@pytest.mark.parametrize(
    ("answers", "points", "level"),
    [
        ({}, "0", ""),
        ({"safe_tonight": "yes"}, "0", "low"),
        ({"risks": "debt"}, "1", "low"),
        ({"risks": "knows_where"}, "2", "medium"),
        ({"risks": "debt documents"}, "2", "medium"),
        ({"risks": "threats debt"}, "4", "medium"),
        ({"risks": "threats knows_where"}, "5", "high"),
        ({"risks": "self_harm"}, "3", "high"),
        ({"safe_tonight": "no"}, "3", "high"),
    ],
)
def test_the_risk_that_the_answers_point_to(answers, points, level):
    found = screen(ADULT, answers)
    assert (found["risk_points"], found["risk_suggested"]) == (points, level)


def test_another_risk_than_suggested_wants_a_reason():
    assert "risk_note" in screen(ADULT, {"risks": "self_harm", "risk_level": "low"}).missing
    assert "risk_note" not in screen(ADULT, {"risks": "self_harm", "risk_level": "high"}).missing


@pytest.mark.parametrize(
    ("view", "wanted"), [("not_trafficking", True), ("confirmed", False), ("inconclusive", False), ("", False)]
)
def test_another_view_than_suggested_wants_a_reason(view, wanted):
    assert ("view_reasons" in screen(ADULT, states(P, P, P), {"view": view}).missing) == wanted


DOMAINS = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({}, ""),
        (dict.fromkeys(DOMAINS, "none"), "no"),
        (dict.fromkeys(DOMAINS, "some"), "no"),
        ({"seeing": "a_lot"}, "yes"),
        (dict.fromkeys(DOMAINS, "none") | {"self_care": "cannot"}, "yes"),
        (dict.fromkeys(DOMAINS[:5], "none"), ""),
    ],
)
def test_one_activity_with_a_lot_of_difficulty_counts(answers, found):
    assert screen(ADULT, {f"wg_{name}": text for name, text in answers.items()})["wg_disability"] == found


def test_the_short_set_is_worded_as_its_authors_have_it():
    """The Washington Group asks that neither questions nor answers be altered, and not to name disability."""
    found = screen(ADULT)
    said = [found.verdict.label(found.address(f"wg_{name}")) for name in ("intro", *DOMAINS)]
    assert said == [
        "The next questions ask about difficulties you may have doing certain activities because of a HEALTH PROBLEM.",
        "Do you have difficulty seeing, even if wearing glasses?",
        "Do you have difficulty hearing, even if using a hearing aid?",
        "Do you have difficulty walking or climbing steps?",
        "Do you have difficulty remembering or concentrating?",
        "Do you have difficulty (with self-care such as) washing all over or dressing?",
        "Using your usual (customary) language, do you have difficulty communicating,"
        " for example understanding or being understood?",
    ]
    answers = form(FORM).lists["wg_answers"].choices
    assert [found.verdict.choice_label(choice) for choice in answers] == [
        "No – no difficulty", "Yes – some difficulty", "Yes – a lot of difficulty", "Cannot do at all",
    ]  # fmt: skip


# Any answers at all


def any_answer(name: str) -> st.SearchStrategy[str]:
    question = questions(FORM)[name]
    nonsense = st.sampled_from(["", "nonsense", "2026-02-30", "-1", "0"])
    if question.kind == "select_multiple":
        several = st.lists(st.sampled_from(choices(FORM, name)), max_size=4, unique=True)
        return st.one_of(several.map(" ".join), nonsense)
    if question.kind == "select_one":
        return st.one_of(st.sampled_from(choices(FORM, name)), nonsense)
    if question.kind == "date":
        days = st.integers(-400, 36500).map(lambda back: (NOW - timedelta(days=back)).date().isoformat())
        return st.one_of(days, nonsense)
    if question.kind == "integer":
        return st.one_of(st.integers(0, 120).map(str), nonsense)
    return st.text(max_size=10)


ASKED = sorted(name for name, found in questions(FORM).items() if found.kind not in ("note", "calculate"))
# The elements are answered more often than the rest, and consent mostly given: else nearly all would stay open.
ELEMENTS = st.fixed_dictionaries(
    {
        element: st.sampled_from([("absent",), ("present", "absent", "insufficient", ""), ("absent", "present")])
        for element in ITEMS
    }
).flatmap(
    lambda moods: st.fixed_dictionaries(
        {f"{element}_{item}": st.sampled_from(moods[element]) for element, items in ITEMS.items() for item in items}
    )
)
OTHERS = st.sets(st.sampled_from(ASKED), max_size=12).flatmap(
    lambda names: st.fixed_dictionaries({name: any_answer(name) for name in sorted(names)})
)


@settings(max_examples=120, deadline=None)
@given(ELEMENTS, OTHERS, st.sampled_from([ADULT, CHILD, UNKNOWN, DOUBTED, {}]))
def test_any_answers_are_judged_and_the_suggestion_obeys_article_3(elements, others, person):
    found = screen(elements, person, others)

    assert found["is_child"] in ("yes", "no")
    needed = ("act", "purpose") if found["is_child"] == "yes" else ("act", "means", "purpose")
    known = {found[f"{element}_state"] for element in needed}
    expected = "not_met" if "absent" in known else "open" if "insufficient" in known else "met"
    assert found["suggestion"] == expected
    assert found.asks("found_met") == (found["consent_settled"] == "yes" and expected == "met")
    if found["age_years"] == "" or float(found["age_years"]) < 18:
        assert found["is_child"] == "yes"


@settings(max_examples=60, deadline=None)
@given(ELEMENTS, st.sampled_from(sorted(f"{element}_{item}" for element in ITEMS for item in ITEMS[element])))
def test_one_more_item_never_makes_it_less_likely_and_a_child_is_never_worse_off(elements, item):
    order = ["not_met", "open", "met"]
    adult, child = screen(elements, ADULT), screen(elements, CHILD)
    more = screen(elements, {item: "present"}, ADULT)
    assert order.index(child["suggestion"]) >= order.index(adult["suggestion"])
    assert order.index(more["suggestion"]) >= order.index(adult["suggestion"])
