"""What a report contributes when a survivor's case is opened: that screening has begun, and what is known already."""

from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.intake.models import Report, Screening
from samaan.people.models import Person


def screening_has_begun(person: Person, report_id: UUID | None, user: User) -> str | Promise | None:
    """A case that comes of a report is opened once the person's screening has begun; nobody waits for its end."""
    if report_id is None:
        return None
    begun = Screening.objects.visible_to(user).filter(report=report_id, report_person__person=person)
    return None if begun.exists() else _("Begin this person’s screening first; the case can be opened right after.")


def known_from_report(person: Person, report_id: UUID | None, user: User) -> dict:
    """Region and exploitation, so that nobody types them again."""
    report = Report.objects.visible_to(user).filter(pk=report_id).first() if report_id else None
    if report is None:
        return {}
    screening = Screening.objects.visible_to(user).filter(report=report, report_person__person=person).first()
    exploitation = (screening.exploitation if screening else None) or report.exploitation
    return {"region": report.region, "exploitation": exploitation}
