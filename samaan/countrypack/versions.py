"""Every version a pack has been at work in, and the way back to an earlier one."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.countrypack.exporting import export
from samaan.countrypack.loading import load
from samaan.countrypack.models import PackVersion

Content = Mapping[str, Any]


class NoWayBack(Exception):
    """There is no such version, or it is at work already; the message is one sentence."""


def loaded_versions() -> list[PackVersion]:
    """Every version, the newest first, without its content."""
    return list(PackVersion.objects.defer("content").select_related("loaded_by"))


def at_work() -> PackVersion:
    """The version at work; NoWayBack when no pack was ever loaded."""
    found = PackVersion.objects.filter(is_active=True).first()
    if found is None:
        raise NoWayBack(_("No country pack is loaded."))
    return found


def go_back(number: int, *, by: User | None, dry_run: bool = False) -> list[str]:
    """Put an earlier version to work again, as a new version, and say in words what changes.

    Codes that came since stay in their lists, inactive: records may hold them. All else is as it was. PackFaults when
    today's program needs what that version did not have, or when people hold a role it did not have.
    """
    now = at_work()
    earlier = PackVersion.objects.filter(pk=number).first()
    if earlier is None:
        raise NoWayBack(_("There is no version with the number %(number)s.") % {"number": number})
    if earlier.checksum == now.checksum:
        raise NoWayBack(_("This version is at work."))
    with TemporaryDirectory() as folder:
        export(with_later_codes(earlier.content, now.content), Path(folder))
        return load(folder, by=by, dry_run=dry_run, back_to=earlier)


def with_later_codes(earlier: Content, now: Content) -> dict[str, Any]:
    """The earlier content, and every code of a list or region that came later, no longer offered.

    The clocks of later urgencies, priorities and risks still run for the records that have them.
    """
    lists = {**{name: [] for name in now["codelists"]}, **earlier["codelists"]}
    clocks = {name: {**clocks_of(now).get(name, {}), **levels} for name, levels in clocks_of(earlier).items()}
    return {
        **earlier,
        "country": {**earlier["country"], "clocks": clocks},
        "codelists": {name: with_later(rows, now["codelists"].get(name, ())) for name, rows in lists.items()},
        "regions": with_later(earlier["regions"], now["regions"]),
    }


def clocks_of(content: Content) -> Mapping[str, Any]:
    return content["country"]["clocks"]


def with_later(rows: list[dict[str, str]], later: Any) -> list[dict[str, str]]:
    known = {row["code"] for row in rows}
    return [*rows, *({**row, "active": "no"} for row in later if row["code"] not in known)]
