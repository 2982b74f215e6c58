"""What forms know of cases: who fills one in, and what they are filled in beforehand with."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from samaan.cases.models import Case
from samaan.cases.permissions import can_fill_forms
from samaan.people.models import Person
from samaan.questionnaires.purposes import OfKind

# Of the person's own record, which only those see who hold the identity.
OF_PERSON = ("given_names", "family_names", "birth_date", "age", "language")


def called(case: Case) -> str:
    return case.pseudonym


def known_of(case: Case, held: frozenset[str]) -> Mapping[str, str]:
    """What stands in the case, and of the person what the identity holds."""
    told: dict[str, Any] = {
        "person.sex": case.sex,
        "person.age_band": case.age_band if case.age_band != "unknown" else "",
        "person.nationality": case.nationality,
        "person.region": case.region,
        "case.is_child": "yes" if case.is_child else "no",
        "case.category": case.category,
        "case.risk_level": case.risk if case.risk != "unknown" else "",
        "case.exploitation": " ".join(case.exploitation),
    }
    person = Person.objects.filter(pk=case.person_id).first() if "identity" in held else None
    if person:
        told |= {f"person.{name}": getattr(person, name) for name in OF_PERSON}
    return {name: str(text) for name, text in told.items() if text not in (None, "")}


FORMS = OfKind("case", may_fill=can_fill_forms, called=called, known=known_of, source=_("Known from the case"))
