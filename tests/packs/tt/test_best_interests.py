"""Best interests of a child: notes for whoever decides, without points."""

from datetime import UTC, datetime
from random import Random

from samaan.xforms.verdict import judge, new_instance
from tests.packs.tt.filling import fill, form, questions

FORM = "best_interests"


def test_nothing_is_counted():
    assert {name for name, found in questions(FORM).items() if found.kind == "calculate"} == set()


def test_a_child_that_was_not_heard_wants_a_reason():
    assert "not_heard" in fill(FORM, {"heard": "no"}).missing
    assert not fill(FORM, {"heard": "no"}).asks("said")
    assert "said" in fill(FORM, {"heard": "yes"}).missing
    assert not fill(FORM, {"heard": "yes"}).asks("not_heard")


def test_a_child_alone_needs_a_guardian_first():
    assert fill(FORM, {"accompanied": "unaccompanied"}).asks("guardian_note")
    assert not fill(FORM, {"accompanied": "parents"}).asks("guardian_note")


def test_what_the_panel_advises_is_asked_once_it_met():
    assert not fill(FORM, {}).asks("panel_advice")
    assert "panel_advice" in fill(FORM, {"panel_on": "2026-11-20"}).missing


def test_two_options_at_least_are_looked_at():
    now = datetime(2026, 11, 24, tzinfo=UTC)
    instance = new_instance(form(FORM), now=now, chance=Random(1))
    note, unsafe = questions(FORM)["one_option"].path, "/data/option[2]/option_unsafe"
    assert judge(instance, now=now)[note].relevant

    instance.add_repeat("/data/option")
    instance.answer("/data/option[1]/option_safe", "yes")
    instance.answer("/data/option[2]/option_safe", "no")
    found = judge(instance, now=now)

    assert not found[note].relevant
    assert found[unsafe].relevant
    assert not found["/data/option[1]/option_unsafe"].relevant


def test_health_and_law_stand_in_their_compartments():
    compartments = form(FORM).compartments
    found = {
        name: compartments[questions(FORM)[name].path] for name in ("health", "health_options", "court", "custody")
    }
    assert found == {"health": "health", "health_options": "health", "court": "legal", "custody": "legal"}


def test_what_whoever_decides_needs():
    wanted = {"decision", "accompanied", "heard", "safety", "option_name", "option_safe", "proposal", "review_on"}
    assert wanted <= fill(FORM, {}).missing
    assert "review_on" in fill(FORM, {"review_on": "2026-11-24"}).problems
