"""One's inbox."""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from ninja import Router, Schema

from samaan.alerts import queries, workflow
from samaan.alerts.models import Alert

router = Router()


class AlertOut(Schema):
    """One line: `count` alerts of one rule about one record. `reference` while the record is open to the reader."""

    id: UUID
    rule: str
    title: str
    level: str
    record_kind: str
    record_id: UUID
    reference: str
    count: int
    raised_at: datetime
    read_at: datetime | None


class Read(Schema):
    marked: int


@router.get("/alerts", response=list[AlertOut])
def inbox(request, unread_only: bool = True):
    """The newest first."""
    return [line_out(line) for line in queries.inbox(request.user, unread_only=unread_only)]


def line_out(line) -> dict:
    of_alert = {name: getattr(line.alert, name) for name in ("id", "rule", "record_kind", "record_id", "read_at")}
    return of_alert | {
        "title": str(line.title),
        "level": line.level,
        "reference": line.reference,
        "count": line.count,
        "raised_at": line.raised_at,
    }


@router.post("/alerts/read", response=Read)
def read_all(request):
    """Mark all as read."""
    return {"marked": workflow.mark_read(request.user)}


@router.post("/alerts/{pk}/read", response=Read)
def read(request, pk: UUID):
    """Mark a line as read: every alert of its rule about its record."""
    alert = Alert.objects.filter(user=request.user, pk=pk).first()
    if alert is None:
        raise Http404
    return {"marked": workflow.mark_read(request.user, record_id=alert.record_id, rule=alert.rule)}
