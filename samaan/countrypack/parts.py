"""What a pack is made of, typed: seats, rules, routes, hotlines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from samaan.countrypack import durations
from samaan.countrypack.conditions import Condition, all_hold
from samaan.countrypack.durations import Period
from samaan.countrypack.words import in_language

Words = Mapping[str, str]


@dataclass(frozen=True)
class Hotline:
    code: str
    number: str
    dial: str
    names: Words
    hours_in_words: Words
    languages: tuple[str, ...]
    emergency: bool
    verified_on: str

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def hours(self) -> str:
        return in_language(self.hours_in_words)


@dataclass(frozen=True)
class ReportingYear:
    """A year that begins on a month and day: `("10-01")` is October to September."""

    code: str
    month: int
    day: int
    names: Words

    @property
    def name(self) -> str:
        return in_language(self.names)


@dataclass(frozen=True)
class SealedRights:
    """Which classes of sealed fields a seat reveals and how (`alone` or `second_person`), and which it approves."""

    reveals: Mapping[str, str]
    a_day: int
    approves: tuple[str, ...]


@dataclass(frozen=True)
class RoleSpec:
    """A seat: what it may do, oversees, must never be given, and may open in an emergency."""

    code: str
    labels: Words
    descriptions: Words
    organisation_kinds: tuple[str, ...]
    permissions: tuple[str, ...]
    oversight: Mapping[str, tuple[str, ...]]
    never: Mapping[str, tuple[str, ...]]
    emergency: Mapping[str, tuple[str, ...]]
    sealed: SealedRights

    def may_hold(self, record: str, compartments: Iterable[str]) -> bool:
        """Whether a grant of these compartments is open to this seat at all."""
        return not set(compartments) & set(self.never.get(record, ()))


@dataclass(frozen=True)
class Audience:
    """Every seat of a role in the unit that holds the record, or somebody the record names."""

    role: str = ""
    relation: str = ""

    @classmethod
    def from_content(cls, text: str) -> "Audience":
        kind, colon, code = text.partition(":")
        return cls(role=code) if colon and kind == "role" else cls(relation=text)


@dataclass(frozen=True)
class Escalation:
    after: timedelta
    audience: tuple[Audience, ...]


@dataclass(frozen=True)
class AlertRule:
    code: str
    events: tuple[str, ...]
    clock: str
    when: tuple[Condition, ...]
    audience: tuple[Audience, ...]
    channels: tuple[str, ...]
    message: str
    email_at_most_every: timedelta | None
    # Its e-mail can wait for the end of somebody's quiet hours.
    waits: bool
    delay: timedelta
    escalate: tuple[Escalation, ...]
    until: tuple[str, ...]
    level: str
    titles: Words

    @property
    def title(self) -> str:
        return in_language(self.titles)

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return all_hold(self.when, facts)


@dataclass(frozen=True)
class AddedByRule:
    """An organisation that is added to a record when its facts say so."""

    code: str
    events: tuple[str, ...]
    when: tuple[Condition, ...]
    organisation: str
    role: str
    compartments: tuple[str, ...]
    basis: str
    reasons: Words

    @property
    def reason(self) -> str:
        return in_language(self.reasons)

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return all_hold(self.when, facts)


@dataclass(frozen=True)
class Route:
    """The agreed way for one need: who may ask and for whom, who is asked, what they must know, what they commit to."""

    need: str
    providers: tuple[str, ...]
    for_children: tuple[str, ...]
    minimum: tuple[str, ...]
    consent: str
    answer_within: Mapping[str, timedelta]
    notes: Words
    # Kinds of organisation; none: everybody who sends referrals.
    who_may_refer: tuple[str, ...] = ()
    # `adults`, `children`, or empty for both; sexes: none is any.
    for_whom: str = ""
    sexes: tuple[str, ...] = ()
    commitments: Mapping[str, Words] = field(default_factory=dict)

    def providers_for(self, *, child: bool) -> tuple[str, ...]:
        return self.for_children if child and self.for_children else self.providers

    @property
    def all_providers(self) -> tuple[str, ...]:
        """Everybody it names, each once."""
        return tuple(dict.fromkeys((*self.providers, *self.for_children)))

    def is_for(self, *, child: bool, sex: str) -> bool:
        """Whether it foresees such a person; one whose sex is not known is never turned away."""
        of_age = self.for_whom != ("adults" if child else "children")
        return of_age and (not self.sexes or sex in ("", "unknown", *self.sexes))

    def commits_to(self, provider: str) -> str:
        """What a provider promises for this need, in words; nothing when nothing is written."""
        return in_language(self.commitments.get(provider) or {})

    @property
    def note(self) -> str:
        return in_language(self.notes)


@dataclass(frozen=True)
class Message:
    """An e-mail. It never holds anything of a survivor."""

    subject: str
    body: str

    def fill(self, **words: str) -> str:
        """The text with `{link}` and the like filled in; what is not given stays empty."""
        text = self.body
        for name, value in words.items():
            text = text.replace("{" + name + "}", str(value))
        return text


@dataclass(frozen=True)
class Staff:
    """How long an invitation counts, how often accounts are reviewed and within what time, when they are locked."""

    invitation: timedelta
    review_every: timedelta
    review_within: timedelta
    lock_after: timedelta
    # The version at work; empty where a country has no code of conduct.
    code_of_conduct: str = ""


@dataclass(frozen=True)
class DirectoryTimes:
    """How long facts of the directory count as verified, how to reach a service less long; when it is asked again."""

    verify_every: timedelta
    contact_every: timedelta
    remind_every: timedelta


@dataclass(frozen=True)
class Conversation:
    """How long a message may be taken back, when nobody is written to, how long links to guests count."""

    delete_within: timedelta
    # Times of day between which e-mail waits for the morning, unless each person says otherwise.
    quiet_from: time
    quiet_until: time
    # A provider without an account: how long its link counts, and after what pause the code is asked for again.
    link_lasts: timedelta
    code_after: timedelta
    survey_lasts: timedelta


@dataclass(frozen=True)
class Limits:
    """How much one person opens, lists and takes out in a day, when a second person is needed, what is unusual."""

    everybody: Mapping[str, int]
    by_role: Mapping[str, Mapping[str, int]]
    # An export of more different cases than this in a day, of these roles any export, needs a second person.
    cases_alone: int
    never_alone: tuple[str, ...]
    unusual: Mapping[str, int]

    def a_day(self, role: str, what: str) -> int:
        return self.by_role.get(role, {}).get(what, self.everybody[what])


@dataclass(frozen=True)
class ConferenceRules:
    """Which cases come before a case conference, and how long after it whoever is invited sees theirs."""

    risks: tuple[str, ...]
    review_late: bool
    referral_waits: timedelta
    invited_for: timedelta


@dataclass(frozen=True)
class RetentionClass:
    """Which records are kept how long, from which moment, on what legal basis."""

    code: str
    labels: Words
    record: str
    when: tuple[Condition, ...]
    since: str
    keep: Period
    at_least: Period | None
    bases: Words
    confirmed: bool

    @property
    def label(self) -> str:
        return in_language(self.labels)

    @property
    def basis(self) -> str:
        return in_language(self.bases)

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return all_hold(self.when, facts)


@dataclass(frozen=True)
class Retention:
    """Every class in the order they are tried, how long the unit has to answer who asks for their own data, and after
    what time whoever sent a form from a phone is reminded to file it.
    """

    classes: tuple[RetentionClass, ...]
    answer_within: timedelta
    file_within: timedelta

    def class_of(self, record: str, facts: Mapping[str, Any]) -> RetentionClass | None:
        """The first class whose conditions hold."""
        return next((found for found in self.classes if found.record == record and found.holds(facts)), None)


@dataclass(frozen=True)
class FormAtWork:
    """The version of a form that new submissions are filled in with."""

    form_id: str
    version: str
    title: str
    checksum: str


@dataclass(frozen=True)
class Instrument:
    """What a form is used for: about which kind of record, in which part of it, and who fills it in."""

    code: str
    form: str
    labels: Words
    purpose: str
    record: str
    compartment: str
    fill: str
    several: bool

    @property
    def label(self) -> str:
        return in_language(self.labels)


@dataclass(frozen=True)
class Organisation:
    code: str
    name: str
    kind: str
    active: bool


def hotline(row: Mapping[str, Any]) -> Hotline:
    return Hotline(
        code=row["code"],
        number=row["number"],
        dial=row["dial"],
        names=row["name"],
        hours_in_words=row["hours"],
        languages=tuple(row["languages"]),
        emergency=bool(row.get("emergency")),
        verified_on=row.get("verified_on") or "",
    )


def staff(row: Mapping[str, Any]) -> Staff:
    """A pack that says nothing gets what most agencies keep to."""
    usual = {"invitation": "7d", "review_every": "90d", "review_within": "14d", "lock_after": "14d"}
    times = {name: durations.parse(row.get(name) or text) for name, text in usual.items()}
    return Staff(**times, code_of_conduct=row.get("code_of_conduct") or "")


def directory(row: Mapping[str, Any]) -> DirectoryTimes:
    usual = {"verify_every": "180d", "contact_every": "90d", "remind_every": "14d"}
    return DirectoryTimes(**{name: durations.parse(row.get(name) or text) for name, text in usual.items()})


def conversation(row: Mapping[str, Any]) -> Conversation:
    """A pack that says nothing gets quiet nights, a quarter of an hour to take back, a week for a link."""
    usual = {"delete_within": "15m", "link_lasts": "7d", "code_after": "30m", "survey_lasts": "30d"}
    times = {name: durations.parse(row.get(name) or text) for name, text in usual.items()}
    quiet = row.get("quiet_hours") or {}
    return Conversation(
        **times,
        quiet_from=time.fromisoformat(quiet.get("from") or "21:00"),
        quiet_until=time.fromisoformat(quiet.get("until") or "06:30"),
    )


def conference(row: Mapping[str, Any]) -> ConferenceRules:
    """A pack that says nothing looks at medium and high risk, late reviews and what waits for a week."""
    return ConferenceRules(
        risks=tuple(row.get("risks") or ("high", "medium")),
        review_late=bool(row.get("review_late", True)),
        referral_waits=durations.parse(row.get("referral_waits") or "7d"),
        invited_for=durations.parse(row.get("invited_for") or "14d"),
    )


USUAL_LIMITS = {
    "case": 60,
    "report": 60,
    "referral": 60,
    "person": 90,
    "line": 1000,
    "export": 5,
    "missed": 200,
}
MOST_CASES_ALONE = 25
USUAL_UNUSUAL = {
    "records_an_hour": 30,
    "times_the_usual": 3,
    "night_from": 21,
    "night_to": 5,
    "records_at_night": 5,
    "refusals_an_hour": 20,
    "searches_an_hour": 30,
    "readers_of_a_person": 8,
    "reveals_a_day": 8,
}


def limits(row: Mapping[str, Any]) -> Limits:
    """A pack that says nothing is limited all the same; none lets one person alone take out more than 25 cases."""
    return Limits(
        everybody=USUAL_LIMITS | dict(row.get("a_day") or {}),
        by_role={code: dict(found) for code, found in (row.get("roles") or {}).items()},
        cases_alone=min(row.get("cases_alone") or MOST_CASES_ALONE, MOST_CASES_ALONE),
        never_alone=tuple(row.get("never_alone") or ()),
        unusual=USUAL_UNUSUAL | dict(row.get("unusual") or {}),
    )


def role(row: Mapping[str, Any]) -> RoleSpec:
    return RoleSpec(
        code=row["code"],
        labels=row["label"],
        descriptions=row["description"],
        organisation_kinds=tuple(row["organisation_kinds"]),
        permissions=tuple(row["permissions"]),
        oversight={record: tuple(parts) for record, parts in (row.get("oversight") or {}).items()},
        never={record: tuple(parts) for record, parts in (row.get("never") or {}).items()},
        emergency={record: tuple(parts) for record, parts in (row.get("emergency") or {}).items()},
        sealed=sealed_rights(row.get("sealed") or {}),
    )


def sealed_rights(row: Mapping[str, Any]) -> SealedRights:
    return SealedRights(dict(row.get("reveals") or {}), row.get("a_day") or 0, tuple(row.get("approves") or ()))


def form_at_work(row: Mapping[str, Any]) -> FormAtWork:
    return FormAtWork(row["form_id"], row["version"], row["title"], row["checksum"])


def instrument(row: Mapping[str, Any]) -> Instrument:
    return Instrument(
        code=row["code"],
        form=row["form"],
        labels=row["label"],
        purpose=row["purpose"],
        record=row["record"],
        compartment=row["compartment"],
        fill=row["fill"],
        several=bool(row.get("several")),
    )


def audiences(written: Iterable[str]) -> tuple[Audience, ...]:
    return tuple(Audience.from_content(text) for text in written)


def conditions(written: Iterable[Mapping[str, Any]] | None) -> tuple[Condition, ...]:
    return tuple(Condition.from_content(row) for row in written or ())


def escalation(step: Mapping[str, Any]) -> Escalation:
    return Escalation(durations.parse(step["after"]), audiences(step["audience"]))


def alert_rule(row: Mapping[str, Any]) -> AlertRule:
    limit = row.get("email_at_most_every")
    return AlertRule(
        code=row["code"],
        events=tuple(row.get("event") or ()),
        clock=row.get("clock") or "",
        when=conditions(row.get("when")),
        audience=audiences(row["audience"]),
        channels=tuple(row["channels"]),
        message=row.get("message") or ("alert_critical" if row["level"] == "critical" else "alert"),
        email_at_most_every=durations.parse(limit) if limit else None,
        waits=bool(row.get("waits")),
        delay=durations.parse(row.get("delay") or "0m"),
        escalate=tuple(escalation(step) for step in row.get("escalate") or ()),
        until=tuple(row.get("until") or ()),
        level=row["level"],
        titles=row["title"],
    )


def added_by_rule(row: Mapping[str, Any]) -> AddedByRule:
    return AddedByRule(
        code=row["code"],
        events=tuple(row["event"]),
        when=conditions(row.get("when")),
        organisation=row["organisation"],
        role=row["role"],
        compartments=tuple(row["compartments"]),
        basis=row["basis"],
        reasons=row["reason"],
    )


def route(row: Mapping[str, Any]) -> Route:
    return Route(
        need=row["need"],
        providers=tuple(row["providers"]),
        for_children=tuple(row.get("for_children") or ()),
        minimum=tuple(row["minimum"]),
        consent=row["consent"],
        answer_within={name: durations.parse(text) for name, text in (row.get("answer_within") or {}).items()},
        notes=row.get("note") or {},
        who_may_refer=tuple(row.get("who_may_refer") or ()),
        for_whom=row.get("for_whom") or "",
        sexes=tuple(row.get("sexes") or ()),
        commitments=row.get("commits_to") or {},
    )


def routes(written: Mapping[str, Any]) -> dict[str, Route]:
    """The routes of a referral map by their need, each with what is usual where it says nothing itself."""
    return {row["need"]: route({**written["defaults"], **row}) for row in written["routes"]}


def retention_class(row: Mapping[str, Any]) -> RetentionClass:
    least = row.get("at_least")
    return RetentionClass(
        code=row["code"],
        labels=row["label"],
        record=row["record"],
        when=conditions(row.get("when")),
        since=row["from"],
        keep=durations.period(row["keep"]),
        at_least=durations.period(least) if least else None,
        bases=row["basis"],
        confirmed=bool(row["confirmed"]),
    )


def retention(content: Mapping[str, Any] | None) -> Retention:
    """A pack that says nothing has no class, so that nothing is ever due; a month to answer is what most laws say.

    What a phone sent lies outside of every file until it is filed: a week is long for that.
    """
    written = content or {}
    answer = (written.get("own_data") or {}).get("answer_within") or "30d"
    classes = tuple(retention_class(row) for row in written.get("classes") or ())
    phones = (written.get("forms_from_phones") or {}).get("file_within") or "7d"
    return Retention(classes, durations.parse(answer), durations.parse(phones))
