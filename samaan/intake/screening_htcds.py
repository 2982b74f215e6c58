"""A screening and its determination in the terms of the Human Trafficking Case Data Standard 2.0.

The country pack maps each of its codes (column `htcds`); a code without a mapping is left out.
"""

from collections.abc import Iterable
from typing import Any

from samaan import countrypack
from samaan.questionnaires.facts import fact_of, facts_of
from samaan.xforms.verdict import Verdict

POSSIBLE = "PossibleVictimOfTrafficking"
# Field of the standard: the column of the form (`stored_as`), and the list that maps its codes.
SEVERAL = {
    "vic_TypeOfExploitation": ("screening.exploitation", "exploitation_types"),
    "vic_MethodOfRecruitment": ("screening.recruitment_methods", "recruitment_methods"),
    "vic_MethodsOfControl": ("screening.control_methods", "control_methods"),
    "vic_TypeOfSexExploitation": ("screening.sexual_types", "sexual_exploitation_types"),
    "vic_ForcedLabourIndustry": ("screening.labour_sectors", "labour_sectors"),
}
ONE = {
    "prs_Gender": ("person.gender", "gender"),
    "prs_Citizenship": ("person.nationality", "nationality"),
    "prs_PrimaryLanguage": ("person.language", "languages"),
    "vic_RelationshipToTrafficker": ("screening.relationship", "relationships"),
}
CONSENTED = ("consents", "assents")


def victim_fields(verdict: Verdict, *, outcome: str = "", organisation_kind: str = "") -> dict[str, Any]:
    """The fields `vic_…`, `prs_…` and `con_…` as far as they are known.

    Before a determination, and for outcomes the standard does not know, the person is a possible victim.
    """
    age = fact_of(verdict, "screening.age_then")
    known: dict[str, Any] = {
        "vic_TraffickingStatus": theirs("determination_outcomes", outcome) or POSSIBLE,
        "vic_TraffickingStatusDecisionMakingOrg": theirs("deciding_organisations", organisation_kind),
        "vic_AgeWhenTrafficked": int(age) if age else None,
        "con_Consent": fact_of(verdict, "screening.consent") in CONSENTED,
    }
    for field, (column, codelist) in SEVERAL.items():
        known[field] = unique(theirs(codelist, code) for code in facts_of(verdict, column))
    for field, (column, codelist) in ONE.items():
        known[field] = theirs(codelist, fact_of(verdict, column))
    return {field: value for field, value in known.items() if value not in (None, "", [])}


def theirs(codelist: str, code: str | None) -> str:
    """The standard's name for one of our codes, or nothing."""
    entry = countrypack.pack().codelists[codelist].entries.get(code or "") if code else None
    return entry.more.get("htcds", "").strip() if entry else ""


def unique(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(code for code in codes if code))
