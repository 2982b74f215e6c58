"""What the other organisation reads before it answers: nothing by which the person is known."""

from samaan.accounts.models import User
from samaan.cases.models import Case, CaseTeamMember, Document, Note, Task
from samaan.referrals import slice as slices
from samaan.referrals.models import OPEN, Referral

TOLD = ("age_band", "sex", "languages", "region", "risk")


def lines_of(case: Case, by: User) -> list[dict]:
    offered = [offer for offer in slices.offers(case, by, "") if offer.code in TOLD]
    return slices.compose(offered, {offer.code for offer in offered}, {})


def contents_of(case: Case) -> list[list]:
    """How much goes, by code: `[["notes", 12], …]`."""
    counts = {
        "notes": Note.objects.filter(case=case).count(),
        "tasks": Task.objects.filter(case=case, done_at=None).count(),
        "documents": Document.objects.filter(case=case).count(),
        "referrals": Referral.objects.filter(case=case, status__in=OPEN).count(),
        "team": CaseTeamMember.objects.filter(case=case, left_at=None)
        .exclude(user__organisation=case.organisation_id)
        .count(),
    }
    return [[code, number] for code, number in counts.items()]
