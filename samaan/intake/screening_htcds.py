"""A screening and its determination in the terms of the Human Trafficking Case Data Standard 2.0.

The country pack maps each of its codes (column `htcds`); a code without a mapping is left out.
"""

from collections.abc import Iterable
from typing import Any

from samaan import countrypack
from samaan.intake.instrument.elements import ITEMS, PURPOSE

POSSIBLE = "PossibleVictimOfTrafficking"
# Field of the standard: the answer it comes from, and the list that maps it.
SEVERAL = {
    "vic_MethodOfRecruitment": ("recruitment_method", "recruitment_methods"),
    "vic_MethodsOfControl": ("control_methods", "control_methods"),
    "vic_TypeOfSexExploitation": ("sexual_types", "sexual_exploitation_types"),
    "vic_ForcedLabourIndustry": ("labour_sectors", "labour_sectors"),
}
ONE = {
    "prs_Gender": ("gender", "gender"),
    "prs_Citizenship": ("nationality", "nationality"),
    "prs_PrimaryLanguage": ("language", "languages"),
    "vic_RelationshipToTrafficker": ("relationship", "relationships"),
}
CONSENTED = ("consents", "assents")


def present_items(element: str, answers: dict) -> list[str]:
    """The items of an element found present, in the order of the pack."""
    items = countrypack.pack().codelist(ITEMS[element]).entries
    return [code for code in items if answers.get(f"{element}_{code}") == "present"]


def exploitation_in(answers: dict) -> list[str]:
    """The types of exploitation that the purposes found amount to."""
    types = countrypack.pack().codelist(ITEMS[PURPOSE]).to_other("exploitation")
    return unique(types[code] for code in present_items(PURPOSE, answers) if code in types)


def victim_fields(answers: dict, *, outcome: str = "", organisation_kind: str = "") -> dict[str, Any]:
    """The fields `vic_…`, `prs_…` and `con_…` as far as they are known.

    Before a determination, and for outcomes the standard does not know, the person is a possible victim.
    """
    known: dict[str, Any] = {
        "vic_TraffickingStatus": theirs("determination_outcomes", outcome) or POSSIBLE,
        "vic_TraffickingStatusDecisionMakingOrg": theirs("deciding_organisations", organisation_kind),
        "vic_TypeOfExploitation": unique(theirs(ITEMS[PURPOSE], code) for code in present_items(PURPOSE, answers)),
        "vic_AgeWhenTrafficked": answers.get("age_then"),
        "con_Consent": answers.get("consent") in CONSENTED,
    }
    for field, (question, codelist) in SEVERAL.items():
        known[field] = unique(theirs(codelist, code) for code in answers.get(question) or ())
    for field, (question, codelist) in ONE.items():
        known[field] = theirs(codelist, answers.get(question))
    return {field: value for field, value in known.items() if value not in (None, "", [])}


def theirs(codelist: str, code: str | None) -> str:
    """The standard's name for one of our codes, or nothing."""
    entry = countrypack.pack().codelists[codelist].entries.get(code or "") if code else None
    return entry.more.get("htcds", "").strip() if entry else ""


def unique(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(code for code in codes if code))
