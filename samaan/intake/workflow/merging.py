"""Two reports of one thing."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.access.records import wall
from samaan.accounts.models import User
from samaan.intake.models import Report
from samaan.intake.workflow.holding import facts_before, hurry, open_to_investigator, stop_clocks, tell_reporters
from samaan.intake.workflow.steps import MERGE
from samaan.transitions import announce, lock, move

WARNINGS = ("immediate_danger", "children", "official_suspected")


class CannotMerge(Exception):
    """These two cannot become one; the message says why."""


@transaction.atomic
def merge_report(duplicate: Report, *, into: Report, by: User) -> None:
    """Merge one report into another.

    Both keep their history, their persons, their messages and whoever may see them; the investigator of the other
    sees this one too, and what this one warned of, the other warns of.
    """
    for report in sorted((duplicate, into), key=lambda report: report.pk):
        lock(report)
    if duplicate.pk == into.pk:
        raise CannotMerge(_("A report cannot be merged into itself."))
    if not into.is_open:
        raise CannotMerge(_("The other report is not open any more."))
    earlier = list(Report.objects.filter(merged_into=duplicate))
    move(
        duplicate,
        MERGE,
        by=by,
        merged_into=into,
        closed_at=timezone.now(),
        close_reason="duplicate",
        due_at=None,
        event_data={"into": into.pk},
    )
    Report.objects.filter(pk__in=[report.pk for report in earlier]).update(merged_into=into)
    stop_clocks(duplicate)
    strengthen(into, duplicate, by=by)
    if into.assigned_to:
        for report in (duplicate, *earlier):
            open_to_investigator(report, into.assigned_to, by=by)
    for report in (duplicate, *earlier):
        wall(report, into)
        wall(into, report)
    tell_reporters(into)


def strengthen(report: Report, other: Report, *, by: User) -> None:
    """What either report warns of stays a warning; what is new to this one is told as if it had just come in."""
    new = [name for name in WARNINGS if getattr(other, name) and not getattr(report, name)]
    people = max(report.people_count or 0, other.people_count or 0) or None
    changes = dict.fromkeys(new, True) | {"people_count": people}
    was = facts_before(report, **changes)
    for name, value in changes.items():
        setattr(report, name, value)
    report.save(update_fields=list(changes))
    if "immediate_danger" in new:
        hurry(report)
    if was:
        announce("report.warned", report, by=by, of=new, was=was)
