"""Saved as it goes: nothing typed is lost, and nobody overwrites another."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError

from samaan.audit.models import Event
from samaan.intake import screening_workflow
from samaan.intake.models import Screening
from samaan.intake.screening_answers import save_answers
from samaan.intake.screening_form import answers_of, filled, verdict_of
from samaan.people.models import Person
from samaan.questionnaires.models import EarlierAnswer
from samaan.questionnaires.queries import others_at, progress
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.screening import CONSENT, acting, decide, make_screening, make_victim, save, seen

pytestmark = pytest.mark.django_db


def two_editors():
    screening = make_screening(answers={})
    ana = screening.report.assigned_to
    ben = make_user("investigator")
    with acting(ana):
        screening_workflow.ask_colleague(screening, by=ana, colleague=ben)
    return seen(screening, ana), ana, ben


def put(screening, by, base, *, strict=True, **given):
    with acting(by):
        return save_answers(screening, given, base=base, by=by, strict=strict)


def now(screening, by):
    with acting(by):
        return answers_of(screening)


def test_an_answer_is_saved_with_who_and_when():
    screening = make_screening(answers={})
    ana = screening.report.assigned_to
    saved = put(screening, ana, screening.revision, summary="She wishes to call her mother.")
    assert saved.conflicts == {}
    with acting(ana):
        mark = filled(screening).marks["/data/summary/account/summary"]
        assert (now(screening, ana)["summary"], mark.by, mark.revision) == (
            "She wishes to call her mother.",
            ana.pk,
            saved.revision,
        )


def test_two_people_answer_the_same_question_and_neither_overwrites_the_other():
    screening, ana, ben = two_editors()
    base = screening.revision
    put(screening, ana, base, summary="Written by Ana")
    saved = put(screening, ben, base, summary="Written by Ben")
    with acting(ben):
        assert [(found.value, found.mark.by) for found in saved.conflicts.values()] == [("Written by Ana", ana.pk)]
    assert now(screening, ana)["summary"] == "Written by Ana"


def test_who_keeps_their_own_keeps_the_other_as_well():
    screening, ana, ben = two_editors()
    base = screening.revision
    first = put(screening, ana, base, summary="Written by Ana")
    put(screening, ben, first.revision, summary="Written by Ben")
    with acting(ana):
        assert answers_of(screening)["summary"] == "Written by Ben"
        earlier = EarlierAnswer.objects.get()
        assert (earlier.value, earlier.answered_by, earlier.replaced_by) == ("Written by Ana", ana, ben)


def test_two_people_answer_different_questions_without_noticing():
    screening, ana, ben = two_editors()
    base = screening.revision
    put(screening, ana, base, summary="Written by Ana")
    assert put(screening, ben, base, safety_plan="Written by Ben").conflicts == {}
    assert now(screening, ana) | {"summary": "Written by Ana", "safety_plan": "Written by Ben"} == now(screening, ana)


def test_two_people_who_give_the_same_answer_agree():
    screening, ana, ben = two_editors()
    base = screening.revision
    put(screening, ana, base, risk_level="high")
    assert put(screening, ben, base, risk_level="high").conflicts == {}


def test_of_several_answers_only_the_disputed_one_waits():
    screening, ana, ben = two_editors()
    base = screening.revision
    put(screening, ana, base, summary="Written by Ana")
    saved = put(screening, ben, base, summary="Written by Ben", safety_plan="A code word")
    assert set(saved.conflicts) == {"summary"}
    assert now(screening, ben)["safety_plan"] == "A code word"


def test_two_windows_of_one_person_are_warned_too():
    screening = make_screening(answers={})
    ana = screening.report.assigned_to
    base = screening.revision
    put(screening, ana, base, summary="In the first window")
    assert set(put(screening, ana, base, summary="In the second").conflicts) == {"summary"}


def test_a_whole_page_sent_after_its_answers_saved_themselves_is_no_conflict_and_loses_nothing():
    screening = make_screening(answers={})
    ana = screening.report.assigned_to
    base = screening.revision
    put(screening, ana, base, summary="First half")
    saved = put(screening, ana, base, strict=False, summary="First half and second")
    assert saved.conflicts == {}
    assert now(screening, ana)["summary"] == "First half and second"
    with acting(ana):
        assert EarlierAnswer.objects.get().value == "First half"


def test_ones_own_keystrokes_are_not_kept_one_by_one():
    screening = make_screening(answers={})
    ana = screening.report.assigned_to
    revision = screening.revision
    for text in ("S", "She", "She said"):
        revision = put(screening, ana, revision, summary=text).revision
    with acting(ana):
        assert EarlierAnswer.objects.count() == 0
        assert Event.objects.filter(kind="form.answered", data__section="summary").count() == 1


def test_nothing_changed_is_no_new_revision():
    screening = make_screening(answers={"summary": "Same"})
    ana = screening.report.assigned_to
    assert put(screening, ana, screening.revision, summary="Same").revision == screening.revision


def test_the_rest_stays_closed_until_consent_is_settled():
    victim = make_victim()
    ana = victim.report.assigned_to
    with acting(ana):
        screening = screening_workflow.begin_screening(victim, by=ana)
        with pytest.raises(ValidationError):
            save_answers(screening, {"act_receipt": "present"}, base=1, by=ana)
        save(screening, {"consent": "unable"}, by=ana)
        with pytest.raises(ValidationError):
            save_answers(screening, {"act_receipt": "present"}, base=9, by=ana)
        save(screening, {"consent_reason": "She is unconscious."}, by=ana)
        save(screening, {"act_receipt": "present"}, by=ana)
        assert answers_of(screening)["act_receipt"] == "present"


@pytest.mark.parametrize(
    "given",
    [
        {"sex": "dragon"},
        {"age": "121"},
        {"age": "minus one"},
        {"birth_date": "31/12/2009"},
        {"needs": ["emergency_shelter", "moon"]},
        {"no_such_question": "x"},
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_saved(given):
    screening = make_screening(answers={})
    ana = screening.report.assigned_to
    with pytest.raises(ValidationError):
        put(screening, ana, screening.revision, summary="Not saved either", **given)
    assert "summary" not in now(screening, ana)


def test_what_is_learnt_of_the_person_is_kept_with_the_person():
    screening = make_screening(answers={})
    ana = screening.report.assigned_to
    put(screening, ana, screening.revision, birth_date="1990-05-01", age_basis="document", family_names="Marcano Rivas")
    with acting(ana):
        person = Person.objects.get(pk=screening.report_person.person_id)
        assert (person.family_names, person.is_child, person.age_is_estimate) == ("Marcano Rivas", False, False)
        assert not Screening.objects.get().is_child


def test_an_age_in_doubt_is_no_age():
    screening = make_screening(answers={"age": "19", "age_doubt": "yes"})
    with acting(screening.report.assigned_to):
        assert Screening.objects.get().is_child
        assert Person.objects.get(pk=screening.report_person.person_id).is_child


def test_a_stranger_and_the_reviewer_answer_nothing():
    screening = make_screening(answers={})
    with pytest.raises(ObjectDoesNotExist):
        put(screening, make_user("investigator"), 99, summary="x")
    with pytest.raises(NotPermitted):
        put(screening, make_user("head_of_investigations"), 99, summary="x")


def test_a_submitted_screening_is_closed_to_answers():
    screening = make_screening("submitted")
    with pytest.raises(WrongState):
        put(screening, screening.report.assigned_to, 99, summary="Too late")


def test_what_was_submitted_is_kept_when_it_changes_later():
    screening = make_screening("sent_back", answers={"summary": "As submitted"})
    ana = screening.report.assigned_to
    put(screening, ana, screening.revision, summary="As corrected")
    with acting(ana):
        assert EarlierAnswer.objects.get().value == "As submitted"


def test_each_sees_that_the_other_is_at_it():
    screening, ana, ben = two_editors()
    put(screening, ana, screening.revision, summary="Written by Ana")
    with acting(ben):
        assert [(sitting.user, sitting.section) for sitting in others_at(screening.submission, ben)] == [
            (ana, "summary")
        ]
    with acting(ana):
        assert others_at(screening.submission, ana) == []


def test_a_colleague_kept_out_cannot_be_asked():
    from samaan.access.records import exclude

    screening = make_screening(answers={})
    ana, head, ben = screening.report.assigned_to, make_user("head_of_investigations"), make_user("investigator")
    with acting(head):
        exclude(screening.report, ben, by=head)
    with acting(ana), pytest.raises(NotPermitted):
        screening_workflow.ask_colleague(screening, by=ana, colleague=ben)


def test_progress_counts_what_is_answered():
    screening = make_screening(answers={"risk_level": "high", "risk_note": "They know the house."})
    with acting(screening.report.assigned_to):
        answers = filled(screening)
        found = {part.section.code: part for part in progress(answers, verdict_of(answers))}
    assert found["risk"].answered == 2
    assert (bool(found["act"].lacking), found["act"].is_complete) == (True, False)
    assert found["consent"].answered == len(CONSENT) + 1


def test_decided_answers_stay_as_they_were_read():
    screening = make_screening("submitted")
    decide(screening, by=make_user("director"))
    with pytest.raises(WrongState):
        put(seen(screening, screening.report.assigned_to), screening.report.assigned_to, 99, summary="Afterwards")
