"""Forms that came from a colleague's phone and are in no file yet, and how they go to another."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import close_to, open_to
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.devices.workflow.steps import FILE
from samaan.questionnaires.compartments import compartments
from samaan.questionnaires.models import Submission
from samaan.questionnaires.workflow.beginning import about
from samaan.staff.load import Passing, Plan, Source
from samaan.transitions import lock


@dataclass(frozen=True)
class Waiting:
    """A form that waits to be filed. Whoever hands it over sees which form it is, and nothing in it."""

    submission: Submission

    @property
    def reference(self) -> str:
        return f"{self.submission.title} {self.submission.begun_at:%Y-%m-%d}"


def find(colleague: User) -> Iterable[Waiting]:
    """Those they sent and nobody has filed."""
    sent = Submission.objects.filter(of_kind="submission", begun_by=colleague, status__in=FILE.sources)
    found = sent.select_related("form_version").order_by("begun_at")
    return [Waiting(submission) for submission in found if not submission.is_placed]


def plan(waiting: Waiting, passing: Passing) -> Plan:
    form_id = waiting.submission.form_version.form_id
    of_form = [each for each in countrypack.pack().instruments.values() if each.form == form_id]
    if passing.to and not any(passing.to.can(each.fill) for each in of_form):
        return Plan(stays=[_("%(name)s does not fill in this form.") % {"name": passing.to}])
    return Plan(goes=[_("A form from a phone, to be filed")])


def give(waiting: Waiting, passing: Passing) -> None:
    """The other sees it among what came from their own phone."""
    submission, to = waiting.submission, passing.to
    lock(submission)
    if to is None or submission.status not in FILE.sources:
        return
    parts = compartments(submission.form, submission.compartment)
    open_to(submission, principals.user(to.pk), parts, basis=Basis.ASSIGNMENT, purpose="form", by=passing.by)
    data = {"from": passing.of.pk, "to": to.pk, "reason": passing.reason, **about(submission)}
    stream.append("form.handed_over", record=submission, by=passing.by, **data)


def let_go(waiting: Waiting, of: User) -> None:
    close_to(waiting.submission, principals.user(of.pk))
    close_to(waiting.submission, principals.left_by(of.pk))


SOURCE = Source("arrival", find, plan, give, let_go)
