"""What must be said for consent to count, whether a page, the API or a referral records it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan import countrypack
from samaan.accounts.models import Organisation
from samaan.cases.compartments import ALL
from samaan.cases.models import Case
from samaan.countrypack.codelists import Entry

# Codes of the list lawful_bases under which somebody says yes or no.
PERSON, GUARDIAN, BEST_INTERESTS = "consent", "guardian_consent", "best_interests"
BASES = (PERSON, GUARDIAN, BEST_INTERESTS)
LASTS = timedelta(days=365)
AT_MOST = timedelta(days=2 * 366)
# What was agreed longer ago is asked again.
NOT_OLDER = timedelta(days=366)


class Who(models.TextChoices):
    """Who answers, and who takes an answer back; the codes are those of the list lawful_bases."""

    PERSON = PERSON, gettext_lazy("The person")
    GUARDIAN = GUARDIAN, gettext_lazy("A parent or guardian")
    BEST_INTERESTS = BEST_INTERESTS, gettext_lazy("No guardian: what is best for the child is determined")


class Form(models.TextChoices):
    SPOKEN = "spoken", gettext_lazy("Spoken")
    WRITTEN = "written", gettext_lazy("In writing")


class Explained(models.TextChoices):
    WORDS = "words", gettext_lazy("In simple words, face to face")
    PICTURES = "pictures", gettext_lazy("With pictures")
    INTERPRETER = "interpreter", gettext_lazy("Through an interpreter")
    PHONE = "phone", gettext_lazy("On the telephone")
    READ_OUT = "read_out", gettext_lazy("A text was read out")


class Assent(models.TextChoices):
    YES = "yes", gettext_lazy("Agrees too")
    NO = "no", gettext_lazy("Does not agree")
    TOO_YOUNG = "too_young", gettext_lazy("Is too young to say")


class NoGuardian(models.TextChoices):
    NONE = "none", gettext_lazy("There is none, or none is known")
    UNREACHABLE = "unreachable", gettext_lazy("Cannot be reached")
    SUSPECTED = "suspected", gettext_lazy("Is suspected, or would put the child in danger")
    AGAINST = "against", gettext_lazy("Says no, against the child’s interests")


@dataclass(frozen=True)
class Terms:
    """What may be shared, with whom, for what, until when; who said so, and how it was explained to them."""

    basis: str = ""
    compartments: Iterable[str] = ()
    organisations: Iterable[Organisation] = ()
    kinds: Iterable[str] = ()
    purposes: Iterable[str] = ()
    given_on: date | None = None
    ends_on: date | None = None
    form: str = ""
    explained: Iterable[str] = ()
    language: str = ""
    words: str = ""
    limits: str = ""
    taken_by: str = ""
    guardian: str = ""
    relation: str = ""
    assent: str = ""
    no_guardian: str = ""
    determined_by: str = ""
    reasons: str = ""

    def scope(self) -> dict[str, Any]:
        """What an entry keeps in clear."""
        return {
            "compartments": [code for code in ALL if code in set(self.compartments)],
            "organisations": sorted(organisation.pk for organisation in self.organisations),
            "kinds": sorted(self.kinds),
            "purposes": sorted(self.purposes),
        }

    def details(self) -> dict[str, Any]:
        """What an entry keeps encrypted: only what belongs to its basis."""
        kept = ["form", "language", "words", "limits", "taken_by"]
        if self.basis == GUARDIAN:
            kept += ["guardian", "relation", "assent"]
        if self.basis == BEST_INTERESTS:
            kept += ["no_guardian", "guardian", "relation", "determined_by", "reasons", "assent"]
        said = {name: getattr(self, name).strip() for name in kept}
        return {name: words for name, words in said.items() if words} | {"explained": sorted(self.explained)}


@dataclass
class Problems:
    """What is missing, by field."""

    found: dict[str, str] = field(default_factory=dict)

    def need(self, ok: object, name: str, words: str) -> None:
        if not ok:
            self.found.setdefault(name, words)

    def refuse(self) -> None:
        if self.found:
            raise ValidationError(self.found)


def check_given(terms: Terms, case: Case) -> None:
    """ValidationError by field when these terms are no consent."""
    problems = Problems()
    problems.need(set(terms.compartments), "compartments", _("Say what may be shared."))
    problems.need(list(terms.organisations) or set(terms.kinds), "organisations", _("Say with whom it may be shared."))
    problems.need(set(terms.purposes), "purposes", _("Say what it may be used for."))
    check_said(terms, case, problems)
    problems.need(terms.ends_on, "ends_on", _("Say until when it may be shared."))
    if terms.ends_on:
        today = timezone.localdate()
        problems.need(terms.ends_on >= today, "ends_on", _("This day has passed."))
        problems.need(terms.ends_on <= today + AT_MOST, "ends_on", _("Choose a day within two years; then ask again."))
    if terms.basis == GUARDIAN:
        problems.need(
            terms.assent != Assent.NO,
            "assent",
            _("The child does not agree: what is best for the child has to be determined."),
        )
    problems.refuse()


def check_refused(terms: Terms, case: Case) -> None:
    """ValidationError by field when it is not said what was refused, by whom, when."""
    problems = Problems()
    check_said(terms, case, problems)
    problems.refuse()


def check_said(terms: Terms, case: Case, problems: Problems) -> None:
    """Who answered, when, and how it was explained."""
    check_codes(terms, problems)
    problems.need(terms.basis in BASES, "basis", _("Say who answers."))
    alone = terms.basis == PERSON and case.is_child
    problems.need(not alone, "basis", _("A child, or somebody whose age is not known, does not consent alone."))
    for_child = terms.basis != BEST_INTERESTS or case.is_child
    problems.need(for_child, "basis", _("An adult decides for themselves; best interests are determined for a child."))
    problems.need(terms.form in Form, "form", _("Say how consent was given."))
    problems.need(set(terms.explained), "explained", _("Say how it was explained."))
    problems.need(terms.language, "language", _("Say in which language it was explained."))
    check_day(terms.given_on, problems)
    if terms.basis == GUARDIAN:
        problems.need(terms.guardian.strip(), "guardian", _("Say who the guardian is."))
        problems.need(terms.relation, "relation", _("Say what the guardian is to the person."))
        problems.need(terms.assent in Assent or not case.is_child, "assent", _("Say what the child says."))
    if terms.basis == BEST_INTERESTS:
        problems.need(terms.no_guardian in NoGuardian, "no_guardian", _("Say why no guardian decides."))
        problems.need(terms.determined_by.strip(), "determined_by", _("Say who determined it."))
        problems.need(terms.reasons.strip(), "reasons", _("Say why it is best for the child."))
        problems.need(terms.assent in Assent, "assent", _("Say what the child says."))


def check_day(day: date | None, problems: Problems) -> None:
    problems.need(day, "given_on", _("Say on which day consent was given."))
    if day:
        today = timezone.localdate()
        problems.need(day <= today, "given_on", _("This day is in the future."))
        problems.need(day >= today - NOT_OLDER, "given_on", _("This is more than a year ago: please ask again."))


def check_codes(terms: Terms, problems: Problems) -> None:
    """Only words of the lists, wherever they come from."""
    pack = countrypack.pack()
    unknown = _("Choose from the list.")
    problems.need(set(terms.compartments) <= set(ALL), "compartments", unknown)
    problems.need(set(terms.kinds) <= set(dict(pack.choices("organisation_kinds"))), "kinds", unknown)
    problems.need(set(terms.purposes) <= set(dict(pack.choices("need_groups"))), "purposes", unknown)
    problems.need(set(terms.explained) <= set(Explained), "explained", unknown)
    for name, codelist in (("language", "languages"), ("relation", "relationships")):
        code = getattr(terms, name)
        problems.need(not code or code in dict(pack.choices(codelist)), name, unknown)


def fields_of(compartment: str) -> list[Entry]:
    """What may be shared of a compartment: the fields of a referral that come from it."""
    offered = countrypack.pack().codelist("slice_fields").offered()
    return [entry for entry in offered if entry.more.get("compartment") == compartment]
