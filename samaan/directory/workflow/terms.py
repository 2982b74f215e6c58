"""What is done with terms of reference, one function an act."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis, Grant
from samaan.access.records import begin_record, grant_to
from samaan.accounts.models import Organisation, Role, User
from samaan.alerts import clocks
from samaan.countrypack.models import PackVersion
from samaan.directory.models import TermsOfReference
from samaan.directory.workflow import steps
from samaan.transitions import NotPermitted, announce, move

ENDING = "terms.ending"
# So long before their last day both sides are told that they end.
REMIND = timedelta(days=60)
Texts = Mapping[str, str]
S = TermsOfReference.Status


@transaction.atomic
def draw_up_terms(provider: Organisation, *, by: User, texts: Texts, ends_on: date) -> TermsOfReference:
    """Begin new terms with a provider; those in force stay so until the new ones are agreed."""
    if not steps.DRAW_UP.may(by, None):
        raise NotPermitted(steps.DRAW_UP, None)
    check(texts, ends_on)
    # Of two stewards at once, the second is told.
    known = TermsOfReference.objects.filter(provider=Organisation.objects.select_for_update().get(pk=provider.pk))
    if known.filter(status__in=(S.DRAFT, S.OFFERED, S.ACCEPTED)).exists():
        raise ValidationError(_("New terms with this provider are being drawn up already."))
    unit = Organisation.objects.get(code=countrypack.pack().unit_organisation)
    terms = TermsOfReference(
        organisation=unit,
        provider=provider,
        number=(known.aggregate(n=Max("number"))["n"] or 0) + 1,
        texts=dict(texts),
        ends_on=ends_on,
        map_version_id=PackVersion.objects.filter(is_active=True).values_list("pk", flat=True).get(),
        drawn_up_by=by,
    )
    terms.id = begin_record(terms.record_kind, owned_by=unit, grants=grants(unit, provider))
    terms.save(force_insert=True)
    announce(steps.DRAW_UP.kind, terms, by=by, provider=provider.pk, number=terms.number)
    return terms


def grants(unit: Organisation, provider: Organisation) -> list[Grant]:
    """Whoever keeps the mechanism or answers for the unit, and the provider: what happens with the terms is theirs."""
    roles = Role.objects.filter(permissions__overlap=["directory.steward", "pack.approve"]).order_by("code")
    sides = [*(principals.seat(role.code, unit.pk) for role in roles), principals.organisation(provider.pk)]
    return [grant_to(side, ["summary"], basis=Basis.OVERSIGHT, purpose="terms") for side in sides]


def check(texts: Texts, ends_on: date) -> None:
    if ends_on <= timezone.localdate():
        raise ValidationError({"ends_on": _("Choose a day to come.")})
    for language in countrypack.pack().country["languages"]["complete"]:
        if not texts.get(language, "").strip():
            raise ValidationError({f"text_{language}": _("Say it in this language too.")})


@transaction.atomic
def write_terms(terms: TermsOfReference, *, by: User, texts: Texts, ends_on: date) -> None:
    """Change the text of a draft."""
    check(texts, ends_on)
    move(terms, steps.WRITE, by=by, texts=dict(texts), ends_on=ends_on)


@transaction.atomic
def offer_terms(terms: TermsOfReference, *, by: User) -> None:
    """Send them to the provider, who is told that they wait."""
    move(terms, steps.OFFER, by=by, remark="")


@transaction.atomic
def accept_terms(terms: TermsOfReference, *, by: User) -> None:
    """The provider's authorised person accepts them as they stand."""
    move(terms, steps.ACCEPT, by=by, accepted_by=by, accepted_at=timezone.now())


@transaction.atomic
def return_terms(terms: TermsOfReference, *, by: User, remark: str) -> None:
    """Either side wants something else; the steward draws them up anew."""
    if not remark.strip():
        raise ValidationError({"remark": _("Say what should be otherwise.")})
    move(terms, steps.RETURN, by=by, remark=remark.strip(), accepted_by=None, accepted_at=None)


@transaction.atomic
def approve_terms(terms: TermsOfReference, *, by: User) -> None:
    """They come into force, in the place of those before; both sides are reminded before they end."""
    before = TermsOfReference.objects.filter(provider=terms.provider_id, status=S.IN_FORCE).first()
    if before and steps.APPROVE.may(by, terms) and terms.status in steps.APPROVE.sources:
        clocks.meet(before, ENDING)
        move(before, steps.REPLACED, by=by)
    move(terms, steps.APPROVE, by=by, approved_by=by, approved_at=timezone.now())
    last_day = timezone.make_aware(datetime.combine(terms.ends_on, time.min))
    clocks.start(terms, ENDING, lasting=max(last_day - REMIND - timezone.now(), timedelta(minutes=1)))


@transaction.atomic
def end_terms(terms: TermsOfReference, *, by: User) -> None:
    """Give up a draft, or end terms before their day."""
    clocks.meet(terms, ENDING)
    move(terms, steps.END, by=by)
