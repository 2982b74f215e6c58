"""Promises with a day."""

from datetime import date
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.access.records import compartments_of, excluded_user_ids
from samaan.accounts.models import User
from samaan.cases.models import Case, Task
from samaan.cases.permissions import can_finish_task
from samaan.cases.workflow.holding import refuse_without
from samaan.cases.workflow.steps import ADD_TASK, FINISH_TASK
from samaan.transitions import NotPermitted, WrongState, lock, move


@transaction.atomic
def add_task(
    case: Case,
    *,
    by: User,
    title: str,
    due: date,
    compartment: str,
    owner: User | None = None,
    nonce: UUID | None = None,
) -> Task:
    """Note what is to be done, by whom and by when; its owner must be able to see it. One `nonce`, one task."""
    lock(case)
    sent_before = Task.objects.filter(pk=nonce, case=case, created_by=by).first() if nonce else None
    if sent_before:
        return sent_before
    owner = owner or by
    refuse_without(compartment, case, by, ADD_TASK)
    if compartment not in compartments_of(case, owner) or owner.pk in excluded_user_ids(case.pk):
        raise ValidationError({"owner": _("This person cannot see tasks of this kind in this case.")})
    move(case, ADD_TASK, by=by, event_data={"owner": owner.pk, "due": due, "compartment": compartment})
    task = Task(
        id=nonce or uuid4(), case=case, title=title, due=due, owner=owner, compartment=compartment, created_by=by
    )
    task.save(force_insert=True)
    return task


@transaction.atomic
def finish_task(task: Task, *, by: User) -> None:
    """Mark a task as done, once."""
    lock(task)
    if not can_finish_task(by, task):
        raise NotPermitted(FINISH_TASK, task.case)
    if task.done_at:
        raise WrongState(FINISH_TASK, task.case)
    task.done_at, task.done_by = timezone.now(), by
    task.save(update_fields=["done_at", "done_by"])
    move(task.case, FINISH_TASK, by=by, event_data={"compartment": task.compartment, "due": task.due})
