"""The parts of a pack that are compared row by row, and how each is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.countrypack.wording import Wording

Row = Mapping[str, Any]
Words = str | Promise
REMOVED: Words = _("%(what)s: removed.")


@dataclass(frozen=True)
class Part:
    """Rows that are told apart by a key. `codes` says of which list the values of a field are codes."""

    name: str
    words: Words
    plural: Words
    path: tuple[str, ...]
    key: Callable[[Row], str] = lambda row: row["code"]
    labels: Callable[[Row, Wording], str] = lambda row, wording: wording.of_words(row["label"])
    codes: Mapping[str, str] = field(default_factory=dict)
    ordered: bool = False
    without: tuple[str, ...] = ("code", "order")
    gone: Words = REMOVED

    def rows(self, content: Row) -> dict[str, Row]:
        """The rows by their key; a pack from before there was such a part has none."""
        found: Any = content
        for name in self.path:
            found = (found or {}).get(name)
        return {self.key(row): row for row in found or ()}

    def subject(self, row: Row, wording: Wording) -> str:
        """`Role “Auditor” (auditor)`."""
        label, code = self.labels(row, wording), self.key(row)
        return f"{self.words} “{label}” ({code})" if label and label != code else f"{self.words} “{code}”"

    def sequence(self, rows: Mapping[str, Row]) -> list[str]:
        """The keys in the order people see: by the column `order`, where there is one."""
        return sorted(rows, key=lambda code: int(rows[code].get("order") or 0))

    def fields(self, row: Row) -> Row:
        return {name: value for name, value in row.items() if name not in self.without}


def by_language(row: Row, wording: Wording) -> str:
    """A row with a column for each language."""
    return wording.of_words({language: row.get(language, "") for language in wording.languages})


def named(row: Row, wording: Wording) -> str:
    found = row["name"]
    return wording.of_words(found) if isinstance(found, Mapping) else found


def service_name(row: Row, wording: Wording) -> str:
    return wording.of_words({language: row.get(f"name_{language}", "") for language in wording.languages})


def message_key(row: Row) -> str:
    return f"{row['code']}.{row['language']}"


INACTIVE = _("%(what)s is no longer in the pack: inactive from now on.")

PARTS = (
    Part(
        "role",
        _("Role"),
        _("Roles"),
        ("roles", "roles"),
        codes={"permissions": "permissions", "organisation_kinds": "organisation_kinds"},
        gone=_("%(what)s is gone."),
    ),
    Part(
        "organisation",
        _("Organisation"),
        _("Organisations"),
        ("organisations",),
        labels=named,
        codes={"kind": "organisation_kinds"},
        gone=INACTIVE,
    ),
    Part(
        "unit",
        _("Unit"),
        _("Units"),
        ("units",),
        labels=named,
        codes={"organisation": "organisations"},
        gone=_("%(what)s is no longer in the pack; it stays, for people belong to it."),
    ),
    Part(
        "service",
        _("Service"),
        _("Services"),
        ("services",),
        labels=service_name,
        codes={
            "organisation": "organisations",
            "unit": "units",
            "need": "needs",
            "sexes": "sex",
            "languages": "languages",
            "regions": "regions",
        },
        gone=INACTIVE,
    ),
    Part(
        "region",
        _("Region"),
        _("Regions"),
        ("regions",),
        labels=by_language,
        codes={"kind": "region_kinds"},
        ordered=True,
    ),
    Part(
        "hotline",
        _("Hotline"),
        _("Hotlines"),
        ("country", "hotlines"),
        labels=named,
        codes={"languages": "languages"},
        ordered=True,
    ),
    Part("year", _("Reporting year"), _("Reporting years"), ("country", "reporting_years"), labels=named, ordered=True),
    Part(
        "added",
        _("Added by rule"),
        _("Added by rule"),
        ("country", "added_by_rule"),
        labels=lambda row, wording: wording.of_words(row["reason"]),
        codes={
            "organisation": "organisations",
            "role": "roles",
            "compartments": "compartments",
            "basis": "grant_bases",
        },
    ),
    Part(
        "rule",
        _("Alert rule"),
        _("Alert rules"),
        ("alert_rules", "rules"),
        labels=lambda row, wording: wording.of_words(row["title"]),
        codes={"audience": "audience"},
    ),
    Part(
        "route",
        _("Referral route"),
        _("Referral routes"),
        ("referral_map", "routes"),
        key=lambda row: row["need"],
        labels=lambda row, wording: wording.code(row["need"], "needs"),
        codes={
            "providers": "organisations",
            "for_children": "organisations",
            "minimum": "slice_fields",
            "who_may_refer": "organisation_kinds",
            "sexes": "sex",
        },
    ),
    Part("retention", _("Retention"), _("Retention"), ("retention", "classes"), ordered=True),
    Part(
        "message",
        _("Message"),
        _("Messages"),
        ("messages",),
        key=message_key,
        labels=lambda row, wording: row["subject"],
    ),
    Part(
        "form",
        _("Form"),
        _("Forms"),
        ("forms",),
        key=lambda row: row["form_id"],
        labels=lambda row, wording: row["title"],
        without=("form_id", "file", "checksum"),
        gone=_("%(what)s is no longer filled in; what was filled in stays as it is."),
    ),
    Part(
        "instrument",
        _("Use of a form"),
        _("Uses of forms"),
        ("instruments",),
        codes={"fill": "permissions", "compartment": "compartments", "form": "forms"},
        ordered=True,
    ),
    Part(
        "indicator",
        _("Indicator"),
        _("Indicators"),
        ("result_indicators",),
        codes={
            "level": "indicator_levels",
            "measure": "measures",
            "direction": "directions",
            "aggregation": "aggregations",
            "statistic": "statistics",
            "instrument": "instruments",
        },
        ordered=True,
    ),
    Part(
        "holiday",
        _("Holiday"),
        _("Holidays"),
        ("holidays",),
        key=lambda row: row["date"],
        labels=by_language,
        without=("date",),
    ),
)


def listed(name: str) -> Part:
    """A code list as a part."""
    words = _("List %(list)s,") % {"list": name}
    plural = _("List %(list)s") % {"list": name}
    return Part(f"list:{name}", words, plural, ("codelists", name), labels=by_language, ordered=True)
