"""On what basis a slice may be shared: the person's consent, or a reason that the law accepts."""

from dataclasses import asdict, dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.cases.models import Case
from samaan.referrals.slice import is_personal

# Codes of the list lawful_bases under which somebody said yes; all others are reasons to share without.
GIVEN = ("consent", "guardian_consent")
# What the law says of itself for a child, where the referral map says so.
LAW_FOR_CHILDREN = ("legal_duty", "best_interests", "court_order")
HOW = ("spoken", "written", "phone", "interpreter")


@dataclass(frozen=True)
class ConsentGiven:
    """How consent was given, to whom and when; or the reason without it. `limits`: what must not be shared or done."""

    basis: str = ""
    how: str = ""
    language: str = ""
    given_on: date | None = None
    limits: str = ""
    reason: str = ""

    def details(self) -> dict:
        return asdict(self)


NOT_NEEDED = ConsentGiven()


@dataclass
class Problems:
    """What is missing, by field."""

    found: dict[str, str] = field(default_factory=dict)

    def need(self, ok: object, name: str, words: str) -> None:
        if not ok:
            self.found.setdefault(name, words)


def is_needed(need: str, shared: list[dict]) -> bool:
    """Not for a need the referral map frees of it, while nothing personal is shared."""
    route = countrypack.pack().route(need)
    return not (route and route.consent == "not_needed" and not is_personal(shared))


def check(consent: ConsentGiven, case: Case, need: str) -> None:
    """ValidationError by field when this does not allow sharing."""
    problems = Problems()
    problems.need(
        consent.basis in dict(countrypack.pack().choices("lawful_bases")), "basis", _("Say why this may be shared.")
    )
    if consent.basis in GIVEN:
        check_given(consent, case, problems)
    elif not enough_by_law(consent.basis, case, need):
        problems.need(consent.reason.strip(), "reason", _("Say why it is shared without consent."))
    if problems.found:
        raise ValidationError(problems.found)


def check_given(consent: ConsentGiven, case: Case, problems: Problems) -> None:
    alone = consent.basis == "consent" and case.is_child
    problems.need(not alone, "basis", _("A child, or somebody whose age is not known, does not consent alone."))
    problems.need(consent.how in HOW, "how", _("Say how consent was given."))
    problems.need(consent.language, "language", _("Say in which language it was explained."))
    problems.need(consent.given_on, "given_on", _("Say on which day consent was given."))
    if consent.given_on:
        problems.need(consent.given_on <= timezone.localdate(), "given_on", _("This day is in the future."))


def enough_by_law(basis: str, case: Case, need: str) -> bool:
    """Whether the basis needs no reason beside it."""
    return basis in by_law(case, need)


def by_law(case: Case, need: str) -> tuple[str, ...]:
    """For a child the law is reason enough, where the referral map says so."""
    route = countrypack.pack().route(need)
    return LAW_FOR_CHILDREN if case.is_child and route and route.consent == "law_for_children" else ()
