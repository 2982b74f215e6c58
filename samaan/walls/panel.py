"""What the access page of a file shows of its walls."""

from typing import Any

from django.urls import reverse

from samaan.accounts.models import User
from samaan.walls import offers, queries
from samaan.walls.permissions import can_disclose


def passed(file: Any, user: User, *, shows_reasons: bool) -> dict[str, Any]:
    """Openings in an emergency and disclosures. Reasons are for those who may see who opened the file."""
    offered = file.record_kind in offers.ITEMS and can_disclose(user, file)
    return {
        "file_id": file.pk,
        "emergencies": list(queries.emergencies_of(user, file.pk)),
        "disclosures": list(queries.disclosures_of(user, file.pk)),
        "disclose_url": reverse("walls:disclose", args=[file.record_kind, file.pk]) if offered else "",
        "shows_reasons": shows_reasons,
    }
