"""A person whom a provider sends back: the task of whoever answers for the case."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from samaan.access.records import compartments_of
from samaan.cases.models import Case, Task
from samaan.referrals.models import SentBack
from samaan.referrals.workflow.answering import INFORMATION_CLOCK, time_for
from samaan.transitions import announce, lock

# The first of these that the owner may see.
KEPT_IN = ("care", "summary")
PURPOSE = "referral"


def add_task(sent_back_id: UUID) -> None:
    """By the worker: the provider sees nothing of the case. The task has the id of what it is about: once."""
    told = SentBack.objects.select_related("referral__sender", "recorded_by").get(pk=sent_back_id)
    referral = told.referral
    case = Case.objects.select_related("case_manager").get(pk=referral.case_id)
    lock(case)
    if Task.objects.filter(pk=told.pk).exists() or not case.is_open:
        return
    owner = case.case_manager or referral.sender
    held = compartments_of(case, owner)
    kept_in = next((compartment for compartment in KEPT_IN if compartment in held), KEPT_IN[-1])
    due = timezone.localdate(timezone.now() + time_for(INFORMATION_CLOCK, referral))
    with override(owner.language):
        title = _("%(reference)s: sent back, something is still needed") % {"reference": referral.reference}
    data = {"owner": owner.pk, "due": due, "compartment": kept_in}
    announce("case.task_added", case, by=None, purpose=PURPOSE, **data)
    task = Task(
        id=told.pk, case=case, compartment=kept_in, title=title, owner=owner, due=due, created_by=told.recorded_by
    )
    task.save(force_insert=True)
