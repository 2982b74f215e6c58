"""Rows of the work lists, with everything said before the template sees them: fifty of them are shown at once."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from samaan.referrals.models import Status
from samaan.referrals.queries import Row

# What a badge looks like, and its word where the pack's is too long for one.
PRIORITIES: dict[str, tuple[str, str | Promise]] = {
    "emergency": ("high", gettext_lazy("Emergency")),
    "urgent": ("medium", gettext_lazy("Urgent")),
    "normal": ("status", gettext_lazy("Normal")),
}
STATUSES = {
    Status.DELIVERED: "done",
    Status.DECLINED: "medium",
    Status.NOT_DELIVERED: "medium",
    Status.SENT_BACK: "medium",
    Status.EXPIRED: "medium",
    Status.INFORMATION_ASKED: "medium",
}


@dataclass(frozen=True)
class Line:
    """One referral in a list."""

    url: str
    service: str
    reference: str
    other: str
    priority: tuple[str, str]
    status: tuple[str, str]
    due: datetime | None
    changed: datetime
    unread: str


def lines(rows: list[Row], box: str = "sent") -> list[Line]:
    """The rows as they are shown: `other` is the organisation on the other side."""
    return [line(row, box) for row in rows]


def line(row: Row, box: str) -> Line:
    return Line(
        url=reverse("referrals:detail", args=[row.pk]),
        service=row.service,
        reference=f"{row.reference} · {row.pseudonym}" if row.pseudonym else row.reference,
        other=row.organisation if box == "received" else row.provider,
        priority=priority(row.priority),
        status=status(row.status),
        due=row.due,
        changed=row.changed_at,
        unread=ngettext("%(n)s new", "%(n)s new", row.unread) % {"n": row.unread} if row.unread else "",
    )


def priority(code: str) -> tuple[str, str]:
    """The look and the word of a badge."""
    kind, word = PRIORITIES.get(code, ("status", code))
    return kind, str(word)


def status(code: str) -> tuple[str, str]:
    return STATUSES.get(Status(code), "status"), str(Status(code).label)
