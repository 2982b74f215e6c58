"""What the country pack says about reports."""

from datetime import datetime

from django.utils import timezone

from samaan.accounts.models import Organisation
from samaan.countrypack.active import pack


def holding_organisation() -> Organisation:
    """The unit that holds every report; its roles oversee them."""
    return Organisation.objects.get(code=pack().unit_organisation)


def due(clock: str, level: str) -> datetime | None:
    """When a clock of this urgency, started now, runs out; None when the pack has no such clock."""
    lasting = pack().clock(clock, level)
    return timezone.now() + lasting if lasting else None
