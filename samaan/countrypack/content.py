"""A pack at work: typed, read-only, in the language of whoever asks."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from samaan.countrypack import durations, parts
from samaan.countrypack.codelists import CodeList, Entry
from samaan.countrypack.holidays import Holidays
from samaan.countrypack.indicators import Indicator, indicator
from samaan.countrypack.words import in_language

# For a pack that does not say it.
CONFIRMED_WITHIN = timedelta(days=3)


class Pack:
    """The country pack. Built from the plain content of a `PackVersion`."""

    def __init__(self, content: Mapping[str, Any]):
        self.content = content
        self.country = content["country"]
        self.code: str = self.country["code"]
        self.version: str = self.country["version"]
        spoken = self.country["languages"]
        self.languages = (*spoken["complete"], *(spoken.get("prepared") or ()))
        self.timezone: str = self.country["timezone"]
        self.phone_prefix: str = self.country["phone_prefix"]
        self.currency: str = self.country["currency"]
        self.quick_exit_url: str = self.country["quick_exit_url"]
        self.unit_organisation: str = self.country["unit_organisation"]
        self.adult_age: int = self.country["adult_age"]
        self.emergency_minutes: int = self.country["emergency_access"]["minutes"]
        self.emergency_attempts: int = self.country["emergency_access"]["attempts_an_hour"]
        self.recovery_period = timedelta(days=self.country["recovery_period_days"])

    @property
    def name(self) -> str:
        return in_language(self.country["name"])

    @property
    def unit_name(self) -> str:
        """What the country calls its counter-trafficking unit."""
        return in_language(self.country["unit_name"])

    @cached_property
    def codelists(self) -> dict[str, CodeList]:
        lists = {**self.content["codelists"], "regions": self.content["regions"]}
        return {name: CodeList.from_content(name, rows, self.languages) for name, rows in lists.items()}

    def codelist(self, name: str) -> CodeList:
        """A list by its name; KeyError when the pack has none."""
        return self.codelists[name]

    def entry(self, name: str, code: str) -> Entry | None:
        return self.codelist(name).entries.get(code)

    def label(self, name: str, code: str | None) -> str:
        """The words of a code; nothing for no code, the code itself when the list does not know it."""
        return self.codelist(name).label(code) if code else ""

    def brief(self, name: str, code: str) -> str:
        """The first words of a label that explains itself: “Urgent” of “Urgent: answer within 72 hours”."""
        return self.label(name, code).partition(":")[0].strip()

    def labels(self, name: str, codes: Iterable[str]) -> list[str]:
        return [self.label(name, code) for code in codes]

    def choices(self, name: str, *, including: Iterable[str] = ()) -> list[tuple[str, str]]:
        """For a form: the active codes in order, and inactive ones the record already holds."""
        return self.codelist(name).choices(including)

    def grouped_choices(self, name: str, *, column: str, groups: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """`grouped_choices("needs", column="group", groups="need_groups")`: for a select with headings."""
        offered = self.codelist(name).offered()
        found = [
            (group.label, [(entry.code, entry.label) for entry in offered if entry.more.get(column) == group.code])
            for group in self.codelist(groups).offered()
        ]
        return [(label, entries) for label, entries in found if entries]

    def age_band(self, age: int | None) -> str:
        """The age band of an age in years; `unknown` for none."""
        for code, entry in self.codelist("age_bands").entries.items():
            low, high = entry.more.get("from_age", ""), entry.more.get("to_age", "")
            # The bands without an exact age (“child”, “adult”) come after the exact ones.
            if age is not None and low and int(low) <= age and (not high or age <= int(high)):
                return code
        return "unknown"

    def is_child(self, age_band: str) -> bool:
        """Whether a person of this band is treated as a child: also when the age is not known."""
        entry = self.entry("age_bands", age_band)
        return entry is None or entry.more.get("child") != "no"

    def is_civil(self, organisation_kind: str) -> bool:
        """Whether such organisations are outside government, so that their people are no officers."""
        entry = self.entry("organisation_kinds", organisation_kind)
        return entry is not None and entry.more.get("outside_government") == "yes"

    def clock(self, name: str, level: str) -> timedelta | None:
        """How long a clock runs at an urgency, priority or risk level."""
        written = self.country["clocks"].get(name, {}).get(level)
        return durations.parse(written) if written else None

    @cached_property
    def alert_rules(self) -> tuple[parts.AlertRule, ...]:
        return tuple(parts.alert_rule(rule) for rule in self.content["alert_rules"]["rules"])

    def rules_for_event(self, kind: str) -> list[parts.AlertRule]:
        return [rule for rule in self.alert_rules if kind in rule.events]

    def rules_for_clock(self, name: str) -> list[parts.AlertRule]:
        return [rule for rule in self.alert_rules if rule.clock == name]

    @cached_property
    def added_by_rule(self) -> tuple[parts.AddedByRule, ...]:
        return tuple(parts.added_by_rule(rule) for rule in self.country.get("added_by_rule") or ())

    @cached_property
    def map_holds_from(self) -> date | None:
        """The day from which the newest referral map holds; until then, the one before does."""
        written = self.content["referral_map"].get("holds_from")
        return date.fromisoformat(str(written)) if written else None

    @property
    def map_is_coming(self) -> bool:
        """Whether the newest referral map does not hold yet."""
        return self.map_holds_from is not None and timezone.localdate() < self.map_holds_from

    @cached_property
    def newest_routes(self) -> dict[str, parts.Route]:
        return parts.routes(self.content["referral_map"])

    @cached_property
    def routes_until_then(self) -> dict[str, parts.Route]:
        before = self.content["referral_map"].get("until_then")
        return parts.routes(before) if before else self.newest_routes

    @property
    def routes(self) -> dict[str, parts.Route]:
        """The referral map that holds today."""
        return self.routes_until_then if self.map_is_coming else self.newest_routes

    def route(self, need: str) -> parts.Route | None:
        return self.routes.get(need)

    def answer_within(self, need: str, priority: str) -> timedelta | None:
        """How long a provider has to answer: by the need's own clock, else the country's."""
        found = self.route(need)
        return (found.answer_within.get(priority) if found else None) or self.clock("referral.answer", priority)

    @cached_property
    def roles(self) -> dict[str, parts.RoleSpec]:
        return {row["code"]: parts.role(row) for row in self.content["roles"]["roles"]}

    @cached_property
    def forms(self) -> dict[str, parts.FormAtWork]:
        return {row["form_id"]: parts.form_at_work(row) for row in self.content.get("forms") or ()}

    @cached_property
    def instruments(self) -> dict[str, parts.Instrument]:
        """What this country's forms are used for, in the order of the pack."""
        return {row["code"]: parts.instrument(row) for row in self.content.get("instruments") or ()}

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """What this country counts itself by, in the order of the pack."""
        return {row["code"]: indicator(row) for row in self.content.get("result_indicators") or ()}

    @cached_property
    def retention(self) -> parts.Retention:
        return parts.retention(self.content.get("retention"))

    @cached_property
    def staff(self) -> parts.Staff:
        return parts.staff(self.country.get("staff") or {})

    @cached_property
    def directory(self) -> parts.DirectoryTimes:
        return parts.directory(self.country.get("directory") or {})

    @cached_property
    def conversation(self) -> parts.Conversation:
        return parts.conversation(self.country.get("conversation") or {})

    @cached_property
    def conference(self) -> parts.ConferenceRules:
        return parts.conference(self.country.get("conference") or {})

    @cached_property
    def capacity_confirmed_within(self) -> timedelta:
        """After how long a number of free places that nobody confirmed is shown as old."""
        written = (self.country.get("capacity") or {}).get("confirmed_within")
        return durations.parse(written) if written else CONFIRMED_WITHIN

    @cached_property
    def limits(self) -> parts.Limits:
        return parts.limits(self.country.get("limits") or {})

    @cached_property
    def organisations(self) -> dict[str, parts.Organisation]:
        return {
            row["code"]: parts.Organisation(row["code"], row["name"], row["kind"], row.get("active") != "no")
            for row in self.content["organisations"]
        }

    @cached_property
    def hotlines(self) -> tuple[parts.Hotline, ...]:
        """Numbers for the public; those nobody has verified come last."""
        found = [parts.hotline(row) for row in self.country["hotlines"]]
        return tuple(sorted(found, key=lambda line: not line.verified_on))

    @cached_property
    def reporting_years(self) -> tuple[parts.ReportingYear, ...]:
        return tuple(
            parts.ReportingYear(row["code"], int(row["starts"][:2]), int(row["starts"][3:]), row["name"])
            for row in self.country["reporting_years"]
        )

    @cached_property
    def holidays(self) -> Holidays:
        """Public holidays, as far as the pack says any."""
        return Holidays.from_content(self.content.get("holidays") or (), self.languages)

    def message(self, code: str, language: str) -> parts.Message:
        """An e-mail in a language, else in the pack's first; KeyError when there is no such message."""
        found = {row["language"]: row for row in self.content["messages"] if row["code"] == code}
        row = found.get(language) or found[self.languages[0]]
        return parts.Message(row["subject"], row["body"])
