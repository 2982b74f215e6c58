"""The menu: one list, in the order people work. An item shows when its page exists and the role may open it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.accounts.http import SignedInRequest
from samaan.web.addresses import address_of


@dataclass(frozen=True)
class Item:
    """A page of the menu; `permission` is empty when every role may open it. `counts`: whose unread number it shows.

    `also`: other addresses that belong to it.
    """

    label: str | Promise
    url_name: str
    permission: str
    icon: str
    counts: str = ""
    also: tuple[str, ...] = ()


class Entry(NamedTuple):
    """An item as it stands on one page."""

    label: str | Promise
    url: str
    icon: str
    current: bool
    counts: str
    unread: str


ITEMS = [
    Item(_("Home"), "home", "", "home"),
    Item(_("Reports"), "intake:reports", "report.view", "inbox", "report", also=("/screenings/",)),
    Item(_("Report a suspicion"), "intake:new", "report.receive", "plus"),
    Item(_("Cases"), "cases:list", "case.view", "case", "case"),
    Item(_("Case conferences"), "conferences:list", "conference.convene", "people"),
    Item(_("Referrals"), "referrals:list", "referral.view", "share", "referral"),
    Item(_("People"), "people:list", "person.view", "people"),
    Item(_("Find a service"), "directory:list", "directory.view", "search"),
    Item(_("Our entries"), "entries:own", "directory.keep", "file"),
    Item(_("Directory"), "entries:steward", "directory.steward", "file"),
    Item(_("Referral map"), "mechanism:map", "directory.steward", "network"),
    Item(_("Where people wait"), "insights:steward", "directory.steward", "clock"),
    Item(_("Map and figures"), "insights:map", "directory.view", "globe"),
    Item(_("Figures of providers"), "referrals:figures", "directory.steward", "info"),
    Item(_("Forms"), "questionnaires:own", "form.fill", "file"),
    Item(_("Alerts"), "alerts:inbox", "alerts.view", "bell", "all"),
    Item(_("Exports"), "exports:exports", "export.ask", "share"),
    Item(_("Unusual use"), "watching:concerns", "access.watch", "bell"),
    Item(_("Retention"), "retention:list", "retention.view", "lock"),
    Item(_("Accounts"), "staff:accounts", "accounts.view", "people"),
    Item(_("Country pack"), "configuration:overview", "pack.view", "settings"),
    Item(_("Sealed log"), "audit:log", "audit.view", "lock"),
    Item(_("Who opened a file"), "walls:opened", "audit.view", "people"),
    Item(_("Jobs"), "alerts:jobs", "administer.jobs", "settings"),
]


def entries(request: SignedInRequest, unread: Mapping[str, str]) -> list[Entry]:
    """The menu of the person who asks, with the page they are on marked, and where something is unread.

    A page of one context about a record of another says by `stands_at` where it belongs.
    """
    found = []
    for item in ITEMS:
        if item.permission and not request.user.can(item.permission):
            continue
        url = address_of(item.url_name)
        if not url:
            continue
        path = getattr(request, "stands_at", request.path)
        here = is_here(path, url) or path.startswith(item.also)
        found.append(Entry(item.label, url, item.icon, here, item.counts, unread.get(item.counts, "")))
    return found


def is_here(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
