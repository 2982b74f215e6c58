"""What a case's timeline says of the screening that led to it."""

from samaan.accounts.models import User
from samaan.audit.models import Event
from samaan.cases.models import Case
from samaan.cases.words import Line
from samaan.intake import words
from samaan.intake.screening_queries import visible_to

TOLD = (
    "screening.opened",
    "screening.submitted",
    "screening.sent_back",
    "determination.made",
    "determination.revised",
)


def of_case(case: Case, reader: User) -> list[Line]:
    """The steps of the person's screenings, for whoever may see those; the report's reference stands before each."""
    lines: list[Line] = []
    for screening in visible_to(reader).filter(report_person__person_id=case.person_id):
        events = Event.objects.filter(
            record_id=screening.report_id, kind__in=TOLD, data__screening=str(screening.pk)
        ).order_by("-id")
        lines += [
            Line(f"{screening.report.reference}: {line.what}", line.who, line.when, line.note, line.key)
            for line in words.timeline(events, screening.report)
        ]
    return lines
