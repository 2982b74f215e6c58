"""Terms of reference in any state, made by the same functions the pages call."""

from datetime import timedelta

from django.utils import timezone

from samaan.accounts.models import Organisation, User
from samaan.directory import workflow
from samaan.directory.drawing_up import first_texts
from samaan.directory.models import TermsOfReference
from tests.factories.accounts import make_user
from tests.factories.staff import acting, director

S = TermsOfReference.Status


def make_terms(
    status: str = S.IN_FORCE, provider: Organisation | None = None, *, steward: User | None = None, days: int = 365
) -> TermsOfReference:
    """Terms with the counselling service, or another provider, that have come as far as `status`."""
    provider = provider or Organisation.objects.get(code="fia")
    steward, ends_on = steward or make_user("referral_steward"), timezone.localdate() + timedelta(days=days)
    with acting(steward):
        terms = workflow.draw_up_terms(provider, by=steward, texts=first_texts(provider, ends_on), ends_on=ends_on)
        if status != S.DRAFT:
            workflow.offer_terms(terms, by=steward)
        if status == S.ENDED:
            workflow.end_terms(terms, by=steward)
    if status in (S.ACCEPTED, S.IN_FORCE):
        authorised = make_user("organisation_administrator", provider)
        with acting(authorised):
            workflow.accept_terms(terms, by=authorised)
    if status == S.IN_FORCE:
        chief = director()
        with acting(chief):
            workflow.approve_terms(terms, by=chief)
    return terms
