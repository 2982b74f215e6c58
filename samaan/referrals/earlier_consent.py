"""Consent that a referral kept for itself, before there was a ledger: taken into it, so that there is one truth."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from samaan.access.consent import Ledger, found_on
from samaan.access.models import Answer, ConsentEntry
from samaan.cases.consent import Terms
from samaan.cases.models import Case
from samaan.referrals.consent import GIVEN, SAID, asked_of
from samaan.referrals.models import Consent, Status
from samaan.referrals.sharing import provider_grants
from samaan.transitions import announce, lock

BATCH = 200


def waiting() -> QuerySet[Consent]:
    """Consent of referrals that were sent, and that the ledger does not know."""
    found = Consent.objects.filter(entry=None, referral__consent_basis__in=GIVEN)
    return found.exclude(referral__status=Status.DRAFT)


@transaction.atomic
def adopt(referral_id: UUID) -> None:
    """Write the entry as it was given, without a last day, and let the provider's grants rest on it."""
    kept = waiting().select_related("referral__provider", "recorded_by").get(pk=referral_id)
    referral = kept.referral
    case = Case.objects.get(pk=referral.case_id)
    lock(case)
    asked, details = asked_of(referral), kept.details
    form, explained = SAID.get(details.get("how", ""), ("", ""))
    terms = Terms(
        compartments=asked.compartments,
        organisations=[asked.receiver],
        purposes=[asked.purpose],
        form=form,
        explained=[explained] if explained else [],
        language=details.get("language", ""),
        limits=details.get("limits", ""),
    )
    ledger = Ledger.of(case.pk, is_child=case.is_child)
    entry = ConsentEntry(
        case_id=case.pk,
        number=len(ledger.entries) + 1,
        answer=Answer.GIVEN,
        basis=referral.consent_basis,
        given_on=day_of(details.get("given_on"), kept),
        details=terms.details(),
        recorded_at=kept.recorded_at,
        recorded_by=kept.recorded_by,
        **terms.scope(),
    )
    announce("case.consent_recorded", case, by=None, purpose="consent", entry=entry.pk, basis=entry.basis, ended=0)
    entry.save(force_insert=True)
    kept.entry, kept.details = entry, {name: details.get(name, "") for name in ("basis", "limits", "reason")}
    kept.save(update_fields=["entry", "details"])
    if referral.status != Status.WITHDRAWN:
        use = found_on(entry, referral.pk, asked, by=kept.recorded_by)
        for grant in provider_grants(referral.pk):
            grant.consent_use = use
            grant.save(update_fields=["consent_use"])


def day_of(written: str | None, kept: Consent) -> date:
    return date.fromisoformat(written) if written else timezone.localdate(kept.recorded_at)
