"""Files whose time has come, made by the same functions the pages call and set back in time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.utils import timezone

from samaan.access import context
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.intake.models import Report
from samaan.retention import finding, workflow
from samaan.retention.models import Hold, Proposal
from samaan.server.connection import acting_as
from tests.factories import cases as of_cases
from tests.factories.accounts import make_user
from tests.factories.intake import make_report

LONG_AGO = timedelta(days=9 * 366)
WHY = "Nobody has come back to it."


def acting(user: User):
    return context.acting(context.of_user(user))


@contextmanager
def worker(purpose: str = "test") -> Iterator[None]:
    """As the worker: its database role, and a context that says what for."""
    with acting_as("job"), context.acting(context.of_job(purpose)):
        yield


def close_long_ago(record: Any) -> Any:
    """As if it had been closed nine years ago."""
    with worker():
        moved = timezone.now() - LONG_AGO
        began = "opened_at" if isinstance(record, Case) else "received_at"
        type(record).objects.filter(pk=record.pk).update(closed_at=moved, changed_at=moved, **{began: moved})
        return type(record).objects.get(pk=record.pk)


def make_due_case(**known: Any) -> Case:
    """A case of an invented woman that was closed nine years ago, on the list of what is due."""
    case = known.pop("case", None) or of_cases.make_case(**known)
    of_cases.close(case)
    case = close_long_ago(case)
    with worker("retention"):
        finding.note_due(Case.objects.get(pk=case.pk))
    return case


def make_due_report(reason: str = "not_tip", **given: Any) -> Report:
    report = make_report(Report.Status.CLOSED, **given)
    report = close_long_ago(report)
    with worker("retention"):
        finding.note_due(Report.objects.get(pk=report.pk))
    return report


def director(role: str = "director") -> User:
    return User.objects.filter(role_id=role).first() or make_user(role)


def propose(record: Any, *, by: User | None = None, **given: Any) -> Proposal:
    by = by or director()
    with acting(by):
        return workflow.propose_disposal(type(record).objects.get(pk=record.pk), by=by, **{"reason": WHY} | given)


def approve(proposal: Proposal, *, by: User | None = None) -> Proposal:
    by = by or director("deputy_director")
    with acting(by):
        workflow.approve_disposal(Proposal.objects.get(pk=proposal.pk), by=by)
    return proposal


def approved(record: Any) -> Proposal:
    return approve(propose(record))


def hold(record: Any, *, by: User | None = None, **given: Any) -> Hold:
    by = by or director()
    with acting(by):
        given = {"reason": "The High Court asks for it"} | given
        return workflow.place_hold(type(record).objects.get(pk=record.pk), by=by, **given)


def lift(hold: Hold, *, by: User, reason: str = "The court has decided") -> None:
    with acting(by):
        workflow.lift_hold(Hold.objects.get(pk=hold.pk), by=by, reason=reason)
