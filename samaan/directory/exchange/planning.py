"""What a file would change, before anything is changed."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samaan.accounts.models import Organisation, Unit
from samaan.countrypack.faults import Fault
from samaan.countrypack.shapes import suggest
from samaan.directory.exchange.columns import Column, Wrong, columns, day, yes_no
from samaan.directory.exchange.reading import Line, names_of, read_table
from samaan.directory.facts import Facts, facts_of
from samaan.directory.models import Group, Service

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
FIXED = ("code", "organisation", "unit", "active", "sealed", "verified_on")
WITH_ALL = ("schedules", "exceptions", "costs", "places__location", "facts")


@dataclass
class Planned:
    """One row: the service it is about, and only what differs from what the directory says."""

    line: Line
    service: Service
    is_new: bool
    facts: dict[str, Facts] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    verified_on: date | None = None

    @property
    def differs(self) -> bool:
        return self.is_new or bool(self.facts or self.columns or self.verified_on)

    @property
    def fields(self) -> list[str]:
        return [*self.columns, *(name for facts in self.facts.values() for name in facts)]


@dataclass
class Plan:
    rows: list[Planned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    same: int = 0

    @property
    def mark(self) -> str:
        """The same as long as the file would change the same."""
        said = [[row.line.cells["code"], row.is_new, row.facts, row.columns, row.verified_on] for row in self.rows]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def plan(name: str, data: bytes) -> Plan:
    """Read the whole file; with a single fault nothing of it is taken."""
    found, faults = read_table(name, data)
    made = Plan(faults=faults)
    known = {column.name: column for column in columns()}
    for column in names_of(found):
        if column not in known and column not in FIXED:
            remedy = suggest(column, [*FIXED, *known])
            made.faults.append(Fault(name, 0, column, _("This column is not known."), remedy, found[0].sheet))
    if made.faults:
        return made
    look_up = Known.now()
    for line in found:
        try_row(made, line, known, look_up)
    return made


@dataclass
class Known:
    services: dict[str, Service]
    organisations: dict[str, Organisation]
    units: dict[str, Unit]
    seen: dict[str, int] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "Known":
        services = Service.objects.select_related("organisation", "unit").prefetch_related(*WITH_ALL)
        by_name = {row.name.casefold(): row for row in Organisation.objects.all()}
        return cls(
            {row.code: row for row in services},
            by_name | {row.code: row for row in Organisation.objects.all()},
            {row.code: row for row in Unit.objects.all()},
        )


def try_row(made: Plan, line: Line, known: dict[str, Column], look_up: Known) -> None:
    faults: list[Fault] = []
    row = row_of(line, look_up, faults)
    for name in line.cells:
        if name in known:
            try:
                take(row, known[name], known[name].read(line.cells[name]))
            except Wrong as wrong:
                faults.append(line.fault(name, wrong.problem, wrong.remedy))
    wrong_ones = {fault.column for fault in faults}
    faults += [fault for fault in whole_row(row, line) if fault.column not in wrong_ones]
    made.faults += faults
    if faults:
        return
    keep_what_differs(row)
    if row.differs:
        made.rows.append(row)
    else:
        made.same += 1


def row_of(line: Line, look_up: Known, faults: list[Fault]) -> Planned:
    """The service the row is about, and what stands of it besides its facts."""
    code = line.cells["code"]
    if not CODE.fullmatch(code):
        remedy = _("Small letters, digits, - and _ only, at most 40.")
        faults.append(line.fault("code", _("The code is missing, or is none."), remedy))
    if code in look_up.seen:
        problem = _("The code %(code)s is in row %(row)s already.") % {"code": code, "row": look_up.seen[code]}
        faults.append(line.fault("code", problem, _("Remove one of the two.")))
    look_up.seen.setdefault(code, line.number)
    service = look_up.services.get(code)
    row = Planned(line, service or Service(code=code), is_new=service is None)
    organisation(row, look_up, faults)
    for name, target, truth in (("active", "is_active", True), ("sealed", "is_sealed_location", True)):
        if line.cells.get(name):
            try:
                row.columns[target] = yes_no(line.cells[name]) is truth
            except Wrong as wrong:
                faults.append(line.fault(name, wrong.problem, wrong.remedy))
    try:
        said = day(line.cells.get("verified_on", ""))
        row.verified_on = date.fromisoformat(said) if said else None
    except Wrong as wrong:
        faults.append(line.fault("verified_on", wrong.problem, wrong.remedy))
    return row


def organisation(row: Planned, look_up: Known, faults: list[Fault]) -> None:
    said, unit = row.line.cells.get("organisation", ""), row.line.cells.get("unit", "")
    if said or row.is_new:
        found = look_up.organisations.get(said) or look_up.organisations.get(said.casefold())
        if found is None:
            remedy = suggest(said, sorted(one.code for one in look_up.organisations.values()))
            faults.append(row.line.fault("organisation", _("This organisation is not known."), remedy))
        else:
            row.columns["organisation"] = found
    if "unit" in row.line.cells:
        row.columns["unit"] = look_up.units.get(unit)
        if unit and unit not in look_up.units:
            faults.append(row.line.fault("unit", _("This unit is not known."), suggest(unit, sorted(look_up.units))))


def take(row: Planned, column: Column, value: Any) -> None:
    """A fact, or the part of one: a language of a name, a day of a week; parts that the file leaves out stay."""
    facts = row.facts.setdefault(column.group, {})
    if column.key:
        if column.fact not in facts:
            facts[column.fact] = dict(facts_of(row.service, column.group)[column.fact]) if not row.is_new else {}
        facts[column.fact].pop(column.key, None)
        if value:
            facts[column.fact][column.key] = value
    else:
        facts[column.fact] = value


def whole_row(row: Planned, line: Line) -> Iterator[Fault]:
    """What only several cells together can break, or a cell with what the directory says already."""
    whom = now(row, Group.WHOM)
    low, high = whom.get("min_age"), whom.get("max_age")
    if low is not None and high is not None and low > high:
        yield line.fault("max_age", _("The highest age is below the lowest."), _("Correct one of the two."))
    yield from where_it_is(row, line)
    about = now(row, Group.ABOUT)
    if not about.get("need"):
        yield line.fault("need", _("The need is missing."), _("Write a code of the list needs."))
    if not about.get("names"):
        yield line.fault("name_en", _("The name is missing."), _("Write it in one language at least."))
    if not row.is_new and row.columns.get("organisation", row.service.organisation) != row.service.organisation:
        problem = _("A service of this code belongs to another organisation.")
        yield line.fault("organisation", problem, _("Give it another code, or correct the organisation."))


def now(row: Planned, group: Group) -> Facts:
    """The group as it would be."""
    return ({} if row.is_new else facts_of(row.service, group)) | row.facts.get(group, {})


def where_it_is(row: Planned, line: Line) -> Iterator[Fault]:
    """Whether a place is secret is decided in the application, never by a file."""
    was = row.service.is_sealed_location
    sealed = row.columns.get("is_sealed_location", was)
    if not row.is_new and sealed != was:
        remedy = _("Leave the cell empty.")
        yield line.fault("sealed", _("Whether a place is secret does not change by a file."), remedy)
    if sealed or was:
        if any(row.facts.get(Group.PLACE, {}).values()):
            remedy = _("Empty the cell at once, and treat the address as leaked.")
            yield line.fault("address", _("A sealed place must have no address here."), remedy)
        row.facts.pop(Group.PLACE, None)
        return
    place = now(row, Group.PLACE)
    if bool(place.get("latitude")) != bool(place.get("longitude")):
        yield line.fault("longitude", _("A point needs both numbers."), _("Correct it."))


def keep_what_differs(row: Planned) -> None:
    """Take away what the directory says already."""
    service = row.service
    row.columns = {name: value for name, value in row.columns.items() if row.is_new or getattr(service, name) != value}
    for group, facts in list(row.facts.items()):
        now = {} if row.is_new else facts_of(service, group)
        differing = {name: value for name, value in facts.items() if row.is_new or now[name] != value}
        row.facts[group] = differing
        if not differing:
            del row.facts[group]
    if row.verified_on and not row.is_new:
        days = {fact.verified_on for fact in service.facts.all()}
        if days and max(filter(None, days), default=date.min) >= row.verified_on:
            row.verified_on = None
