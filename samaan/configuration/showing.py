"""The pack at work as an officer reads it: forms with their questions, lists with their codes, roles, times."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from samaan.configuration.words import CLOCKS, KINDS, LEVELS, LISTS, RECORDS, RELATIONS
from samaan.countrypack import indicator_words, vocabulary
from samaan.countrypack.content import Pack
from samaan.countrypack.indicators import Aim, Indicator
from samaan.countrypack.parts import Audience, RoleSpec
from samaan.countrypack.permission_words import PERMISSION_WORDS
from samaan.countrypack.wording import time_words
from samaan.countrypack.words import in_language
from samaan.xforms.comparing import text_of
from samaan.xforms.definition import Choice, Definition, Question, Wording

# Of a long list a page shows so many.
MOST_CHOICES = 60


@dataclass(frozen=True)
class Asked:
    """One question as it stands in the form: how deep, what is asked, what is offered, when it is asked."""

    question: Question
    depth: int
    label: str
    hint: str
    choices: tuple[str, ...]
    more: int

    @property
    def kind(self) -> str:
        return str(KINDS.get(self.question.kind, self.question.kind))

    @property
    def is_filtered(self) -> bool:
        """Whether what is offered depends on other answers."""
        return self.question.offer is not None and self.question.offer.items is not None


def questions(form: Definition, language: str = "") -> Iterator[Asked]:
    """Every question in the order of the form."""
    language = form.language(language or get_language() or "en")

    def said(wording: Wording) -> str:
        return text_of(wording.words(language, form.default_language))

    def inside(parent: Question, depth: int) -> Iterator[Asked]:
        for question in parent.children:
            offered = offered_by(form, question)
            labels = tuple(said(choice.label) or choice.name for choice in offered[:MOST_CHOICES])
            more = max(0, len(offered) - MOST_CHOICES)
            yield Asked(question, depth, said(question.label), said(question.hint), labels, more)
            yield from inside(question, depth + 1)

    yield from inside(form.root, 0)


def offered_by(form: Definition, question: Question) -> tuple[Choice, ...]:
    return form.lists[question.offer.list].choices if question.offer else ()


@dataclass(frozen=True)
class Clock:
    """How long something may take, for each level."""

    name: str
    times: tuple[tuple[str, str], ...]


def clocks(pack: Pack) -> list[Clock]:
    """Every clock of the country, in the order of the pack."""
    found = []
    for name, levels in pack.country["clocks"].items():
        words = CLOCKS.get(name, name)
        kind = vocabulary.CLOCKS.get(name, ("", ""))[1]
        times = tuple((label_of(pack, kind, level), time_words(text)) for level, text in levels.items())
        found.append(Clock(str(words), times))
    return found


def label_of(pack: Pack, kind: str, code: str) -> str:
    return pack.label(kind, code) if kind in pack.codelists else code


@dataclass(frozen=True)
class Rule:
    """Whom the pack tells what, and when."""

    title: str
    level: str
    told: tuple[str, ...]
    then: tuple[tuple[str, str], ...]


def rules(pack: Pack) -> list[Rule]:
    """Every alert rule in the order of the pack; who is told later when nobody acts."""
    found = []
    for row, rule in zip(pack.content["alert_rules"]["rules"], pack.alert_rules, strict=True):
        told = tuple(audience(pack, one) for one in rule.audience)
        steps = zip(row.get("escalate") or (), rule.escalate, strict=True)
        then = tuple(
            (time_words(written["after"]), ", ".join(audience(pack, one) for one in step.audience))
            for written, step in steps
        )
        found.append(Rule(rule.title, str(LEVELS.get(rule.level, rule.level)), told, then))
    return found


def audience(pack: Pack, one: Audience) -> str:
    if one.role:
        role = pack.roles.get(one.role)
        return in_language(role.labels) if role else one.role
    return str(RELATIONS.get(one.relation, one.relation.replace("_", " ")))


@dataclass(frozen=True)
class Role:
    """A role as a minister reads it."""

    label: str
    description: str
    seats: str
    may: tuple[str, ...]
    sees: tuple[tuple[str, str], ...]
    never: tuple[tuple[str, str], ...]
    emergency: tuple[tuple[str, str], ...]


def roles(pack: Pack) -> list[Role]:
    return [role_of(pack, role) for role in pack.roles.values()]


def role_of(pack: Pack, role: RoleSpec) -> Role:
    return Role(
        label=in_language(role.labels),
        description=in_language(role.descriptions),
        seats=", ".join(label_of(pack, "organisation_kinds", kind) for kind in role.organisation_kinds),
        may=tuple(str(PERMISSION_WORDS.get(code, code)) for code in role.permissions),
        sees=parts_of(pack, role.oversight),
        never=parts_of(pack, role.never),
        emergency=parts_of(pack, role.emergency),
    )


def parts_of(pack: Pack, rights: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """`(("case", "identity, contact"), …)` in words."""
    return tuple(
        (str(RECORDS.get(record, record)), ", ".join(pack.label("compartments", part) for part in parts))
        for record, parts in rights.items()
        if parts
    )


@dataclass(frozen=True)
class Counted:
    """An indicator as who reports on it reads it: from where it comes, told apart by what, and what is aimed at."""

    indicator: Indicator
    level: str
    measure: str
    direction: str
    aggregation: str
    source: str
    counted: tuple[str, ...]
    told_apart: tuple[str, ...]
    baseline: str
    targets: tuple[str, ...]


def indicators(pack: Pack) -> list[Counted]:
    return [counted(pack, one) for one in pack.indicators.values()]


def counted(pack: Pack, one: Indicator) -> Counted:
    codes = [code_words(pack, one, name, code) for name, found in one.counted.items() for code in found]
    return Counted(
        indicator=one,
        level=str(indicator_words.LEVELS[one.level]),
        measure=str(indicator_words.MEASURES[one.measure]),
        direction=str(indicator_words.DIRECTIONS[one.direction]),
        aggregation=str(indicator_words.AGGREGATIONS[one.aggregation]),
        source=source_of(pack, one),
        counted=tuple(codes),
        told_apart=tuple(str(LISTS.get(name, name)) for name in one.disaggregation),
        baseline=aim_words(pack, one.baseline) if one.baseline else "",
        targets=tuple(aim_words(pack, aim) for aim in one.targets),
    )


def source_of(pack: Pack, one: Indicator) -> str:
    """The form with its figures, or the statistic, in words."""
    if one.statistic:
        return str(indicator_words.STATISTIC_WORDS[one.statistic])
    return f"{pack.instruments[one.instrument].label} ({', '.join(one.figures)})"


def code_words(pack: Pack, one: Indicator, name: str, code: str) -> str:
    """A code that counts: of a list, or an answer to a question with a figure."""
    if not one.statistic:
        holds = vocabulary.STORED_AS[pack.instruments[one.instrument].purpose][name]
        name = holds if isinstance(holds, str) else name
    return label_of(pack, name, code) if name in pack.codelists else f"{name} = {code}"


def aim_words(pack: Pack, aim: Aim) -> str:
    """`2026/2027 (Project year): 50`."""
    calendar = next((one.name for one in pack.reporting_years if one.code == aim.calendar), aim.calendar)
    return f"{aim.year} ({calendar}): {aim.value}"
