"""A draft as its provider will see it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import ngettext

from samaan.access.consent import Asked, Ledger
from samaan.access.models import ConsentEntry
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.cases.models import Document as CaseDocument
from samaan.referrals import slice as slices
from samaan.referrals.consent import asked_of, not_covered
from samaan.referrals.models import Consent, Referral
from samaan.referrals.sealed import SEALED_CLASS
from samaan.referrals.share_form import ShareForm
from samaan.referrals.slice import Shared
from samaan.referrals.workflow.sending import answer_within
from samaan.sealed.queries import current


@dataclass(frozen=True)
class Preview:
    """What one provider will see, line by line, and the documents that go with it."""

    referral: Referral
    lines: list[Shared]
    documents: list[str]

    @property
    def answer_in(self) -> str:
        """How long the provider has to answer, in words."""
        return in_words(answer_within(self.referral))


def in_words(span: timedelta) -> str:
    hours = round(span / timedelta(hours=1))
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = round(span / timedelta(days=1))
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def previews(drafts: list[Referral], case: Case) -> list[Preview]:
    """The drafts as they are kept."""
    names = names_of(case, [pk for draft in drafts for pk in draft.slice.documents])
    return [
        Preview(draft, slices.lines(draft.slice.shared), [names[pk] for pk in draft.slice.documents if pk in names])
        for draft in drafts
    ]


def previews_of(drafts: list[Referral], case: Case, user: User, form: ShareForm) -> list[Preview]:
    """The drafts as a form would make them."""
    found = []
    for draft in drafts:
        share = form.share_for(draft)
        offered = slices.offers(case, user, draft.need)
        shared = slices.compose(offered, share.codes or (), share.typed)
        # Left empty, what was written for this draft before stays, and the provider is shown that there is one.
        is_kept = slices.SEALED in (share.codes or ()) and current(draft, SEALED_CLASS) is not None
        if is_kept and all(line["code"] != slices.SEALED for line in shared):
            shared.append({"code": slices.SEALED, "value": True})
        names = names_of(case, list(share.documents))
        found.append(Preview(draft, slices.lines(shared), list(names.values())))
    return found


def names_of(case: Case, documents: list) -> dict:
    found = CaseDocument.objects.filter(case=case, pk__in=documents).select_related("file")
    return {document.pk: document.file.name for document in found}


def consent_of(referral: Referral) -> dict | None:
    """What was recorded of consent, where the reader may know it; `entry`: the line of the ledger."""
    found = Consent.objects.filter(referral=referral).select_related("entry").first()
    return found.details | {"entry": found.entry} if found else None


@dataclass(frozen=True)
class Cover:
    """What a draft shares, and the entry of the ledger that allows it, if any; `missing` says what none does."""

    referral: Referral
    asked: Asked
    entry: ConsentEntry | None

    @property
    def missing(self) -> str:
        return not_covered(self.asked)


def coverage(drafts: list[Referral], case: Case) -> list[Cover]:
    """How far the consent on record reaches."""
    ledger = Ledger.of(case.pk, is_child=case.is_child)
    asked = [(draft, asked_of(draft)) for draft in drafts]
    return [Cover(draft, wanted, ledger.covering(wanted)) for draft, wanted in asked]
