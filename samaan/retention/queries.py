"""Questions asked of what is kept. All of them stay within what the person asking may see."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from samaan.accounts.models import User
from samaan.audit.permissions import may_audit
from samaan.retention.models import Certificate, Due, Hold, OwnDataRequest, Proposal

SHOWN = 200


def open_proposal(record: Any) -> Proposal | None:
    """The one that waits for a second person or for the worker."""
    waiting = Proposal.objects.filter(of_record=record.record_id).exclude(status=Proposal.Status.REFUSED)
    return waiting.select_related("proposed_by").first()


def due(user: User) -> QuerySet[Due]:
    """What may be proposed, the longest due first."""
    return Due.objects.visible_to(user).order_by("due_on", "pk")


def waiting(user: User) -> QuerySet[Proposal]:
    found = Proposal.objects.visible_to(user).exclude(status=Proposal.Status.REFUSED)
    return found.select_related("proposed_by", "decided_by")


def holds(user: User) -> QuerySet[Hold]:
    stands = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    return Hold.objects.visible_to(user).filter(stands, lifted_at=None).select_related("placed_by")


def certificates(user: User) -> QuerySet[Certificate]:
    """Those of records this person saw; an auditor sees all, and the database asks that role again."""
    found = Certificate.objects.all() if may_audit(user) else Certificate.objects.visible_to(user)
    return found.select_related("proposed_by", "approved_by", "organisation")


def gone(user: User, record_id: UUID) -> Certificate | None:
    """The certificate of a record that was disposed of, itself or with another, for whoever could see it."""
    return certificates(user).filter(records__contains=[record_id]).first()


def plan_of(record: Any) -> dict[str, int]:
    """How much of what goes with a record, and (`stays_…`) what stays because another record needs it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, number FROM sec.disposal_plan(%s)", [record.record_id])
        return {what: number for what, number in cursor.fetchall() if number}


def is_held(record: Any) -> bool:
    """Whether a hold counts on it or on anything that would go with it, such as a report merged into it."""
    return bool(plan_of(record).get("held"))


def own_data_of(user: User, case_id: UUID) -> QuerySet[OwnDataRequest]:
    found = OwnDataRequest.objects.visible_to(user).filter(case_id=case_id)
    return found.select_related("recorded_by", "handled_by")
