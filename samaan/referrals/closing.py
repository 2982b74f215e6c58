"""What cases ask before one is closed."""

from django.utils.translation import ngettext

from samaan.cases.models import Case
from samaan.referrals import queries


def open_referrals(case: Case) -> str | None:
    """Referrals are answered and delivered first, or withdrawn."""
    count = queries.still_open(case)
    if not count:
        return None
    return ngettext("%(n)d referral is still open.", "%(n)d referrals are still open.", count) % {"n": count}
