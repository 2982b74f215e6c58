"""Reports of the half-year before this one."""

from datetime import timedelta

from django.utils import timezone

from samaan.access import context
from samaan.insights.periods import HalfYear, half_year_of
from samaan.intake.models import Report
from tests.factories.intake import file_report

# By region, and whether a child is among the persons.
FILED = [("TT-POS", True)] * 5 + [("TT-POS", False)] * 6 + [("TT-ARI", None)] * 4 + [("TT-CHA", False)] * 6


def last_half_year() -> HalfYear:
    return half_year_of(half_year_of(timezone.localdate()).starts_on - timedelta(days=1))


def file_reports(job_role) -> list:
    """Reports that came in a month into the last half-year."""
    ids = [file_report(answers={"region": region, "children": child}).report_id for region, child in FILED]
    came = last_half_year().moments[0] + timedelta(days=30)
    with job_role(), context.acting(context.of_job("test")):
        Report.objects.filter(pk__in=ids).update(received_at=came)
    return ids
