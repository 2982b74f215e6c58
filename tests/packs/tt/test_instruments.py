"""All instruments of the pack together: sound, in both languages, and none knows what another reader may not."""

import csv

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from samaan.countrypack.checking import check
from samaan.xforms.definition import Wording
from tests.packs.tt.filling import TT, choices, fill, form, questions, read

INSTRUMENTS = yaml.safe_load((TT / "instruments.yaml").read_text())["instruments"]
FORMS = [instrument["form"] for instrument in INSTRUMENTS]
ENGLISH, SPANISH = "English (en)", "Español (es)"
# What is the same in both languages; and the names of countries, regions and languages.
SAME = {"No", "Panel", "Trauma", "Irregular", "2 – vulnerable"}
NAMES = ("nationality:", "regions:", "languages:")


def test_they_are_these():
    assert FORMS == [
        "tip_screening", "first_contact", "initial_risk", "needs_assessment", "best_interests", "self_sufficiency",
        "beneficiary_feedback", "training_test",
    ]  # fmt: skip
    assert {path.stem for path in (TT / "forms").glob("*.xlsx")} == set(FORMS)


def test_the_pack_has_no_fault():
    assert [str(fault) for fault in check(TT)] == []


@pytest.mark.parametrize("form_id", FORMS)
def test_each_is_read_without_faults(form_id):
    assert read(form_id).faults == ()
    assert form(form_id).form_id == form_id
    assert form(form_id).languages == (ENGLISH, SPANISH)


def wordings(form_id: str):
    for question in form(form_id).root.walk():
        words = question.label, question.hint, question.guidance, question.constraint_message
        for wording in (*words, question.required_message, question.of_samaan.guiding_question):
            yield question.name, wording
    for found in form(form_id).lists.values():
        for choice in found.choices:
            yield f"{found.name}: {choice.name}", choice.label


def said(wording: Wording, language: str) -> str:
    return "".join(piece if isinstance(piece, str) else "<>" for piece in wording.by_language.get(language, ()))


@pytest.mark.parametrize("form_id", FORMS)
def test_every_word_is_there_in_english_and_in_spanish(form_id):
    for where, wording in wordings(form_id):
        english, spanish = said(wording, ENGLISH), said(wording, SPANISH)
        assert bool(english) == bool(spanish), where
        assert english.count("<>") == spanish.count("<>"), where


@pytest.mark.parametrize("form_id", FORMS)
def test_every_group_and_every_question_has_its_words(form_id):
    for question in form(form_id).root.walk():
        if question.path != "/data" and question.kind != "calculate":
            assert said(question.label, SPANISH), question.path


@pytest.mark.parametrize("form_id", FORMS)
def test_what_must_be_answered_says_why_and_what_is_not_possible_says_what_is(form_id):
    for name, question in questions(form_id).items():
        assert bool(question.required) == bool(said(question.required_message, SPANISH)), name
        assert bool(question.constraint) == bool(said(question.constraint_message, SPANISH)), name


@pytest.mark.parametrize("form_id", FORMS)
def test_the_spanish_is_no_english(form_id):
    words = [wording for where, wording in wordings(form_id) if not where.startswith(NAMES)]
    alike = {said(wording, ENGLISH) for wording in words if said(wording, ENGLISH) == said(wording, SPANISH)}
    assert alike - SAME - {""} == set()


def rows_of(codelist: str) -> list[tuple[str, str, str]]:
    path = TT / "regions.csv" if codelist == "regions" else TT / "codelists" / f"{codelist}.csv"
    with path.open(encoding="utf-8") as file:
        return [(row["code"], row["en"], row["es"]) for row in csv.DictReader(file) if row["active"] == "yes"]


@pytest.mark.parametrize("form_id", FORMS)
def test_a_list_that_is_named_like_one_of_the_pack_offers_the_same_in_the_same_words(form_id):
    lists = {path.stem for path in (TT / "codelists").glob("*.csv")} | {"regions"}
    for name, found in form(form_id).lists.items():
        offered = [(each.name, said(each.label, ENGLISH), said(each.label, SPANISH)) for each in found.choices]
        assert name not in lists or offered == rows_of(name), name


def test_each_act_means_and_purpose_of_the_pack_is_asked():
    asked = {name for name in questions("tip_screening") if name.startswith(("act_", "means_", "purpose_"))}
    items = {"act": "acts", "means": "means", "purpose": "purposes"}
    for element, codelist in items.items():
        for code, english, spanish in rows_of(codelist):
            label = questions("tip_screening")[f"{element}_{code}"].label
            assert (said(label, ENGLISH), said(label, SPANISH)) == (english, spanish)
            assert f"{element}_{code}_note" in asked


@pytest.mark.parametrize("form_id", FORMS)
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_answers_are_judged(form_id, data):
    """No answer makes a form fail, and nothing is worked out that the form does not know."""
    asked = sorted(name for name, found in questions(form_id).items() if found.kind not in ("note", "calculate"))
    names = data.draw(st.sets(st.sampled_from(asked), max_size=15))
    answers = {}
    for name in sorted(names):
        offered = (
            choices(form_id, name) if questions(form_id)[name].offer else ("2026-11-24", "7", "-1", "nonsense", "")
        )
        picked = data.draw(st.lists(st.sampled_from(offered), max_size=3))
        answers[name] = " ".join(picked)
    found = fill(form_id, answers)
    assert all("NaN" not in judged.value for judged in found.verdict.judged.values())
