"""What differs between two packs, in words an administrator reads before saying yes."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from samaan.countrypack.words import in_language

Content = Mapping[str, Any]
Rows = Mapping[str, Mapping[str, Any]]


def compare(old: Content | None, new: Content) -> list[str]:
    """The changes to lists, rules, routes, messages and the country's own settings."""
    if old is None:
        country = in_language(new["country"]["name"])
        return [_("The country pack of %(country)s is loaded for the first time.") % {"country": country}]
    return [
        *compare_settings(old["country"], new["country"]),
        *compare_lists(old["codelists"], new["codelists"]),
        *compare_rows(_("Alert rules"), by_key(old["alert_rules"]["rules"]), by_key(new["alert_rules"]["rules"])),
        *compare_rows(
            _("Referral map"),
            by_key(old["referral_map"]["routes"], "need"),
            by_key(new["referral_map"]["routes"], "need"),
        ),
        *compare_rows(_("Retention"), by_key(retained(old)["classes"]), by_key(retained(new)["classes"])),
        *compare_settings(
            {_("Time to answer who asks for their own data"): retained(old)["own_data"]},
            {_("Time to answer who asks for their own data"): retained(new)["own_data"]},
        ),
        *compare_rows(_("Messages"), by_message(old["messages"]), by_message(new["messages"])),
        *compare_settings(
            {_("Defaults of the referral map"): old["referral_map"]["defaults"]},
            {_("Defaults of the referral map"): new["referral_map"]["defaults"]},
        ),
    ]


def retained(content: Content) -> Content:
    """What a pack says of retention; one from before it said anything has no class."""
    return content.get("retention") or {"classes": [], "own_data": None}


def compare_settings(old: Content, new: Content) -> Iterator[str]:
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield _("Changed for the whole country: %(name)s.") % {"name": name}


def compare_lists(old: Content, new: Content) -> Iterator[str]:
    for name in sorted({*old, *new}):
        if name not in old:
            yield _("New list: %(name)s.") % {"name": name}
        elif name not in new:
            yield _("The list %(name)s is gone.") % {"name": name}
        else:
            yield from compare_rows(name, by_key(old[name]), by_key(new[name]))


def compare_rows(name: str, old: Rows, new: Rows) -> Iterator[str]:
    added, gone = [code for code in new if code not in old], [code for code in old if code not in new]
    changed = [code for code in new if code in old and old[code] != new[code]]
    for words, codes in ((_("added"), added), (_("removed"), gone), (_("changed"), changed)):
        if codes:
            yield f"{name}: {words} {', '.join(codes)}."


def by_key(rows: list[Mapping[str, Any]], key: str = "code") -> Rows:
    return {row[key]: row for row in rows}


def by_message(rows: list[Mapping[str, Any]]) -> Rows:
    return {f"{row['code']}.{row['language']}": row for row in rows}
