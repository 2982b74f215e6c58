"""What somebody did meanwhile, in the words of the record's timeline, for whoever came too late."""

from samaan.audit.models import Event
from samaan.cases import words as of_cases
from samaan.intake import words as of_reports
from samaan.referrals import words as of_referrals

Line = of_cases.Line | of_reports.Line | of_referrals.Line


def line_of(event: Event) -> Line | None:
    """The line that everybody who sees the record may read; none for what belongs to one part of a case."""
    if event.record_kind == "referral":
        return next(iter(of_referrals.timeline([event])), None)
    if event.record_kind == "case":
        return next(iter(of_cases.timeline([event], ["summary"])), None)
    return of_reports.line(event, of_reports.names_in([event]), {})
