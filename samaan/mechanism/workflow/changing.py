"""A change to the referral map: begun from a map there has been, then worked on need by need."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.accounts.models import User
from samaan.configuration import workflow
from samaan.configuration.models import Change
from samaan.configuration.seats import REFERRAL_MAP
from samaan.mechanism import editing
from samaan.transitions import lock


@transaction.atomic
def begin_map_change(
    *, by: User, reason: str, holds_from: date | None = None, like: Mapping[str, Any] | None = None
) -> Change:
    """Begin a new referral map, like the newest one or an earlier one; nothing changes by it.

    `holds_from`: the first day it counts, once somebody else has approved it; the day of approval when none is given.
    """
    if holds_from and holds_from <= timezone.localdate():
        raise ValidationError({"holds_from": _("Choose a day to come, or leave it empty.")})
    written = editing.begun_from(like or countrypack.pack().content["referral_map"], holds_from)
    change = workflow.begin_change(by=by, reason=reason, part=REFERRAL_MAP)
    keep(change, written, by)
    return change


@transaction.atomic
def put_route(change: Change, *, by: User, row: Mapping[str, Any]) -> None:
    """Write for one need who is asked, with what; other needs stay as they are."""
    lock(change)
    keep(change, editing.with_route(editing.map_of(change), row), by)


@transaction.atomic
def remove_route(change: Change, *, by: User, need: str) -> None:
    """Take a need out of the map; one that people may still choose is missed when the change is looked at."""
    lock(change)
    keep(change, editing.without_route(editing.map_of(change), need), by)


def keep(change: Change, written: Mapping[str, Any], by: User) -> None:
    workflow.put_file(change, by=by, name=editing.PATH, path=editing.PATH, data=editing.as_file(written))
