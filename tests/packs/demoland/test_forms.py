"""Demoland's two forms: questions of other names than Trinidad and Tobago's, the same meaning by `stored_as`."""

from datetime import UTC, datetime
from functools import cache
from random import Random

import pytest

from samaan.xforms.definition import Definition
from samaan.xforms.reading import read_form
from samaan.xforms.verdict import apply_answers, new_instance
from tests.support.running import ROOT

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
FORMS = {name: ROOT / "packs" / name / "forms" for name in ("tt", "demoland")}


@cache
def form(pack: str, name: str) -> Definition:
    folder = FORMS[pack]
    lists = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    found = read_form((folder / f"{name}.xlsx").read_bytes(), lists)
    assert found.faults == () and found.form
    return found.form


def stored(form: Definition) -> dict[str, str]:
    """The name of the question by the column of Samaan it is stored in."""
    return {column: question.name for column, question in form.stored_as.items()}


def fill(name: str, **answers: str) -> dict[str, str]:
    """What is stored after these answers, by the names of their questions."""
    found = form("demoland", name)
    paths = {question.name: question.path for question in found.questions.values()}
    given = {paths[question]: text for question, text in answers.items()}
    instance = new_instance(found, now=NOW, chance=Random(1))
    verdict = apply_answers(instance, given, now=NOW, language="es", chance=Random(1))
    judged = {column: verdict[question.path] for column, question in found.stored_as.items()}
    return {column: found.value if found.relevant else "" for column, found in judged.items()}


@pytest.mark.parametrize(("ours", "theirs"), [("deteccion", "tip_screening"), ("riesgo", "initial_risk")])
def test_what_is_stored_is_what_trinidad_stores_under_other_names(ours, theirs):
    here, there = stored(form("demoland", ours)), stored(form("tt", theirs))

    assert set(here) <= set(there)
    assert len(here) > 3
    assert set(here.values()) & set(there.values()) == set()


ANSWERS = {"dia": "2026-11-24", "lengua": "es", "acuerdo": "consents", "captado": "present", "fin": "present"}


@pytest.mark.parametrize(
    ("answers", "suggestion"),
    [
        ({"edad": "16"}, "met"),
        ({"edad": "30"}, "open"),
        ({"edad": "30", "medio": "present"}, "met"),
        ({"edad": "30", "medio": "absent"}, "open"),
        ({"edad": "16", "fin": "absent"}, "not_met"),
    ],
)
def test_a_child_needs_no_means_and_an_adult_does(answers, suggestion):
    assert fill("deteccion", **ANSWERS | answers)["screening.suggestion"] == suggestion


def test_without_consent_nothing_is_asked():
    found = fill("deteccion", dia="2026-11-24", lengua="es", acuerdo="refuses")

    assert found["screening.consent"] == "refuses"
    assert found["screening.suggestion"] == ""


@pytest.mark.parametrize(
    ("yes", "points", "level"),
    [((), "0", "low"), (("familia",), "2", "medium"), (("saben", "amenazas"), "6", "high")],
)
def test_signs_of_danger_suggest_a_level(yes, points, level):
    asked = ("saben", "amenazas", "deuda", "familia", "salud")
    found = fill("riesgo", dia="2026-11-24", **{name: "si" if name in yes else "no" for name in asked})

    assert (found["risk.points"], found["risk.suggested"]) == (points, level)
