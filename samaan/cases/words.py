"""What happened to a case, in words. Events hold codes and ids; the sentences are made when somebody reads them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samaan import countrypack
from samaan.accounts.models import Organisation, User
from samaan.audit.models import Event
from samaan.cases.models import Part, Risk
from samaan.devices import words as of_phones
from samaan.questionnaires import words as of_forms
from samaan.sealed import words as of_sealed
from samaan.walls import words as of_walls

Names = Mapping[int, str]


@dataclass(frozen=True)
class Line:
    """One line of a timeline."""

    what: str
    who: str
    when: datetime | None
    note: str = ""
    key: bool = False


def timeline(events: Iterable[Event], held: Iterable[str]) -> list[Line]:
    """The lines a reader who holds these compartments sees; what happened in others is absent."""
    parts = set(held)
    shown = [event for event in events if event.data.get("compartment", "summary") in parts]
    names = names_in(shown)
    return [line(event, names) for event in shown]


def line(event: Event, names: Names) -> Line:
    say = SENTENCES.get(event.kind)
    what, note = say(event.data, names) if say else (event.kind.replace(".", " ").replace("_", " "), "")
    return Line(what, names.get(event.actor_id or 0, ""), event.recorded_at, note, key=event.kind in KEY)


def names_in(events: Iterable[Event]) -> dict[int, str]:
    """The colleagues these events speak of, with one query."""
    ids = {value for event in events for value in (event.actor_id, *(event.data.get(name) for name in PEOPLE)) if value}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "full_name"))


PEOPLE = ("to", "from", "user", "owner", "case_manager", "asked_by")
KEY = {
    "case.opened", "case.closed", "case.reopened", "case.assigned", "case.handed_over", "case.risk_changed",
    "case.consent_withdrawn", "case.consent_refused", "case.consent_expired", *of_walls.KEY,
}  # fmt: skip


def opened(data: dict, names: Names) -> tuple[str, str]:
    rules = {rule.code: rule for rule in countrypack.pack().added_by_rule}
    notes = [_("Case manager: %(name)s") % {"name": names[data["case_manager"]]}] if data.get("case_manager") else []
    for code in data.get("added_by_rule", []):
        if code in rules:
            added = countrypack.pack().organisations.get(rules[code].organisation)
            notes.append(f"{added.name if added else code}: {rules[code].reason}")
    return _("Case opened"), "\n".join(notes)


def assigned(data: dict, names: Names) -> tuple[str, str]:
    what = _("Given to %(name)s as case manager") % {"name": names.get(data["to"], "")}
    return what, countrypack.pack().label("reassign_reasons", data.get("reason"))


def handed_over(data: dict, names: Names) -> tuple[str, str]:
    both = {"name": names.get(data["from"], ""), "to": names.get(data["to"], "")}
    what = _("The work of %(name)s was handed over to %(to)s") % both
    return what, countrypack.pack().label("reassign_reasons", data.get("reason"))


def handed_on(data: dict, names: Names) -> tuple[str, str]:
    receiver = Organisation.objects.filter(pk=data["receiver"]).first()
    what = _("Handed over to another organisation: %(name)s") % {"name": receiver.name if receiver else ""}
    return what, _("Case manager: %(name)s") % {"name": names.get(data["to"], "")}


def risk_changed(data: dict, names: Names) -> tuple[str, str]:
    what = _("Risk assessed: %(risk)s") % {"risk": Risk(data["risk"]).label}
    return what, _("Next review: %(day)s") % {"day": day(data["next_review"])}


def note_written(data: dict, names: Names) -> tuple[str, str]:
    what = _("A note was corrected: %(part)s") if data.get("is_correction") else _("Note written: %(part)s")
    return what % {"part": countrypack.pack().label("compartments", data["compartment"])}, ""


def task_added(data: dict, names: Names) -> tuple[str, str]:
    what = _("Task for %(name)s, due %(day)s")
    return what % {"name": names.get(data["owner"], ""), "day": day(data["due"])}, ""


def task_done(data: dict, names: Names) -> tuple[str, str]:
    return _("Task done"), ""


def document_added(data: dict, names: Names) -> tuple[str, str]:
    kind = countrypack.pack().label("document_kinds", data["kind"])
    return _("Document added: %(kind)s") % {"kind": kind}, ""


def file_infected(data: dict, names: Names) -> tuple[str, str]:
    return _("A virus was found in a document, which is locked away"), ""


def team_joined(data: dict, names: Names) -> tuple[str, str]:
    what = _("%(name)s joined the team") % {"name": names.get(data["user"], "")}
    return what, str(Part(data["part"]).label)


def team_left(data: dict, names: Names) -> tuple[str, str]:
    return _("%(name)s left the team") % {"name": names.get(data["user"], "")}, ""


def person_changed(data: dict, names: Names) -> tuple[str, str]:
    return _("What is known of the person was changed"), ""


def closed(data: dict, names: Names) -> tuple[str, str]:
    return _("Case closed"), countrypack.pack().label("case_close_reasons", data.get("reason"))


def reopened(data: dict, names: Names) -> tuple[str, str]:
    return _("Case opened again"), countrypack.pack().label("case_reopen_reasons", data.get("reason"))


def consent_recorded(data: dict, names: Names) -> tuple[str, str]:
    what = _("New consent recorded") if data.get("replaces") else _("Consent recorded")
    return what, endings(data)


def consent_refused(data: dict, names: Names) -> tuple[str, str]:
    return _("Sharing was refused"), endings(data)


def consent_withdrawn(data: dict, names: Names) -> tuple[str, str]:
    return _("Consent withdrawn") if data.get("whole") else _("Consent withdrawn in part"), endings(data)


def consent_ending(data: dict, names: Names) -> tuple[str, str]:
    return _("Consent runs out on %(day)s") % {"day": day(data["ends_on"])}, ""


def consent_expired(data: dict, names: Names) -> tuple[str, str]:
    return _("Consent ran out"), endings(data)


def consent_printed(data: dict, names: Names) -> tuple[str, str]:
    return _("A copy of what was agreed was printed for the survivor"), ""


def endings(data: dict) -> str:
    """How much sharing ended with it."""
    count = data.get("ended", 0)
    words = ngettext("Sharing with one receiver ended", "Sharing with %(n)d receivers ended", count)
    return words % {"n": count} if count else ""


def day(written: str) -> str:
    return date_format(date.fromisoformat(written), pgettext("how a day is written", "j F Y"))


# A context above that leaves events on a case adds its own.
SENTENCES: dict[str, Callable[[dict, Names], tuple[str, str]]] = {
    "case.opened": opened,
    "case.assigned": assigned,
    "case.handed_over": handed_over,
    "case.risk_changed": risk_changed,
    "case.note_written": note_written,
    "case.handed_on": handed_on,
    "case.task_added": task_added,
    "case.task_done": task_done,
    "case.document_added": document_added,
    "case.team_joined": team_joined,
    "case.team_left": team_left,
    "case.person_changed": person_changed,
    "case.consent_recorded": consent_recorded,
    "case.consent_refused": consent_refused,
    "case.consent_withdrawn": consent_withdrawn,
    "case.consent_ending": consent_ending,
    "case.consent_expired": consent_expired,
    "case.consent_printed": consent_printed,
    "case.closed": closed,
    "case.reopened": reopened,
    "file.infected": file_infected,
    **of_walls.SENTENCES,
    **of_sealed.SENTENCES,
    **of_forms.SENTENCES,
    **of_phones.SENTENCES,
}
