"""The reports that name a person, for whoever finds the person and may open them; and who works with them."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.intake.models import Report, ReportPerson
from samaan.intake.queries import visible
from samaan.people.files import File
from samaan.people.holding import Holder


def reports_of(user: User, person_ids: Collection[UUID]) -> Iterator[tuple[UUID, File]]:
    naming = ReportPerson.objects.visible_to(user).filter(person_id__in=person_ids, report__in=visible(user))
    rows = list(naming.select_related("report").order_by("-report__received_at"))
    stream.append_each("record.found", records={named.report_id: named.report for named in rows}.values(), by=user)
    for named in rows:
        yield named.person_id, File(_("Report"), named.report.reference, named.report.get_absolute_url())


def holder_of(person_id: UUID) -> Holder | None:
    """Before there is a case: the investigator of the latest report that names the person."""
    naming = Report.objects.filter(persons__person_id=person_id).select_related("organisation", "assigned_to")
    report = naming.order_by("-received_at").first()
    if report is None:
        return None
    investigator = report.assigned_to if report.assigned_to and report.assigned_to.is_active else None
    return Holder(report, report.organisation, investigator, rank=1)
