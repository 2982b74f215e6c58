"""Screenings in any state, made by the same functions the pages call."""

from typing import Any

from django.urls import reverse

from samaan.access import context
from samaan.accounts.models import User
from samaan.intake import screening_workflow
from samaan.intake.models import Report, ReportPerson, Screening
from samaan.intake.screening_answers import save_answers
from samaan.intake.screening_queries import VICTIM
from tests.factories.accounts import make_user
from tests.factories.intake import make_report
from tests.support import cast

YUSLEIDY = {
    "role": VICTIM,
    "given_names": "Yusleidy",
    "family_names": "Marcano",
    "age": 16,
    "sex": "female",
    "nationality": "VE",
    "language": "es",
}
CONSENT = {"consent": "assents", "consent_authority": "Her aunt, by telephone", "support_person": "social_worker"}
ELEMENTS = {
    "act_recruitment": "present",
    "act_recruitment_note": "An offer on a social network to work as a waitress.",
    "means_deception": "present",
    "means_deception_note": "There was no restaurant.",
    "purpose_sexual_exploitation": "present",
    "purpose_sexual_exploitation_note": "She had to stay with customers.",
}
REASONS = "She was recruited by deceit and held in the bar; two witnesses say the same."
DECISION = {"outcome": "confirmed", "organisation_kind": "police", "reasons": REASONS}


def acting(user: User):
    return context.acting(context.of_user(user))


def make_victim(
    *, investigator: User | None = None, status: str = Report.Status.ACCEPTED, **known: Any
) -> ReportPerson:
    """A possible victim named in a report that an investigator has accepted."""
    person = {**YUSLEIDY, **known}
    answers = {"region": cast.region("report"), "exploitation": ["sexual_exploitation"]}
    report = make_report(status, investigator=investigator, persons=[person], answers=answers)
    with acting(report.assigned_to):
        return ReportPerson.objects.select_related("report__assigned_to", "person").get(report=report)


def make_screening(status: str = Screening.Status.OPEN, *, answers: dict | None = None, **given: Any) -> Screening:
    """A screening that has come as far as `status`; `answers` are saved on the way, consent first."""
    victim = make_victim(**given)
    investigator = victim.report.assigned_to
    with acting(investigator):
        screening = screening_workflow.begin_screening(victim, by=investigator)
        save(screening, CONSENT, by=investigator)
        save(screening, ELEMENTS if answers is None else answers, by=investigator)
        if status != Screening.Status.OPEN:
            screening_workflow.submit_screening(screening, by=investigator)
    if status == Screening.Status.SENT_BACK:
        head = make_user("head_of_investigations")
        with acting(head):
            screening_workflow.send_back(screening, by=head, questions="Who paid for the journey?")
    if status == Screening.Status.DETERMINED:
        decide(screening, by=make_user("director"))
    return seen(screening, investigator)


def save(screening: Screening, answers: dict, *, by: User) -> None:
    """All of these, one after the other person's."""
    save_answers(screening, answers, base=screening.revision, by=by)


def at(screening: Screening, code: str) -> str:
    """The address of a question of its form."""
    return screening.submission.form.named[code].path


def section_url(screening: Screening, code: str) -> str:
    return reverse("questionnaires:section", args=[screening.submission_id, code])


def decide(screening: Screening, *, by: User, **decision: str) -> None:
    with acting(by):
        on_revision = Screening.objects.get(pk=screening.pk).revision
        screening_workflow.make_determination(screening, by=by, on_revision=on_revision, **{**DECISION, **decision})


def seen(screening: Screening, user: User) -> Screening:
    """The screening as this colleague sees it."""
    with acting(user):
        return Screening.objects.select_related(
            "report__assigned_to",
            "report__organisation",
            "report_person__person",
            "submission__form_version",
            "opened_by",
        ).get(pk=screening.pk)
