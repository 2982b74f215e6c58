"""Saving answers: each by itself, as it is typed, and never one over another that its writer had not seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.intake import screening_permissions as may
from samaan.intake.instrument import INSTRUMENT, is_answered
from samaan.intake.instrument.values import clean
from samaan.intake.models import EarlierAnswer, ReportPerson, Screening, ScreeningAnswer, Sitting
from samaan.intake.screening_lists import lists_for
from samaan.intake.screening_queries import age_in, answers_of, is_locked
from samaan.people.workflow import update_person
from samaan.transitions import NotPermitted, Transition, WrongState, lock

S = Screening.Status
ANSWER = Transition("screening.answered", (S.OPEN, S.SENT_BACK), None, may.can_work, gettext_lazy("Save an answer"))
# Answering goes on for a while: it is one event for each section and sitting, however many keystrokes it is saved in.
ONE_SITTING = timedelta(minutes=30)
STORY_LENGTH = 4000
# What a screening learns of the person is kept with the person.
OF_PERSON = ("given_names", "family_names", "birth_date", "sex", "nationality", "language")
OF_AGE = ("birth_date", "age", "age_basis", "age_doubt")


class Locked(Exception):
    """This part of the screening opens when consent is settled."""


@dataclass
class Saved:
    """What became of it: the screening's revision now, and answers that somebody else gave meanwhile."""

    revision: int
    conflicts: dict[str, ScreeningAnswer] = field(default_factory=dict)


@transaction.atomic
def save_answers(screening: Screening, given: Mapping[str, Any], *, base: int, by: User, strict: bool = True) -> Saved:
    """Save answers by question.

    1. locks the screening, 2. refuses the wrong person, the wrong state, a locked section and a wrong value,
    3. leaves alone what somebody else answered after revision `base` (without `strict`, one's own later answer
    is no conflict), 4. keeps what is replaced, 5. carries over what concerns the person, 6. notes the event.

    Raises NotPermitted, WrongState, Locked or ValidationError.
    """
    lock(screening)
    if not ANSWER.may(by, screening):
        raise NotPermitted(ANSWER, screening)
    if screening.status not in ANSWER.sources:
        raise WrongState(ANSWER, screening, stream.last(screening.record_id))
    answers = answers_of(screening)
    values, sections = checked(given, answers)
    rows = {row.question: row for row in screening.answers.select_related("answered_by")}
    changed = {name: value for name, value in values.items() if value != answers.get(name)}
    conflicts = {
        name: rows[name]
        for name in changed
        if name in rows and rows[name].version > base and (strict or rows[name].answered_by_id != by.pk)
    }
    accepted = {name: value for name, value in changed.items() if name not in conflicts}
    if accepted:
        screening.revision += 1
        for name, value in accepted.items():
            put(screening, name, value, by=by, row=rows.get(name), base=base)
        answers.update(accepted)
        follow(screening, answers, accepted)
        for section in {sections[name] for name in accepted}:
            note(screening, section, by=by)
    return Saved(screening.revision, conflicts)


def checked(given: Mapping[str, Any], answers: dict) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers in their one form, and the section of each. Nothing of a locked section gets through."""
    lists = lists_for(answers)
    values, sections, errors = {}, {}, {}
    for name, sent in given.items():
        found = INSTRUMENT.find(name, lists)
        if found is None:
            errors[name] = ValidationError(_("There is no such question."))
            continue
        section, question = found
        if is_locked(section, answers):
            raise Locked
        try:
            values[name], sections[name] = clean(question, sent, lists), section.code
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return values, sections


def put(
    screening: Screening,
    question: str,
    value: Any,
    *,
    by: User | None,
    row: ScreeningAnswer | None = None,
    base: int = 0,
) -> None:
    """Write one answer at the screening's present revision, keeping the one it replaces where it may be missed."""
    new = {"value": value, "version": screening.revision, "answered_by": by, "answered_at": timezone.now()}
    if row is None:
        ScreeningAnswer(screening=screening, report_id=screening.report_id, question=question, **new).save(
            force_insert=True
        )
        return
    if by is not None and is_worth_keeping(row, screening, by=by, base=base):
        keep_earlier(row, by=by)
    for name, given in new.items():
        setattr(row, name, given)
    row.save(update_fields=list(new))


def is_worth_keeping(row: ScreeningAnswer, screening: Screening, *, by: User, base: int) -> bool:
    """Somebody else's answer, one this writer had not seen, or one that was submitted; not one's own keystrokes."""
    if not is_answered(row.value):
        return False
    return row.answered_by_id != by.pk or row.version > base or row.version <= screening.submitted_revision


def keep_earlier(row: ScreeningAnswer, *, by: User) -> None:
    EarlierAnswer(
        screening_id=row.screening_id,
        report_id=row.report_id,
        question=row.question,
        value=row.value,
        version=row.version,
        answered_by_id=row.answered_by_id,
        answered_at=row.answered_at,
        replaced_by=by,
    ).save(force_insert=True)


def follow(screening: Screening, answers: dict, accepted: dict) -> None:
    """The screening's own facts, and the person's, after answers changed."""
    screening.changed_at = timezone.now()
    screening.is_child = age_in(answers).is_child
    screening.save(update_fields=["revision", "changed_at", "is_child"])
    if set(accepted) & {*OF_PERSON, *OF_AGE}:
        update_person(screening.report_person.person, **facts_of_person(answers))


def facts_of_person(answers: dict) -> dict[str, Any]:
    """What the person's own record takes over. An age in doubt is no age there: they are a child until assessed."""
    age = age_in(answers)
    facts = {name: answers.get(name) or "" for name in OF_PERSON if name in answers}
    facts["age"] = None if age.presumed else age.years
    facts["age_is_estimate"] = answers.get("age_basis") not in ("document", "assessed")
    return facts


def be_present(screening: Screening, section: str, *, by: User) -> None:
    """This person is at this section now: others at it are told."""
    Sitting.objects.bulk_create(
        [Sitting(screening=screening, report_id=screening.report_id, user=by, section=section)],
        update_conflicts=True,
        unique_fields=["screening", "user"],
        update_fields=["section", "seen_at"],
    )


def note(screening: Screening, section: str, *, by: User) -> None:
    """One event for a sitting at a section; the answers themselves say who gave each and when."""
    be_present(screening, section, by=by)
    sitting = screening.sittings.get(user=by)
    now = timezone.now()
    if sitting.noted_section == section and sitting.noted_at and now - sitting.noted_at < ONE_SITTING:
        return
    sitting.noted_section, sitting.noted_at = section, now
    sitting.save(update_fields=["noted_section", "noted_at"])
    stream.append(ANSWER.kind, record=screening, by=by, screening=screening.pk, section=section)


def known_already(victim: ReportPerson) -> dict[str, Any]:
    """What the report and the person's record say, as answers; what does not fit this country's lists is left out."""
    person, report = victim.person, victim.report
    told = {name: getattr(person, name) for name in OF_PERSON} | {
        "age": person.age,
        "age_basis": age_basis(person.age, person.age_is_estimate),
        "interview_language": person.language,
        "region": report.region,
        "exploitation": report.exploitation,
        "story": report.narrative[:STORY_LENGTH],
    }
    lists = lists_for({})
    known = {}
    for name, value in told.items():
        found = INSTRUMENT.find(name, lists)
        try:
            answer = clean(found[1], value, lists) if found else None
        except ValidationError:
            continue
        if is_answered(answer):
            known[name] = answer
    return known


def age_basis(age: int | None, is_estimate: bool) -> str:
    if age is None:
        return "unknown"
    return "estimated" if is_estimate else "stated"
