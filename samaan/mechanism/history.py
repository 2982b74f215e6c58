"""The referral maps there have been: which hold, from when, by whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.utils import timezone

from samaan.configuration.models import Change
from samaan.countrypack import parts
from samaan.countrypack.models import PackVersion

Written = dict[str, Any]
LOOKED_AT = 200


@dataclass(frozen=True)
class Version:
    """A version of the pack with which the referral map changed."""

    number: int
    name: str
    since: datetime
    written: Written
    holds_from: date | None
    proposed_by: str = ""
    approved_by: str = ""
    why: str = ""

    @property
    def is_coming(self) -> bool:
        return self.holds_from is not None and timezone.localdate() < self.holds_from

    @property
    def routes(self) -> dict[str, parts.Route]:
        return parts.routes(self.written)


def versions() -> list[Version]:
    """The newest first. A pack that changed something else left the map as it was, and makes no version of it."""
    rows = PackVersion.objects.order_by("-pk").values_list(
        "pk", "version", "loaded_at", "loaded_by__full_name", "content__referral_map"
    )[:LOOKED_AT]
    found: list[Version] = []
    # From the oldest on: the first with such a map brought it.
    for pk, name, since, who, written in reversed(rows):
        if found and found[-1].written == written:
            continue
        found.append(version(pk, name, since, who or "", written))
    return found[::-1]


def version(pk: int, name: str, since: datetime, who: str, written: Written) -> Version:
    """Whoever put it to work approved it; who proposed it and why stand on the change, for those who may see that."""
    change = Change.objects.filter(made=pk).select_related("proposed_by").first()
    day = written.get("holds_from")
    return Version(
        number=pk,
        name=name,
        since=since,
        written=written,
        holds_from=date.fromisoformat(day) if day else None,
        proposed_by=change.proposed_by.full_name if change else "",
        approved_by=who,
        why=change.reason if change else "",
    )


def of_number(number: int) -> Version:
    """One of them, or 404."""
    found = next((one for one in versions() if one.number == number), None)
    if found is None:
        raise Http404
    return found


def newest() -> Version:
    return versions()[0]
