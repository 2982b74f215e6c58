"""The words of codes, places and values, for sentences about what changes in a pack."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from samaan.countrypack import durations, indicator_words, vocabulary
from samaan.countrypack.codelists import several
from samaan.countrypack.permission_words import PERMISSION_WORDS
from samaan.countrypack.words import in_language

NOTHING = "–"
# Of a longer text only the place that differs is shown.
LONGEST, AROUND = 120, 20

# What a key or column is called in a sentence.
PLACES: dict[str, str | Promise] = {
    "address": gettext_lazy("address"),
    "after": gettext_lazy("after"),
    "aggregation": gettext_lazy("over several periods"),
    "adult_age": gettext_lazy("adult from the age of"),
    "a_day": gettext_lazy("a day"),
    "always_open": gettext_lazy("open day and night"),
    "answer_hours": gettext_lazy("hours to answer"),
    "answer_within": gettext_lazy("time to answer"),
    "approves": gettext_lazy("approves"),
    "at_least": gettext_lazy("kept at least"),
    "attempts_an_hour": gettext_lazy("attempts an hour"),
    "audience": gettext_lazy("who is told"),
    "baseline": gettext_lazy("where it began"),
    "basis": gettext_lazy("basis"),
    "body": gettext_lazy("text"),
    "capacity": gettext_lazy("free places"),
    "case": gettext_lazy("of a case"),
    "cases_alone": gettext_lazy("cases exported by one person"),
    "channels": gettext_lazy("how it is told"),
    "clock": gettext_lazy("clock"),
    "clocks": gettext_lazy("clocks"),
    "code_of_conduct": gettext_lazy("code of conduct"),
    "commits_to": gettext_lazy("what the provider commits to"),
    "compartment": gettext_lazy("part of the record"),
    "compartments": gettext_lazy("parts of the record"),
    "complete": gettext_lazy("complete"),
    "confirmed": gettext_lazy("confirmed"),
    "confirmed_within": gettext_lazy("confirmed anew within"),
    "consent": gettext_lazy("consent"),
    "counted": gettext_lazy("what counts"),
    "currency": gettext_lazy("currency"),
    "defaults": gettext_lazy("usual referral"),
    "delay": gettext_lazy("delay"),
    "description": gettext_lazy("description"),
    "dial": gettext_lazy("number dialled"),
    "direction": gettext_lazy("direction"),
    "disaggregation": gettext_lazy("told apart by"),
    "email": gettext_lazy("e-mail"),
    "email_at_most_every": gettext_lazy("e-mail at most every"),
    "waits": gettext_lazy("e-mail can wait for the morning"),
    "emergency": gettext_lazy("opens in an emergency"),
    "emergency_access": gettext_lazy("access in an emergency"),
    "escalate": gettext_lazy("who is told next"),
    "event": gettext_lazy("what triggers it"),
    "figures": gettext_lazy("figures"),
    "file_within": gettext_lazy("filed within"),
    "fill": gettext_lazy("who fills it in"),
    "for_children": gettext_lazy("who is asked for a child"),
    "for_whom": gettext_lazy("for adults or children"),
    "form": gettext_lazy("form"),
    "forms_from_phones": gettext_lazy("forms from phones"),
    "from": gettext_lazy("runs from"),
    "holds_from": gettext_lazy("the referral map holds from"),
    "hours": gettext_lazy("hours"),
    "conversation": gettext_lazy("conversations"),
    "delete_within": gettext_lazy("a message may be taken back within"),
    "quiet_hours": gettext_lazy("hours without e-mail"),
    "link_lasts": gettext_lazy("a guest’s link counts"),
    "code_after": gettext_lazy("the code is asked for again after"),
    "survey_lasts": gettext_lazy("the survey can be answered for"),
    "investigation": gettext_lazy("of an investigation"),
    "instrument": gettext_lazy("use of a form"),
    "invitation": gettext_lazy("an invitation counts"),
    "keep": gettext_lazy("kept for"),
    "kind": gettext_lazy("kind"),
    "label": gettext_lazy("name"),
    "languages": gettext_lazy("languages"),
    "level": gettext_lazy("level"),
    "limits": gettext_lazy("limits"),
    "lock_after": gettext_lazy("locked after"),
    "max_age": gettext_lazy("oldest age"),
    "measure": gettext_lazy("measure"),
    "message": gettext_lazy("e-mail’s text"),
    "min_age": gettext_lazy("youngest age"),
    "minimum": gettext_lazy("what the provider is told"),
    "minutes": gettext_lazy("minutes"),
    "name": gettext_lazy("name"),
    "need": gettext_lazy("need"),
    "never": gettext_lazy("never sees"),
    "never_alone": gettext_lazy("roles that export only with a second person"),
    "note": gettext_lazy("note"),
    "notes": gettext_lazy("note"),
    "number": gettext_lazy("number"),
    "opening": gettext_lazy("opening hours"),
    "organisation": gettext_lazy("organisation"),
    "organisation_kinds": gettext_lazy("kinds of organisation"),
    "oversight": gettext_lazy("oversees"),
    "own_data": gettext_lazy("who asks for their own data"),
    "permissions": pgettext_lazy("a role", "may"),
    "phone": gettext_lazy("telephone"),
    "phone_prefix": gettext_lazy("telephone prefix"),
    "phone_region": gettext_lazy("where a number without its prefix is from"),
    "population": gettext_lazy("of whom"),
    "prepared": gettext_lazy("prepared"),
    "providers": gettext_lazy("who is asked"),
    "purpose": gettext_lazy("purpose"),
    "quick_exit_url": gettext_lazy("address of the quick exit"),
    "reason": gettext_lazy("reason"),
    "record": gettext_lazy("record"),
    "recovery_period_days": gettext_lazy("days of recovery and reflection"),
    "referral": gettext_lazy("of a referral"),
    "regions": gettext_lazy("regions"),
    "report": gettext_lazy("of a report"),
    "reveals": gettext_lazy("reveals"),
    "review_every": gettext_lazy("accounts are reviewed every"),
    "review_within": gettext_lazy("reviewed within"),
    "role": gettext_lazy("role"),
    "roles": gettext_lazy("roles"),
    "sdg": gettext_lazy("Sustainable Development Goals"),
    "sealed": gettext_lazy("sealed fields"),
    "second_factor": gettext_lazy("second factor"),
    "several": gettext_lazy("several at a time"),
    "sexes": gettext_lazy("for whom"),
    "source": gettext_lazy("source"),
    "staff": gettext_lazy("accounts"),
    "directory": gettext_lazy("directory of services"),
    "starts": gettext_lazy("begins on"),
    "statistic": gettext_lazy("statistic"),
    "subject": gettext_lazy("subject"),
    "targets": gettext_lazy("targets"),
    "timezone": gettext_lazy("time zone"),
    "title": gettext_lazy("title"),
    "unit": gettext_lazy("unit"),
    "unit_name": gettext_lazy("name of the unit"),
    "unit_organisation": gettext_lazy("organisation of the unit"),
    "until": gettext_lazy("until"),
    "unusual": gettext_lazy("told as unusual"),
    "verified_on": gettext_lazy("verified on"),
    "version": gettext_lazy("version"),
    "week_starts": gettext_lazy("week begins on"),
    "when": gettext_lazy("conditions"),
    "who_may_refer": gettext_lazy("who may refer"),
}
# Whose values are codes wherever they stand.
KINDS = {
    "unit_organisation": "organisations",
    "oversight": "compartments",
    "never": "compartments",
    "emergency": "compartments",
    "minimum": "slice_fields",
    "never_alone": "roles",
    "audience": "audience",
    "who_may_refer": "organisation_kinds",
}
# Columns whose cells hold several codes.
SEVERAL = ("sexes", "languages", "regions")
TESTS = {
    "is": "=",
    "is_not": "≠",
    "at_least": "≥",
    "at_most": "≤",
    "one_of": "=",
}


class Wording:
    """How the codes of two packs are worded: as the new one says it, else as the old one did."""

    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any]):
        self.old, self.new = old, new
        self.languages = tuple(dict.fromkeys([*spoken(new), *spoken(old)]))
        self.known: dict[str, dict[str, str]] = {}

    def of_words(self, words: Mapping[str, str]) -> str:
        return in_language(words)

    def code(self, code: str, kind: str) -> str:
        """The words of a code of a kind: a list, or roles, organisations, units, regions."""
        if kind not in self.known:
            self.known[kind] = {**self.words_of(self.old, kind), **self.words_of(self.new, kind)}
        return self.known[kind].get(code) or code

    def words_of(self, content: Mapping[str, Any], kind: str) -> dict[str, str]:
        if kind == "permissions":
            return {code: f"{words} ({code})" for code, words in PERMISSION_WORDS.items()}
        if kind == "roles":
            return {row["code"]: self.of_words(row["label"]) for row in content["roles"]["roles"]}
        if kind in indicator_words.KINDS:
            return {code: str(words) for code, words in indicator_words.KINDS[kind].items()}
        if kind == "instruments":
            return {row["code"]: self.of_words(row["label"]) for row in content.get("instruments") or ()}
        if kind == "reporting_years":
            return {row["code"]: self.of_words(row["name"]) for row in content["country"]["reporting_years"]}
        if kind == "forms":
            return {row["form_id"]: row["title"] for row in content.get("forms") or ()}
        if kind in ("organisations", "units"):
            return {row["code"]: row["name"] for row in content[kind]}
        rows = content["regions"] if kind == "regions" else content["codelists"].get(kind, ())
        return {row["code"]: self.of_words({name: row.get(name, "") for name in self.languages}) for row in rows}

    def kind(self, path: tuple[str, ...], codes: Mapping[str, str]) -> str:
        """Of which list the values at a place are codes."""
        return next((found for name in path if (found := codes.get(name) or KINDS.get(name))), "")

    def several(self, value: Any, place: str) -> Any:
        """A cell with several values as a list."""
        return list(several(value)) if isinstance(value, str) and place in SEVERAL else value

    def items(self, value: Any, kind: str) -> list[str]:
        return [self.value(item, kind) for item in value or ()]

    def value(self, value: Any, kind: str) -> str:
        """One value as it is said."""
        if value in (None, "", [], {}):
            return NOTHING
        if isinstance(value, bool) or value in ("yes", "no"):
            return _("yes") if value in (True, "yes") else _("no")
        if isinstance(value, Mapping):
            return self.mapping(value, kind)
        if isinstance(value, list):
            return ", ".join(self.value(item, kind) for item in value)
        text = " ".join(str(value).split())
        if durations.FORM.fullmatch(text) or durations.PERIOD.fullmatch(text):
            return time_words(text)
        if kind == "audience":
            role = text.removeprefix("role:")
            return self.code(role, "roles") if role != text else text.replace("_", " ")
        return self.code(text, kind) if kind else text

    def mapping(self, value: Mapping[str, Any], kind: str) -> str:
        """A condition as `persons ≥ 3`; anything else as `after 8 hours: …`."""
        if "fact" in value:
            test, wanted = next((name, item) for name, item in value.items() if name != "fact")
            return f"{value['fact'].replace('_', ' ')} {TESTS.get(test, test)} {self.value(wanted, '')}"
        said = [(PLACES.get(name, name), self.value(item, KINDS.get(name, kind))) for name, item in value.items()]
        return ", ".join(f"{place} {words}" for place, words in said)


def spoken(content: Mapping[str, Any]) -> list[str]:
    languages = content["country"]["languages"]
    return [*languages["complete"], *(languages.get("prepared") or ())]


def place_words(path: tuple[str, ...], wording: Wording) -> str:
    """`("clocks", "triage", "urgent")` -> “clocks, triage, Urgent: ”, with the language of a text in brackets."""
    *names, last = path
    language = f" ({last})" if last in wording.languages else ""
    found = [place_word(name, path, wording) for name in (names if language else path)]
    return f"{', '.join(found) or _('words')}{language}: "


def place_word(name: str, path: tuple[str, ...], wording: Wording) -> str:
    if len(path) == 3 and path[0] == "clocks" and name == path[2]:
        return wording.code(name, vocabulary.CLOCKS.get(path[1], ("", ""))[1])
    if len(path) == 3 and path[0] in ("baseline", "targets") and name == path[1]:
        return wording.code(name, "reporting_years")
    if path[0] == "commits_to" and len(path) > 1 and name == path[1]:
        return wording.code(name, "organisations")
    if path[:2] == ("limits", "roles") and len(path) > 2 and name == path[2]:
        return wording.code(name, "roles")
    if name in PLACES:
        return str(PLACES[name])
    column, _line, language = name.rpartition("_")
    if language in wording.languages and column in PLACES:
        return f"{PLACES[column]} ({language})"
    return name


def time_words(text: str) -> str:
    """`24h` -> “24 hours”."""
    number = int(text[:-1])
    words = {
        "m": ngettext("%(number)d minute", "%(number)d minutes", number),
        "h": ngettext("%(number)d hour", "%(number)d hours", number),
        "d": ngettext("%(number)d day", "%(number)d days", number),
        "y": ngettext("%(number)d year", "%(number)d years", number),
    }
    return words[text[-1]] % {"number": number}


def where_they_differ(was: str, now: str) -> tuple[str, str]:
    """Two long texts, each cut to the place where they begin to differ."""
    alike = next((place for place, signs in enumerate(zip(was, now, strict=False)) if signs[0] != signs[1]), 0)
    begins = max(0, alike - AROUND)
    return cut(was, begins), cut(now, begins)


def cut(text: str, begins: int) -> str:
    if len(text) <= LONGEST:
        return text
    piece = text[begins : begins + LONGEST]
    return f"{'…' if begins else ''}{piece}{'…' if begins + LONGEST < len(text) else ''}"
