"""Whether somebody has told us this before: by receipt, telephones, names, and place with time.

Names and telephones are compared by their keyed tokens first, inside what the asker may see; only the few
candidates are opened and compared as words (samaan.people.finding).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.intake.models import Receipt, Report, ReporterContact, ReportPerson
from samaan.people.finding import MAY_BE_THE_SAME, Sought, find
from samaan.people.models import Person
from samaan.vault import keyring

# How far apart two reports may have come in to be compared by what they say.
WINDOW = timedelta(days=180)
NEAR = timedelta(days=3)
MOST = 5

REASONS: dict[str, tuple[int, str | Promise]] = {
    "receipt": (100, _("The reporter gave the receipt code of this report")),
    "phone": (60, _("The same telephone number")),
    "name": (40, _("A similar name")),
    "place_time": (15, _("The same region, within three days")),
    "exploitation": (5, _("The same kind of exploitation")),
}


@dataclass
class Likeness:
    """Another report that may be about the same thing, and why."""

    report: Report
    codes: list[str] = field(default_factory=list)

    @property
    def score(self) -> int:
        return sum(REASONS[code][0] for code in self.codes)

    @property
    def is_weak(self) -> bool:
        """Only the place and the time: in a busy town that is nearly everything."""
        return not {"receipt", "phone", "name"} & set(self.codes)

    @property
    def reasons(self) -> list[str | Promise]:
        return [REASONS[code][1] for code in self.codes]


def possible_duplicates(user: User, report: Report) -> list[Likeness]:
    """The few most alike reports, the likeliest first. The kind of exploitation alone makes none."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for code, ids in clues(user, report):
        for report_id in ids:
            found[report_id].add(code)
    found.pop(report.pk, None)
    others = Report.objects.visible_to(user).filter(pk__in=found).exclude(status=Report.Status.MERGED)
    alike = []
    for other in others.select_related("assigned_to"):
        codes = found[other.pk] | ({"exploitation"} if set(other.exploitation) & set(report.exploitation) else set())
        alike.append(Likeness(other, [code for code in REASONS if code in codes]))
    best = sorted(alike, key=lambda each: (-each.score, abs(each.report.received_at - report.received_at)))[:MOST]
    keyring.preload([each.report.pk for each in best])
    return best


def clues(user: User, report: Report) -> Iterator[tuple[str, Iterable[UUID]]]:
    """Each reason with the ids of the reports it points to."""
    if report.earlier_receipt is not None:
        yield "receipt", Receipt.objects.filter(token=report.earlier_receipt).values_list("report_id", flat=True)
    mine = Receipt.objects.filter(report=report).values_list("token", flat=True).first()
    if mine is not None:
        yield "receipt", in_window(report).filter(earlier_receipt=mine).values_list("pk", flat=True)
    people = list(Person.objects.filter(reports__report=report))
    yield "phone", same_phones(report, people)
    yield "name", similar_names(user, report, people)
    if report.region:
        near = Q(received_at__range=(report.received_at - NEAR, report.received_at + NEAR))
        if report.incident_on:
            near |= Q(incident_on__range=(report.incident_on - NEAR, report.incident_on + NEAR))
        yield "place_time", in_window(report).filter(near, region=report.region).values_list("pk", flat=True)[:200]


def in_window(report: Report):
    """Other reports that came in at a time that makes sense."""
    about = (report.received_at - WINDOW, report.received_at + WINDOW)
    return Report.objects.filter(received_at__range=about).exclude(pk=report.pk)


def same_phones(report: Report, people: list[Person]) -> set[UUID]:
    """Reports that name one of these telephones, of the reporter or of anybody in it."""
    contact = ReporterContact.objects.filter(report=report).first()
    tokens = {token for person in people for token in person.phone_tokens} | set(
        contact.phone_tokens if contact else ()
    )
    if not tokens:
        return set()
    window = Q(report__received_at__range=(report.received_at - WINDOW, report.received_at + WINDOW))
    reporters = ReporterContact.objects.filter(window, phone_tokens__overlap=list(tokens))
    named = ReportPerson.objects.filter(window, person__phone_tokens__overlap=list(tokens))
    return {*reporters.values_list("report_id", flat=True), *named.values_list("report_id", flat=True)}


def similar_names(user: User, report: Report, people: list[Person]) -> set[UUID]:
    """Reports that name somebody whose name reads or sounds like that of somebody here."""
    others: set[UUID] = set()
    for person in people:
        names = replace(Sought.of(person), phones=(), documents=())
        others |= {match.person.pk for match in find(names, user, without=[person.pk], least=MAY_BE_THE_SAME).matches}
    if not others:
        return set()
    window = Q(report__received_at__range=(report.received_at - WINDOW, report.received_at + WINDOW))
    return set(ReportPerson.objects.filter(window, person_id__in=others).values_list("report_id", flat=True))
