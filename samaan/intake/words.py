"""What happened to a report, in words. Events hold codes and ids; the sentences are made when somebody reads them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from samaan.accounts.models import User
from samaan.audit.models import Event
from samaan.countrypack.active import pack
from samaan.devices import words as of_phones
from samaan.intake.models import Report
from samaan.questionnaires import words as of_forms
from samaan.sealed import words as of_sealed
from samaan.walls import words as of_walls

Names = Mapping[int, str]
PEOPLE = ("to", "from", "user", "colleague", "asked_by")


@dataclass(frozen=True)
class Line:
    """One line of a report's history."""

    what: str
    who: str
    when: datetime | None
    note: str = ""
    key: bool = False


def timeline(events: Iterable[Event], report: Report) -> list[Line]:
    """A line an event; those of a report that was merged into this one say its reference."""
    events = list(events)
    names = names_in(events)
    others = {event.record_id for event in events if event.record_id} - {report.pk}
    references = dict(Report.objects.filter(pk__in=others).values_list("pk", "reference")) if others else {}
    return [line(event, names, references) for event in events]


def names_in(events: Iterable[Event]) -> dict[int, str]:
    """The colleagues these events speak of, with one query."""
    ids = {value for event in events for value in (event.actor_id, *(event.data.get(name) for name in PEOPLE)) if value}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "full_name"))


def line(event: Event, names: Names, references: Mapping[UUID, str]) -> Line:
    say = SENTENCES.get(event.kind)
    what, note = say(event.data, names) if say else (event.kind.replace(".", " ").replace("_", " "), "")
    if event.record_id and event.record_id in references:
        what = f"{references[event.record_id]}: {what}"
    return Line(what, names.get(event.actor_id or 0, ""), event.recorded_at, note, key=event.kind in KEY)


def received(data: dict, names: Names) -> tuple[str, str]:
    return _("Report received"), pack().label("report_channels", data.get("channel"))


def triaged(data: dict, names: Names) -> tuple[str, str]:
    return _("Triaged"), pack().label("urgency", data.get("urgency"))


def forwarded(data: dict, names: Names) -> tuple[str, str]:
    if data.get("because") == "conflict":
        return _("Given back to be assigned anew"), _("A conflict of interest was declared")
    return _("Forwarded to be assigned"), ""


def assigned(data: dict, names: Names) -> tuple[str, str]:
    return _("Assigned to %(name)s") % {"name": names.get(data["to"], "")}, ""


def reassigned(data: dict, names: Names) -> tuple[str, str]:
    what = _("Passed from %(before)s to %(name)s")
    given = {"before": names.get(data.get("from") or 0, ""), "name": names.get(data["to"], "")}
    return what % given, pack().label("reassign_reasons", data.get("reason"))


def merged(data: dict, names: Names) -> tuple[str, str]:
    return _("Merged with another report of the same"), ""


def closed(data: dict, names: Names) -> tuple[str, str]:
    return pgettext("report", "Closed"), pack().label("report_close_reasons", data.get("reason"))


def named(data: dict, names: Names) -> tuple[str, str]:
    return _("A person was added"), pack().label("report_person_roles", data.get("role"))


def warned(data: dict, names: Names) -> tuple[str, str]:
    return _("The report merged into this one warns of more"), ", ".join(str(WARNINGS[name]) for name in data["of"])


def added_to(data: dict, names: Names) -> tuple[str, str]:
    return _("Whoever reported wrote"), _("Somebody is in danger now") if data.get("danger") else ""


def determined(data: dict, names: Names) -> tuple[str, str]:
    return _("Determination made"), pack().label("determination_outcomes", data.get("outcome"))


def revised(data: dict, names: Names) -> tuple[str, str]:
    return _("Determination revised"), pack().label("determination_outcomes", data.get("outcome"))


def saying(say: Callable[[], str]) -> Callable[[dict, Names], tuple[str, str]]:
    return lambda data, names: (say(), "")


SENTENCES: dict[str, Callable[[dict, Names], tuple[str, str]]] = {
    "report.received": received,
    "report.triaged": triaged,
    "report.forwarded": forwarded,
    "report.assigned": assigned,
    "report.reassigned": reassigned,
    "report.accepted": saying(lambda: pgettext("report", "Accepted")),
    "report.merged": merged,
    "report.closed": closed,
    "report.reopened": saying(lambda: _("Opened again")),
    "file.infected": saying(lambda: _("A virus was found in a document, which is locked away")),
    "report.answered": saying(lambda: _("Whoever reported was written to")),
    "report.added_to": added_to,
    "report.person_named": named,
    "report.warned": warned,
    **of_walls.SENTENCES,
    "screening.opened": saying(lambda: _("Screening begun")),
    "screening.submitted": saying(lambda: _("Screening submitted for review")),
    "screening.sent_back": saying(lambda: _("Screening sent back with questions")),
    "screening.colleague_added": saying(lambda: _("A colleague joined the screening")),
    "determination.made": determined,
    "determination.revised": revised,
    **of_sealed.SENTENCES,
    **of_forms.SENTENCES,
    **of_phones.SENTENCES,
}
WARNINGS = {
    "immediate_danger": gettext_lazy("In danger now"),
    "children": gettext_lazy("Child"),
    "official_suspected": gettext_lazy("Official suspected"),
}
KEY = {
    "report.received", "report.assigned", "report.closed", "report.merged", "determination.made", *of_walls.KEY
}  # fmt: skip
