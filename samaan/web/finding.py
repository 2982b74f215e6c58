"""Finding a record by its reference."""

import re

from django.utils import timezone

from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.intake.models import Report
from samaan.referrals.models import Referral

FORM = re.compile(r"\s*([a-z])[- ]?(?:(\d{4})[- ])?0*(\d{1,7})\s*", re.IGNORECASE)
MODELS = {"R": Report, "C": Case, "F": Referral}


def by_reference(user: User, words: str) -> Report | Case | Referral | None:
    """`r-2026-42`, `R 42` or `R-2026-00042`: the record, when this person may see it; else a case's pseudonym."""
    found = FORM.fullmatch(words)
    model = MODELS.get(found[1].upper()) if found else None
    if not found or model is None:
        # Equality, not LIKE: only a leakproof operator may use an index under row security.
        return Case.objects.visible_to(user).filter(pseudonym=" ".join(words.split()).title()).first()
    year = found[2] or timezone.localdate().year
    reference = f"{found[1].upper()}-{year}-{int(found[3]):05}"
    return model.objects.visible_to(user).filter(reference=reference).first()
