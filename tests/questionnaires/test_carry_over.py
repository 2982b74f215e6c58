"""A draft goes on in a new version: each answer in its place, none lost, the difference shown before."""

from contextlib import ExitStack

import pytest

from samaan.audit.models import Event
from samaan.questionnaires import workflow
from samaan.questionnaires.filled import read
from samaan.questionnaires.models import EarlierAnswer
from samaan.transitions import NotPermitted, WrongState
from samaan.xforms.faults import Refused
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.forms import CHILD, FEARS, ILLNESS, again, begin, forms_at_work, save
from tests.xforms.workbooks import table

pytestmark = pytest.mark.django_db

FEARED, RISK, NIGHTS, ILL = "/data/safety/fears", "/data/safety/risk", "/data/safety/nights", "/data/health/illness"
# Risk went to a group of its own, nights are no longer asked, illness is asked in other words, one is new.
NEWER = table(
    {"type": "begin group", "name": "safety", "en": "Safety", "es": "Seguridad"},
    {"type": "text", "name": "fears", "en": "What do you fear?", "es": "¿Qué teme?", "required": "yes"},
    {"type": "text", "name": "wishes", "en": "What do you wish?", "es": "¿Qué desea?"},
    {"type": "end group"},
    {"type": "begin group", "name": "danger", "en": "Danger", "es": "Peligro"},
    {"type": "select_one level", "name": "level", "en": "Risk", "es": "Riesgo", "stored_as": "case.risk_level"},
    {"type": "end group"},
    {"type": "begin group", "name": "health", "en": "Health", "es": "Salud", "compartment": "health"},
    {"type": "text", "name": "illness", "en": "What ails you?", "es": "¿Qué le aqueja?"},
    {"type": "end group"},
    {"type": "begin group", "name": "family", "en": "Family", "es": "Familia"},
    {"type": "begin repeat", "name": "child", "en": "Child", "es": "Niña o niño"},
    {"type": "text", "name": "name", "en": "Name", "es": "Nombre"},
    {"type": "end repeat"},
    {"type": "calculate", "name": "children", "calculation": "count(${child})", "stored_as": "case.children"},
    {"type": "end group"},
)


@pytest.fixture
def draft(needs):
    """A draft of the version before, with an answer in every part, while a newer version is at work."""
    submission = begin()
    save(submission, {FEARED: FEARS, RISK: "low", ILL: ILLNESS})
    save(submission, {NIGHTS: "3"})
    with acting(submission.begun_by):
        workflow.add_repeat(again(submission), "/data/family/child", by=submission.begun_by)
    save(submission, {"/data/family/child[2]/name": CHILD})
    with ExitStack() as stack:
        stack.enter_context(forms_at_work(NEWER, version="2"))
        yield submission


def carry(submission, by=None):
    by = by or submission.begun_by
    with acting(by):
        return workflow.carry_over(again(submission), by=by)


def answers(submission) -> dict[str, str]:
    with acting(submission.begun_by):
        return {node.address: node.text for node in read(again(submission)).instance.root.walk() if node.text}


def test_each_answer_goes_to_its_question_by_path_or_by_its_column(draft):
    carry(draft)

    assert answers(draft) == {
        FEARED: FEARS,
        "/data/danger/level": "low",
        ILL: ILLNESS,
        "/data/family/child[2]/name": CHILD,
        "/data/family/children": "2",
    }


def test_what_has_no_place_any_more_is_kept_among_the_earlier_answers(draft):
    carried = carry(draft)

    assert [node.address for node in carried.left] == [NIGHTS]
    with acting(draft.begun_by):
        row = EarlierAnswer.objects.get(submission=draft)
        assert row.value == "3"
    assert (row.question, row.compartment, row.answered_by_id) == (NIGHTS, "care", draft.begun_by_id)


def test_it_is_one_event_with_the_versions_and_no_answer(draft):
    carry(draft)

    with acting(draft.begun_by):
        event = Event.objects.filter(kind="form.carried_over").get()
    assert (event.data["before_version"], event.data["version"], event.data["left"]) == ("1", "2", 1)
    assert FEARS not in str(event.data)


def test_who_answered_and_when_goes_along(draft):
    before = read_marks(draft)

    carry(draft)

    after = read_marks(draft)
    assert after[FEARED] == before[FEARED] and after["/data/danger/level"] == before[RISK]


def read_marks(submission):
    with acting(submission.begun_by):
        return read(again(submission)).marks


def test_an_answer_that_is_not_possible_in_the_new_version_is_left(needs):
    submission = begin()
    save(submission, {RISK: "high"})
    choices = """
    | list_name | name | label::English (en) | label::Español (es) |
    | level     | some | Some                | Alguno              |
    """
    with forms_at_work(NEWER, choices, version="3"):
        carry(submission)

        assert answers(submission) == {"/data/family/children": "1"}
        with acting(submission.begun_by):
            assert EarlierAnswer.objects.get(submission=submission).value == "high"


def test_a_draft_stays_in_its_version_until_somebody_carries_it_over(draft, browse):
    page = browse(draft.begun_by).get(f"/forms/{draft.pk}/").content.decode()

    assert "Go on with the new version" in page and "Nights in a safe place" in page
    assert answers(draft)[NIGHTS] == "3"


def test_the_difference_is_shown_before(draft, browse):
    page = browse(draft.begun_by).get(f"/forms/{draft.pk}/new-version/").content.decode()

    assert [words in page for words in ("What do you wish?", "What ails you?", "Nights in a safe place")] == [True] * 3
    assert answers(draft)[NIGHTS] == "3"


def test_carried_over_by_the_button_its_page_shows_what_is_no_longer_asked(draft, browse):
    client = browse(draft.begun_by)

    answer = client.post(f"/forms/{draft.pk}/new-version/", follow=True)

    page = answer.content.decode()
    assert "No longer asked" in page and "Nights in a safe place" in page and FEARS in page


def test_only_whoever_sees_every_part_carries_it_over(draft):
    with pytest.raises((NotPermitted, draft.DoesNotExist)):
        carry(draft, by=make_user("case_manager"))


def test_a_finished_form_stays_in_its_version(needs):
    submission = begin(make_case())
    save(submission, {FEARED: FEARS})
    with acting(submission.begun_by):
        workflow.finish_submission(again(submission), by=submission.begun_by)

    with forms_at_work(NEWER, version="2"), pytest.raises(WrongState):
        carry(submission)


def test_without_a_newer_version_there_is_nothing_to_carry_over(needs):
    with pytest.raises(Refused):
        carry(begin())
