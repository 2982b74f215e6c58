"""alert_rules.yaml, and the conditions that other files use too."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.checks import common
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import (
    Shape,
    anything,
    duration,
    labels,
    listing,
    one_of,
    record,
    suggest,
    text,
    unknown,
    yes_or_no,
)

Facts = Mapping[str, type | str]


def rule_shape(words: Shape) -> Shape:
    step = record({"after": duration, "audience": listing(text)})
    return record(
        {
            "code": text,
            "audience": listing(text),
            "channels": listing(one_of(vocabulary.CHANNELS)),
            "level": one_of(vocabulary.LEVELS),
            "title": words,
        },
        {
            "event": listing(one_of(vocabulary.EVENTS)),
            "clock": one_of([*vocabulary.CLOCKS, *vocabulary.PLAIN_CLOCKS]),
            "when": listing(anything, empty=True),
            "message": text,
            "email_at_most_every": duration,
            "waits": yes_or_no,
            "delay": duration,
            "escalate": listing(step, empty=True),
            "until": listing(one_of(vocabulary.EVENTS), empty=True),
        },
    )


def check(source: Source) -> Iterator[Fault]:
    if source.unreadable("alert_rules"):
        return
    content: Row = source.content["alert_rules"]
    shape = rule_shape(labels(*common.languages(source)))
    yield from record({"rules": listing(shape)})(content, content, "")
    yield from common.good_codes(common.rows(content.get("rules")))
    messages = {row["code"] for row in source.content["messages"]}
    for rule in common.sound(content.get("rules"), shape):
        yield from one_rule(source, rule)
        yield from common.known(rule, "message", messages)


def one_rule(source: Source, rule: Row) -> Iterator[Fault]:
    events, clock = rule.get("event") or [], rule.get("clock")
    if bool(events) == bool(clock):
        remedy = _("Write either `event: […]` or `clock: …`.")
        yield rule.fault("code", _("A rule is triggered by events or by a clock."), remedy)
    records = {vocabulary.record_of(kind) for kind in events}
    if clock in vocabulary.CLOCKS:
        records.add(vocabulary.CLOCKS[clock][0])
    elif clock in vocabulary.PLAIN_CLOCKS:
        records.add(vocabulary.PLAIN_CLOCKS[clock])
    yield from conditions(source, rule, records)
    yield from audience(source, rule, records)
    for step in rule.get("escalate") or ():
        yield from audience(source, step, records)
    if (rule.get("escalate") or rule.get("delay")) and not rule.get("until"):
        remedy = _("Add `until` with the events that mean somebody acted.")
        yield rule.fault("escalate", _("Nothing says when to stop."), remedy)
    for title in rule["title"].values():
        if re.search(r"[{}%]", title or ""):
            remedy = _("Write fixed words: an alert says nothing of a person.")
            yield rule.fault("title", _("The title holds a placeholder."), remedy)


def audience(source: Source, row: Row, records: set[str]) -> Iterator[Fault]:
    """Each audience is a role of the pack, or a relation that all the records of the rule have."""
    roles = role_codes(source)
    for word in row["audience"]:
        role = word.removeprefix("role:")
        if role != word:
            if roles and role not in roles:
                yield row.fault("audience", unknown(role), suggest(role, sorted(roles)))
            continue
        for kind in sorted(records):
            offered = vocabulary.RELATIONS.get(kind, ())
            if word not in offered:
                problem = _("A %(record)s has no “%(word)s”.") % {"record": kind, "word": word}
                yield row.fault("audience", problem, suggest(word, [*offered, *(f"role:{code}" for code in roles)]))


def role_codes(source: Source) -> set[str]:
    return set(common.texts([row.get("code") for row in common.rows(source.content["roles"].get("roles"))]))


def conditions(
    source: Source, row: Row, records: set[str], known: Mapping[str, Facts] = vocabulary.FACTS
) -> Iterator[Fault]:
    for condition in row.get("when") or ():
        if not isinstance(condition, Row) or len(condition) != 2 or not isinstance(condition.get("fact"), str):
            remedy = _("Write it as {fact: persons, at_least: 3}.")
            yield row.fault("when", _("A condition is one fact and one test."), remedy)
            continue
        yield from one_condition(source, condition, records, known)


def one_condition(source: Source, condition: Row, records: set[str], known: Mapping[str, Facts]) -> Iterator[Fault]:
    test = next(name for name in condition if name != "fact")
    if test not in vocabulary.TESTS:
        yield condition.fault(test, unknown(test), suggest(test, list(vocabulary.TESTS)))
        return
    for kind in sorted(records):
        facts = known.get(kind, {})
        name = condition["fact"]
        if name not in facts:
            problem = _("A %(record)s has no fact “%(name)s”.") % {"record": kind, "name": name}
            yield condition.fault("fact", problem, suggest(name, list(facts)))
        else:
            yield from fits(source, condition, test, facts[name])


def fits(source: Source, condition: Row, test: str, kind: type | str) -> Iterator[Fault]:
    """The value of a test is of the fact's kind."""
    value = condition[test]
    values = value if test == "one_of" and isinstance(value, list) else [value]
    if test in ("at_least", "at_most") and kind is not int:
        yield condition.fault(test, _("Only numbers can be compared so."), _("Use `is` or `one_of`."))
    elif isinstance(kind, str):
        known = source.codes(kind)
        for item in values:
            if known and item not in known:
                yield condition.fault(test, unknown(item), suggest(item, sorted(known)))
    elif not all(is_a(item, kind) for item in values):
        wanted = _("true or false") if kind is bool else _("a whole number")
        yield condition.fault(test, _("This should be %(wanted)s.") % {"wanted": wanted}, _("Write it without quotes."))


def is_a(value: Any, kind: type) -> bool:
    return type(value) is kind
