"""The consent ledger in words: for the page of the case, and for the copy the survivor takes away."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from samaan import countrypack
from samaan.access import consent as ledgers
from samaan.access.consent import IN_FORCE, Ledger, State
from samaan.access.models import Answer, ConsentEntry, ConsentUse
from samaan.accounts.models import Organisation
from samaan.cases.consent import Assent, Explained, Form, NoGuardian, Who, fields_of

# The look of a badge.
LOOKS = {State.LIVE: "done", State.PARTLY: "medium"}
ENDS = {
    "withdrawn": gettext_lazy("consent was withdrawn"),
    "refused": gettext_lazy("sharing was refused"),
    "replaced": gettext_lazy("new consent does not cover it"),
    "expired": gettext_lazy("consent ran out"),
    "referral": gettext_lazy("the referral was withdrawn"),
}


@dataclass(frozen=True)
class Fact:
    """One line about an entry: what it is called, and what it says."""

    label: str
    words: str


@dataclass(frozen=True)
class Use:
    """Who is shared with on an entry, for what; since when, and until when if it has ended."""

    receiver: str
    purpose: str
    since: datetime
    ended: datetime | None
    why: str


@dataclass
class Shown:
    """An entry as its page shows it."""

    entry: ConsentEntry
    state: State
    title: str
    facts: list[Fact]
    uses: list[Use]
    changes: list["Shown"] = field(default_factory=list)

    @property
    def look(self) -> str:
        return LOOKS.get(self.state, "status")

    @property
    def is_in_force(self) -> bool:
        return self.state in IN_FORCE

    @property
    def may_be_renewed(self) -> bool:
        return self.state in (*IN_FORCE, State.EXPIRED)


def shown(ledger: Ledger, uses: Iterable[ConsentUse]) -> list[Shown]:
    """The agreements and refusals, those in force first, then the newest; each with what was withdrawn of it."""
    names = names_of(ledger.entries)
    by_entry: dict[UUID, list[ConsentUse]] = {}
    for use in uses:
        by_entry.setdefault(use.entry_id, []).append(use)
    found = [
        one(ledger, entry, names, by_entry.get(entry.pk, []))
        for entry in reversed(ledger.entries)
        if entry.answer != Answer.WITHDRAWN
    ]
    return sorted(found, key=lambda line: not line.is_in_force)


def one(ledger: Ledger, entry: ConsentEntry, names: dict[int, str], uses: list[ConsentUse]) -> Shown:
    withdrawals = [later for later in ledger.changes_of(entry) if later.answer == Answer.WITHDRAWN]
    return Shown(
        entry=entry,
        state=ledger.state(entry),
        title=title(entry, names),
        facts=[*scope(entry, names), *said(entry)],
        uses=[used(use) for use in uses],
        changes=[Shown(w, State.WITHDRAWN, taken_back(w, names), said(w), []) for w in withdrawals],
    )


def title(entry: ConsentEntry, names: dict[int, str]) -> str:
    receivers = ", ".join(receivers_of(entry, names)) or _("anybody")
    return _("No to %(who)s") % {"who": receivers} if entry.answer == Answer.REFUSED else receivers


def scope(entry: ConsentEntry, names: dict[int, str]) -> list[Fact]:
    """What, with whom, for what, until when."""
    everything = _("Everything")
    facts = [
        Fact(_("What"), ", ".join(parts_of(entry)) or everything),
        Fact(_("With whom"), ", ".join(receivers_of(entry, names)) or _("Anybody")),
        Fact(_("What for"), ", ".join(purposes_of(entry)) or everything),
    ]
    if entry.answer == Answer.GIVEN:
        facts.append(Fact(_("Until"), day(entry.ends_on) if entry.ends_on else _("No last day was agreed")))
    return facts


def said(entry: ConsentEntry) -> list[Fact]:
    """Who answered, how it was explained, and in their own words."""
    details, pack = entry.details, countrypack.pack()
    manner = [str(Explained(code).label) for code in details.get("explained", []) if code in Explained]
    given = " · ".join(
        filter(None, [label_in(Form, details.get("form")), pack.label("languages", details.get("language")), *manner])
    )
    by = details.get("taken_by") or entry.recorded_by.full_name
    found = [
        (_("Who answered"), answered(entry)),
        (_("Guardian"), guardian(details)),
        (_("What the child says"), label_in(Assent, details.get("assent"))),
        (_("Why no guardian decides"), label_in(NoGuardian, details.get("no_guardian"))),
        (_("Determined by"), details.get("determined_by", "")),
        (_("Why it is best for the child"), details.get("reasons", "")),
        (_("In the person’s own words"), details.get("words", "")),
        (_("What must not be shared or done"), details.get("limits", "")),
        (_("How"), given),
        (_("Taken by"), _("%(name)s, %(day)s") % {"name": by, "day": day(entry.given_on)}),
    ]
    return [Fact(label, words) for label, words in found if words]


def answered(entry: ConsentEntry) -> str:
    return label_in(Who, entry.basis)


def guardian(details: dict[str, Any]) -> str:
    relation = countrypack.pack().label("relationships", details.get("relation"))
    return ", ".join(filter(None, [details.get("guardian", ""), relation]))


def taken_back(withdrawal: ConsentEntry, names: dict[int, str]) -> str:
    """What was withdrawn."""
    if ledgers.is_whole(withdrawal):
        return _("All of it was withdrawn")
    parts = [*parts_of(withdrawal), *receivers_of(withdrawal, names)]
    return _("Withdrawn: %(parts)s") % {"parts": ", ".join(parts)}


def used(use: ConsentUse) -> Use:
    purpose = countrypack.pack().label("need_groups", use.purpose)
    return Use(str(use.receiver), purpose, use.founded_at, use.ended_at, str(ENDS.get(use.end_reason, "")))


def parts_of(entry: ConsentEntry) -> list[str]:
    return countrypack.pack().labels("compartments", entry.compartments)


def purposes_of(entry: ConsentEntry) -> list[str]:
    return countrypack.pack().labels("need_groups", entry.purposes)


def receivers_of(entry: ConsentEntry, names: dict[int, str]) -> list[str]:
    """Organisations by name, then kinds of them."""
    kinds = countrypack.pack().labels("organisation_kinds", entry.kinds)
    every = _("every organisation of this kind: %(kind)s")
    return [names.get(pk, "") for pk in entry.organisations] + [every % {"kind": kind} for kind in kinds]


def names_of(entries: Iterable[ConsentEntry]) -> dict[int, str]:
    wanted = {pk for entry in entries for pk in entry.organisations}
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name"))


def choice_of(compartment: str) -> str:
    """A kind of information with what belongs to it, for a tick box."""
    fields = ", ".join(entry.label for entry in fields_of(compartment))
    return (
        f"{countrypack.pack().label('compartments', compartment)}: {fields}"
        if fields
        else (countrypack.pack().label("compartments", compartment))
    )


def label_in(choices: Any, code: str | None) -> str:
    return str(choices(code).label) if code in choices.values else ""


def day(moment: date) -> str:
    return date_format(moment, pgettext("how a day is written", "j F Y"))
