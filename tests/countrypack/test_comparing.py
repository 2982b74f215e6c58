"""What differs between two packs, said so that an officer understands it: what was, and what is."""

import pytest

from samaan.countrypack.comparing import compare
from samaan.countrypack.reading import read
from tests.countrypack.conftest import TT

CHANGES = [
    ("country.yaml", "adult_age: 18", "adult_age: 21", "For the whole country: adult from the age of: 18 → 21."),
    (
        "country.yaml",
        "triage:            {emergency: 1h, urgent: 8h",
        "triage:            {emergency: 1h, urgent: 12h",
        "For the whole country: clocks, triage, Urgent: act within 72 hours: 8 hours → 12 hours.",
    ),
    (
        "country.yaml",
        "director: {case: 120,",
        "director: {case: 100,",
        "For the whole country: limits, roles, Director, of a case: 120 → 100.",
    ),
    (
        "country.yaml",
        "never_alone: [investigator]",
        "never_alone: [investigator, case_manager]",
        "For the whole country: limits, roles that export only with a second person: added Case manager.",
    ),
    (
        "country.yaml",
        "review_every: 90d",
        "review_every: 60d",
        "For the whole country: accounts, accounts are reviewed every: 90 days → 60 days.",
    ),
    (
        "country.yaml",
        "prepared: [fr]",
        "prepared: [fr, ht]",
        "For the whole country: languages, prepared: added ht.",
    ),
    (
        "country.yaml",
        'hours: {en: "Day and night", es: "Día y noche", fr: "Jour et nuit"}',
        'hours: {en: "By day", es: "Día y noche", fr: "Jour et nuit"}',
        "Hotline “Children’s Authority” (childrens_authority): hours (en): Day and night → By day.",
    ),
    (
        "country.yaml",
        "compartments: [summary, identity, contact, care, health, legal]\n    basis: law",
        "compartments: [summary, identity, contact, care, health]\n    basis: law",
        "Added by rule “The person is a child, or must be treated as one until their age is assessed” "
        "(childrens_authority_on_child_case): parts of the record: removed Legal.",
    ),
    (
        "roles.yaml",
        "[audit.view, alerts.view, retention.view]",
        "[audit.view, alerts.view, statistics.view]",
        "Role “Auditor” (auditor): may: added read figures (statistics.view); "
        "removed see what is kept how long (retention.view).",
    ),
    (
        "roles.yaml",
        "emergency:\n      case: [summary, identity, contact]\n    sealed",
        "emergency:\n      case: [summary, identity]\n    sealed",
        "Role “Head of Investigations” (head_of_investigations): opens in an emergency, of a case: "
        "removed Contact and address.",
    ),
    (
        "roles.yaml",
        "a_day: 20",
        "a_day: 25",
        "Role “Intake officer” (intake_officer): sealed fields, a day: 20 → 25.",
    ),
    (
        "directory/organisations.csv",
        "fia,Families in Action,ngo,yes",
        "fia,Families in Action,ngo,no",
        "Organisation “Families in Action” (fia): no longer offered, still worded where it stands.",
    ),
    (
        "directory/units.csv",
        "Intake and hotline",
        "Intake",
        "Unit “Intake” (ctu_intake): name: Intake and hotline → Intake.",
    ),
    (
        "directory/services.csv",
        "helpline,CTU hotline,Línea directa de la CTU,Ligne directe de la CTU,,,,en;es,",
        "helpline,CTU hotline,Línea directa de la CTU,Ligne directe de la CTU,,,,en;es;fr,",
        "Service “CTU hotline” (ctu_hotline): languages: added French.",
    ),
    (
        "regions.csv",
        "TT-TOB,Tobago,",
        "TT-TOB,Tobago island,",
        "Region “Tobago island” (TT-TOB): words (en): Tobago → Tobago island.",
    ),
    (
        "alert_rules.yaml",
        "{after: 8h, audience: [role:head_of_investigations]}",
        "{after: 6h, audience: [role:head_of_investigations]}",
        "Alert rule “A report has come in” (report_received): who is told next: "
        "added after 6 hours, who is told Head of Investigations; "
        "removed after 8 hours, who is told Head of Investigations.",
    ),
    (
        "alert_rules.yaml",
        "{fact: persons, at_least: 3}",
        "{fact: persons, at_least: 4}",
        "Alert rule “A report names three or more persons” (three_or_more_persons): conditions: "
        "added persons ≥ 4; removed persons ≥ 3.",
    ),
    (
        "referral_map.yaml",
        "providers: [ctu, saman_house, poui_house]",
        "providers: [saman_house, ctu, poui_house]",
        "Referral route “Emergency shelter” (emergency_shelter): who is asked: now in the order "
        "Samán House (demo shelter for women), Counter-Trafficking Unit, "
        "Poui House (demo shelter for men and families).",
    ),
    (
        "referral_map.yaml",
        "consent: required",
        "consent: not_needed",
        "For the whole country: usual referral, consent: required → not_needed.",
    ),
    (
        "retention.yaml",
        "keep: 25y",
        "keep: 30y",
        "Retention “Case of a child” (case_child): kept for: 25 years → 30 years.",
    ),
    (
        "retention.yaml",
        "answer_within: 30d",
        "answer_within: 20d",
        "For the whole country: who asks for their own data, time to answer: 30 days → 20 days.",
    ),
    (
        "messages/alert.en.md",
        "Sign in to see it:",
        "Sign in and see it:",
        "Message “Samaan: something waits for you” (alert.en): text: … attention. Sign in to see it: ",
    ),
    (
        "codelists/risk_levels.csv",
        "high,High risk",
        "high,Very high risk",
        "List risk_levels, “Very high risk” (high): words (en): High risk → Very high risk.",
    ),
    (
        "codelists/sex.csv",
        "female,Female,Mujer,Femme,,10,yes",
        "female,Female,Mujer,Femme,,90,yes",
        "List sex: the order changed.",
    ),
    ("boundaries.geojson", "-61.274523077577896", "-61.27", "Outlines on the map drawn anew: Arima."),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), CHANGES, ids=range(len(CHANGES)))
