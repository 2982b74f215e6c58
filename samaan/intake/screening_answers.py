"""What follows from the answers of a screening, and saving them by the names of their questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from samaan.accounts.models import User
from samaan.intake.models import ReportPerson, Screening
from samaan.intake.screening_form import addresses
from samaan.people.workflow import update_person
from samaan.questionnaires import workflow
from samaan.questionnaires.facts import asked, fact_of
from samaan.questionnaires.models import Submission
from samaan.questionnaires.workflow import Conflict
from samaan.xforms.faults import Refused
from samaan.xforms.verdict import Verdict

STORY_LENGTH = 4000
# What a screening learns of the person is kept with the person.
OF_PERSON = ("given_names", "family_names", "birth_date", "sex", "nationality", "language")
# How an age was found out when it is no estimate.
CERTAIN = ("document", "assessed")
YES = "yes"


@dataclass(frozen=True)
class Saved:
    """What became of it: the revision now, and answers that somebody else gave meanwhile, by question."""

    revision: int
    conflicts: Mapping[str, Conflict]


@transaction.atomic
def save_answers(screening: Screening, given: Mapping[str, Any], *, base: int, by: User, strict: bool = True) -> Saved:
    """Save answers by the names of their questions, for programs; a page saves by their addresses.

    Raises what `questionnaires.workflow.save_answers` does, and ValidationError for a wrong name or a wrong value.
    """
    form = screening.submission.form
    sent = addresses(form, given)
    try:
        saved = workflow.save_answers(screening.submission, sent, base=base, by=by, strict=strict)
    except Refused as refused:
        raise ValidationError(str(refused)) from None
    wrong = {name: saved.verdict[form.named[name].path] for name in given}
    errors = {name: judged.problem for name, judged in wrong.items() if judged.problem and judged.value}
    if errors:
        raise ValidationError(errors)
    named = {form.named[name].path: name for name in given}
    return Saved(saved.revision, {named[address]: conflict for address, conflict in saved.conflicts.items()})


def follow(submission: Submission, verdict: Verdict, *, by: User) -> None:
    """The screening's own facts, and the person's, after answers changed."""
    screening = Screening.objects.select_related("report_person__person").get(submission=submission)
    screening.changed_at = timezone.now()
    if asked(verdict, "person.age_basis"):
        # Until then the age is what the report says.
        screening.is_child = is_child(verdict)
    screening.save(update_fields=["changed_at", "is_child"])
    known = facts_of_person(verdict)
    if known:
        update_person(screening.report_person.person, **known)


def is_child(verdict: Verdict) -> bool:
    """Whoever is not known to be an adult is a child."""
    return fact_of(verdict, "screening.is_child") != "no"


def facts_of_person(verdict: Verdict) -> dict[str, Any]:
    """What the person's own record takes over. An age in doubt is no age there: they are a child until assessed."""
    facts: dict[str, Any] = {}
    for name in OF_PERSON:
        text = fact_of(verdict, f"person.{name}")
        if text is not None:
            facts[name] = text
    age, basis = fact_of(verdict, "screening.age_years"), fact_of(verdict, "person.age_basis")
    if basis is not None:
        doubted = fact_of(verdict, "screening.age_presumed") == YES
        facts["age"] = None if doubted or not age else int(age)
        facts["age_is_estimate"] = basis not in CERTAIN
    return facts


def known_already(victim: ReportPerson) -> dict[str, str]:
    """What the report and the person's record say, by the columns that a form's questions name in `stored_as`."""
    person, report = victim.person, victim.report
    told: dict[str, Any] = {f"person.{name}": getattr(person, name) for name in OF_PERSON} | {
        "person.age": "" if person.age is None else str(person.age),
        "person.age_basis": age_basis(person.age, person.age_is_estimate),
        "person.region": report.region,
        "screening.exploitation_suspected": " ".join(report.exploitation),
        "report.narrative": report.narrative[:STORY_LENGTH],
    }
    return {column: str(text) for column, text in told.items() if text}


def age_basis(age: int | None, is_estimate: bool) -> str:
    if age is None:
        return "unknown"
    return "estimated" if is_estimate else "stated"
