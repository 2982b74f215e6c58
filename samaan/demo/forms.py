"""The forms of the demo: needs, risks and steps that case managers wrote down, one of them half way."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from samaan import countrypack
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.cases.models import Status as CaseStatus
from samaan.demo.staffing import person
from samaan.demo.telling import acting
from samaan.intake.models import Report
from samaan.questionnaires import workflow
from samaan.questionnaires.models import Submission
from samaan.questionnaires.workflow import Saved
from samaan.xforms.instance import takes_answers
from samaan.xforms.judging import Judged
from samaan.xforms.verdict import Verdict

INVESTIGATOR, FIRST_CONTACT = "investigator@ctu.example", "first_contact"
MANAGERS = ("case.manager@ctu.example", "case.manager2@ctu.example")
PLAN = (("needs_assessment", True), ("initial_risk", True), ("needs_assessment", False), ("self_sufficiency", True))
WORDS = (
    "She wants to call her mother once a week, from the office.",
    "Her cousin in Chaguanas would take her in, but not before June.",
    "The clinic in Arima knows her already and sees her on Tuesdays.",
    "She cooked for a school before and would like to again.",
    "He asks that nobody of his village hears where he is.",
)
MOST_TURNS = 12


def tell() -> None:
    """Each form about another case; what the pack at work does not have is left out."""
    known = countrypack.pack().instruments
    for address in MANAGERS:
        manager = person(address)
        with acting(manager):
            cases = list(Case.objects.filter(case_manager=manager).exclude(status=CaseStatus.CLOSED)[: len(PLAN)])
        for case, (code, is_finished) in zip(cases, PLAN, strict=False):
            if code in known:
                fill_in(case, code, manager, is_finished=is_finished)
    if FIRST_CONTACT in known:
        before_contact(person(INVESTIGATOR))


def before_contact(investigator: User) -> None:
    """One of the reports they work on has a form besides its screenings."""
    with acting(investigator):
        found = Report.objects.filter(assigned_to=investigator, status__in=Report.IN_HAND).first()
    if found:
        fill_in(found, FIRST_CONTACT, investigator, is_finished=True)


def fill_in(record: Case | Report, code: str, by: User, *, is_finished: bool) -> None:
    """Begun, answered as far as the demo goes, and finished when nothing is missing."""
    with acting(by):
        form = workflow.begin_submission(countrypack.pack().instruments[code], record, by=by)
        saved = workflow.save_answers(form, {}, base=form.revision, by=by)
        for turn in range(MOST_TURNS):
            given = dict(answers(saved, turn, only_needed=is_finished))
            if not given:
                break
            saved = workflow.save_answers(form, given, base=saved.revision, by=by)
            if not is_finished:
                return
        if is_finished and saved.verdict.is_complete:
            workflow.finish_submission(Submission.objects.get(pk=form.pk), by=by)


def answers(saved: Saved, turn: int, *, only_needed: bool) -> Iterator[tuple[str, str]]:
    """What is asked and not answered yet: on the first turn the texts too, later only what is needed."""
    for number, judged in enumerate(saved.verdict.judged.values()):
        if judged.value or not judged.relevant or judged.read_only or not takes_answers(judged.question):
            continue
        if judged.required or (turn == 0 and number % 3 == 0):
            text = plausible(saved.verdict, judged, number)
            if text:
                yield judged.address, text
        if not only_needed and number > 12:
            return


def plausible(verdict: Verdict, judged: Judged, number: int) -> str:
    question = judged.question
    if question.offer:
        offered = verdict.choices(judged.address)
        return offered[number % len(offered)].name if offered else ""
    if question.kind == "date":
        return (timezone.localdate() + timedelta(days=14)).isoformat()
    usual = {"text": WORDS[number % len(WORDS)], "integer": "2", "decimal": "2", "range": "3", "acknowledge": "OK"}
    return usual.get(question.kind, "")
