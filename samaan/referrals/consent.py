"""On what basis a slice may be shared: consent in the case's ledger, or a reason that the law accepts."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access.consent import Asked, Ledger
from samaan.access.models import ConsentEntry
from samaan.accounts.models import User
from samaan.cases.consent import LASTS, Explained, Form, Problems, Terms
from samaan.cases.models import Case
from samaan.cases.models import Document as CaseDocument
from samaan.cases.workflow import record_consent
from samaan.referrals.models import Referral
from samaan.referrals.slice import is_personal

# Codes of the list lawful_bases under which somebody said yes; all others are reasons to share without.
GIVEN = ("consent", "guardian_consent")
# What the law says of itself for a child, where the referral map says so.
LAW_FOR_CHILDREN = ("legal_duty", "best_interests", "court_order")
# How consent was given, in one word: what it means for the ledger.
SAID: dict[str, tuple[str, str]] = {
    "spoken": (Form.SPOKEN, Explained.WORDS),
    "written": (Form.WRITTEN, Explained.WORDS),
    "phone": (Form.SPOKEN, Explained.PHONE),
    "interpreter": (Form.SPOKEN, Explained.INTERPRETER),
}
HOW = tuple(SAID)


@dataclass(frozen=True)
class ConsentGiven:
    """On what basis something is shared: the reason without consent, or consent.

    Consent is an entry of the case's ledger: `entry`, or whichever covers what is shared. Where none does, `how`,
    `language`, `given_on` and, for a child, the guardian say that it was given for just this, and an entry is made.
    """

    basis: str = ""
    how: str = ""
    language: str = ""
    given_on: date | None = None
    until: date | None = None
    limits: str = ""
    reason: str = ""
    guardian: str = ""
    relation: str = ""
    assent: str = ""
    entry: UUID | None = None

    def details(self) -> dict:
        """What a referral keeps of it; the rest stands in the ledger."""
        kept = asdict(self)
        return {name: kept[name] for name in ("basis", "limits", "reason")}

    @property
    def is_said(self) -> bool:
        return bool(self.how or self.language or self.given_on)


NOT_NEEDED = ConsentGiven()


def is_needed(need: str, shared: list[dict], documents: Any = ()) -> bool:
    """Not for a need the referral map frees of it, while nothing personal is shared."""
    route = countrypack.pack().route(need)
    return not (route and route.consent == "not_needed" and not is_personal(shared) and not documents)


def asked_of(referral: Referral) -> Asked:
    """What a referral shares, with whom and for what, as the ledger knows it."""
    pack = countrypack.pack()
    slice_ = referral.slice
    fields = pack.codelist("slice_fields").entries
    parts = {fields[line["code"]].more["compartment"] for line in slice_.shared if line["code"] in fields}
    parts |= set(CaseDocument.objects.filter(pk__in=slice_.documents).values_list("compartment", flat=True))
    need = pack.entry("needs", referral.need)
    return Asked(frozenset(parts), referral.provider, need.more.get("group", "") if need else "")


def entry_for(consent: ConsentGiven, referral: Referral, case: Case, *, by: User) -> ConsentEntry | None:
    """The entry of the ledger that allows it, made if it must be; None where the law is the basis.

    ValidationError by field when this does not allow sharing.
    """
    if consent.entry is None and consent.basis not in GIVEN:
        check_law(consent, case, referral.need)
        return None
    asked = asked_of(referral)
    ledger = Ledger.of(case.pk, is_child=case.is_child)
    if consent.entry is not None:
        chosen = [entry for entry in ledger.entries if entry.pk == consent.entry and ledger.allows(entry, asked)]
        return chosen[0] if chosen else refuse_uncovered(asked)
    return (
        ledger.covering(asked)
        or (record_for(consent, asked, case, by) if consent.is_said else None)
        or (refuse_uncovered(asked))
    )


def check_law(consent: ConsentGiven, case: Case, need: str) -> None:
    """ValidationError by field when this is no reason to share without consent."""
    problems = Problems()
    known = dict(countrypack.pack().choices("lawful_bases"))
    problems.need(consent.basis in known, "basis", _("Say why this may be shared."))
    if consent.basis not in by_law(case, need):
        problems.need(consent.reason.strip(), "reason", _("Say why it is shared without consent."))
    problems.refuse()


def refuse_uncovered(asked: Asked) -> ConsentEntry:
    raise ValidationError({"basis": not_covered(asked)})


def not_covered(asked: Asked) -> str:
    """What the ledger would have to allow, in words."""
    pack = countrypack.pack()
    return _("There is no consent on record to share with %(provider)s, for %(purpose)s: %(parts)s.") % {
        "provider": asked.receiver,
        "purpose": pack.label("need_groups", asked.purpose),
        "parts": ", ".join(pack.labels("compartments", sorted(asked.compartments))),
    }


def record_for(consent: ConsentGiven, asked: Asked, case: Case, by: User) -> ConsentEntry:
    """An entry for exactly what is asked."""
    problems = Problems()
    problems.need(consent.how in HOW, "how", _("Say how consent was given."))
    problems.refuse()
    form, explained = SAID[consent.how]
    terms = Terms(
        basis=consent.basis,
        compartments=asked.compartments,
        organisations=[asked.receiver],
        purposes=[asked.purpose],
        given_on=consent.given_on,
        ends_on=consent.until or timezone.localdate() + LASTS,
        form=form,
        explained=[explained],
        language=consent.language,
        limits=consent.limits,
        guardian=consent.guardian,
        relation=consent.relation,
        assent=consent.assent,
    )
    return record_consent(case, terms, by=by)


def by_law(case: Case, need: str) -> tuple[str, ...]:
    """For a child the law is reason enough, where the referral map says so."""
    route = countrypack.pack().route(need)
    return LAW_FOR_CHILDREN if case.is_child and route and route.consent == "law_for_children" else ()