def test_a_change_is_said_in_words(folder, change, file, old, new, words):
    before = read(TT).content
    change(file, old, new)

    (said,) = compare(before, read(folder).content)

    assert said.words.startswith(words), said.words


def test_what_comes_and_what_goes(folder):
    def edit(file: str, drop: str, add: str) -> None:
        path = folder / file
        lines = [line for line in path.read_text().splitlines() if not line.startswith(drop)]
        path.write_text("\n".join([*lines, add]) + "\n")

    edit("codelists/sex.csv", "male,", "other,Other,Otro,Autre,,30,yes")
    edit("directory/units.csv", "ctu,ctu_intake", "ctu,ctu_legal,Legal desk")
    (folder / "codelists/own.csv").write_text("code,en,es,order,active\na,A,A,1,yes\n")
    (folder / "codelists/acts.csv").unlink()

    assert [change.words for change in compare(read(TT).content, read(folder).content)] == [
        "Unit “Legal desk” (ctu_legal): new.",
        "Unit “Intake and hotline” (ctu_intake) is no longer in the pack; it stays, for people belong to it.",
        "The list “acts” is gone.",
        "New list “own”, entries: 1.",
        "List sex, “Other” (other): new.",
        "List sex, “Male” (male): removed.",
    ]


def test_the_first_pack_is_said_in_one_sentence():
    (said,) = compare(None, read(TT).content)

    assert said.words == (
        "The country pack of Trinidad and Tobago is loaded for the first time: 16 roles, 26 organisations, "
        "55 services, 15 regions, 66 lists."
    )


def test_the_same_pack_has_no_change():
    assert compare(read(TT).content, read(TT).content) == []
