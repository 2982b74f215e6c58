"""A pack at work: words, clocks, rules and routes as the rest of Samaan asks for them."""

from datetime import timedelta

import pytest
from django.utils import translation

from samaan.countrypack.conditions import Condition


@pytest.mark.parametrize(
    ("language", "words"), [("en", "High risk"), ("es", "Riesgo alto"), ("fr", "Risque élevé"), ("pt", "High risk")]
)
def test_a_label_speaks_the_reader_s_language(tt, language, words):
    with translation.override(language):
        assert tt.label("risk_levels", "high") == words


def test_no_code_has_no_words_and_an_unknown_code_keeps_its_own(tt):
    assert tt.label("risk_levels", "") == ""
    assert tt.label("risk_levels", None) == ""
    assert tt.label("risk_levels", "enormous") == "enormous"


def test_choices_are_in_order_and_then_by_the_alphabet_of_the_reader(tt):
    assert tt.choices("risk_levels") == [("high", "High risk"), ("medium", "Medium risk"), ("low", "Low risk")]
    with translation.override("es"):
        names = [label for _code, label in tt.choices("nationality")]
    assert names[:3] == ["Venezuela", "Trinidad y Tobago", "Colombia"]
    assert names.index("Alemania") < names.index("Austria") < names.index("Egipto")
    assert len(names) == 251


def test_an_inactive_code_is_offered_only_where_it_is_held(tt):
    rows = [dict(row) for row in tt.content["codelists"]["sex"]]
    rows[2]["active"] = "no"
    tt.content["codelists"]["sex"] = rows
    tt.__dict__.pop("codelists", None)

    assert "intersex" not in dict(tt.choices("sex"))
    assert "intersex" in dict(tt.choices("sex", including=["intersex"]))
    assert tt.label("sex", "intersex") == "Intersex"


def test_needs_stand_under_their_headings(tt):
    groups = dict(tt.grouped_choices("needs", column="group", groups="need_groups"))

    assert ("legal_aid", "Legal assistance") in groups["Law, papers and safety"]
    assert sum(len(entries) for entries in groups.values()) == len(tt.choices("needs"))


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "0_5"), (15, "12_15"), (17, "16_17"), (18, "18_20"), (47, "39_47"), (104, "60_up"), (None, "unknown")],
)
def test_an_age_falls_in_one_band(tt, age, band):
    assert tt.age_band(age) == band


@pytest.mark.parametrize(
    ("band", "child"), [("16_17", True), ("18_20", False), ("child", True), ("unknown", True), ("adult", False)]
)
def test_an_unknown_age_is_a_child_s(tt, band, child):
    assert tt.is_child(band) is child


def test_codes_map_to_the_data_standard(tt):
    mapped = tt.codelist("exploitation_types").to_other("htcds")

    assert mapped["sexual_exploitation"] == "SexualExploitation"
    assert "unknown" not in mapped


def test_clocks(tt):
    assert tt.clock("assignment.accept", "emergency") == timedelta(hours=2)
    assert tt.clock("report.act", "normal") == timedelta(hours=336)
    assert tt.clock("case.review", "high") == timedelta(days=7)
    assert tt.clock("assignment.accept", "never heard of") is None


def test_a_need_may_have_a_clock_of_its_own(tt):
    assert tt.answer_within("emergency_shelter", "emergency") == timedelta(hours=4)
    assert tt.answer_within("legal_aid", "emergency") == timedelta(hours=24)


def test_the_referral_map_sends_children_elsewhere(tt):
    route = tt.route("emergency_shelter")

    assert route.providers_for(child=False) == ("ctu", "saman_house", "poui_house")
    assert route.providers_for(child=True) == ("catt",)
    assert tt.route("food").providers_for(child=True) == ("msdfs", "svp", "ttrcs")


def test_immediate_danger_is_told_to_director_and_head_at_once(tt):
    rules = [rule for rule in tt.rules_for_event("report.received") if rule.holds({"immediate_danger": True})]
    rule = next(rule for rule in rules if rule.code == "immediate_danger")

    assert {audience.role for audience in rule.audience} >= {"director", "head_of_investigations"}
    assert rule.delay == timedelta(0)
    assert rule.message == "alert_critical"


@pytest.mark.parametrize(("persons", "told"), [(2, False), (3, True), (11, True), (None, False)])
def test_three_or_more_persons(tt, persons, told):
    rule = next(rule for rule in tt.alert_rules if rule.code == "three_or_more_persons")

    assert rule.holds({"persons": persons}) is told


@pytest.mark.parametrize(
    ("test", "value", "found", "holds"),
    [
        ("is", True, True, True),
        ("is", True, False, False),
        ("is_not", "low", "high", True),
        ("is_not", "low", None, False),
        ("at_least", 3, 3, True),
        ("at_most", 3, 4, False),
        ("one_of", ["a", "b"], "b", True),
        ("one_of", ["a", "b"], "c", False),
    ],
)
def test_conditions(test, value, found, holds):
    assert Condition("fact", test, value).holds({"fact": found}) is holds


def test_a_fact_nobody_knows_makes_a_condition_false():
    assert Condition("risk", "is_not", "low").holds({}) is False


def test_the_childrens_authority_is_added_to_the_case_of_a_child(tt):
    (rule,) = tt.added_by_rule

    assert rule.holds({"is_child": True})
    assert not rule.holds({"is_child": False})
    assert (rule.organisation, rule.role, rule.basis) == ("catt", "childrens_authority_officer", "law")


def test_what_each_seat_must_never_see(tt):
    assert not tt.roles["investigator"].may_hold("case", ["summary", "health"])
    assert tt.roles["investigator"].may_hold("case", ["summary", "legal"])
    assert not tt.roles["case_manager"].may_hold("report", ["screening"])
    assert not tt.roles["system_administrator"].may_hold("referral", ["summary"])


def test_hotlines_that_nobody_verified_come_last(tt):
    verified = [bool(line.verified_on) for line in tt.hotlines]

    assert verified == sorted(verified, reverse=True)
    assert tt.hotlines[0].code == "ctu"
    with translation.override("es"):
        assert tt.hotlines[0].hours == "Día y noche, sin costo"


def test_an_email_says_nothing_but_its_words(tt):
    message = tt.message("referral_sent", "es")

    assert message.subject == "Samaan: una remisión espera su respuesta"
    assert "https://x/1" in message.fill(link="https://x/1", organisation="Casa", deadline="lunes")
    assert "{" not in message.fill(link="l", organisation="o", deadline="d")


def test_a_message_not_yet_translated_comes_in_the_first_language(tt):
    assert tt.message("chat_message", "fr") == tt.message("chat_message", "en")
