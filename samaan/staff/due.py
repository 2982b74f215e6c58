"""Whose accounts are due for review."""

from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet
from django.utils import timezone

from samaan import countrypack
from samaan.accounts.models import Organisation, User
from samaan.staff.models import Review


def organisations_to_review() -> list[Organisation]:
    """At work, with people, none open, and the next one due within the time that is given for it."""
    soon = timezone.now() + countrypack.pack().staff.review_within
    found = Organisation.objects.filter(is_active=True).exclude(reviews__status=Review.Status.OPEN)
    return [organisation for organisation in found if (due := next_due(organisation)) and due <= soon]


def next_due(organisation: Organisation) -> datetime | None:
    """So many days after the last was due; at first, after the oldest account began. None without people."""
    people = User.objects.filter(organisation=organisation, ended_at=None)
    if not people.exists():
        return None
    last = organisation.reviews.order_by("-opened_at").first()
    began: Any = last.due_at if last else people.aggregate(first=Min("created_at"))["first"]
    return began + countrypack.pack().staff.review_every


def reviews_to_lock() -> QuerySet[Review]:
    return Review.objects.filter(status=Review.Status.OPEN, locked_at=None, lock_at__lte=timezone.now())
