"""What a case's timeline says of its referrals."""

from samaan.accounts.models import User
from samaan.audit.models import Event
from samaan.cases.models import Case
from samaan.cases.words import Line
from samaan.referrals import words
from samaan.referrals.models import Referral, Status


def of_case(case: Case, reader: User) -> list[Line]:
    """Every step of the referrals this reader sees, each with the reference and the service."""
    found = Referral.objects.visible_to(reader).filter(case_id=case.pk).exclude(status=Status.DRAFT)
    names = {referral.pk: f"{referral.reference}, {referral.service}" for referral in found.select_related("service")}
    events = list(Event.objects.filter(record_id__in=names, kind__in=words.SENTENCES).order_by("-id"))
    lines = zip(events, words.timeline(events), strict=True)
    return [
        Line(f"{names[event.record_id]}: {line.what}", line.who, line.when, line.note, line.key)
        for event, line in lines
        if event.record_id
    ]
