"""What a pack may hold: every fault with its file, its line and what to do, all at once."""

import os
import random

import pytest
import yaml

from samaan.countrypack.checking import check
from tests.countrypack.conftest import TT


def said(folder) -> list[str]:
    return [str(fault) for fault in check(folder)]


def test_the_pack_of_trinidad_and_tobago_has_no_fault():
    assert said(TT) == []


def test_a_folder_that_is_not_there():
    assert said("/nowhere/at/all") == ["/nowhere/at/all: There is no such folder. Name the folder of a pack."]


def test_an_empty_folder_names_every_missing_file(tmp_path):
    files = {fault.file for fault in check(tmp_path)}

    assert {"country.yaml", "roles.yaml", "regions.csv", "boundaries.geojson", "directory/services.csv"} <= files
    assert "codelists/needs.csv" in files
    assert "messages/alert.es.md" in files


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "roles.yaml",
            "second_factor: optional",
            "second_factor: never",
            "roles.yaml, line {line}, second_factor: “never” is not known here. Known are: needed, optional.",
        ),
        (
            "roles.yaml",
            "permissions: [audit.view, alerts.view, retention.view]\n    oversight",
            "permissions: [audit.view, alerts.view, retention.view]\n    second_factor: optional\n    oversight",
            "roles.yaml, line {line}, second_factor: A password alone must not open files: audit.view, retention.view. "
            "Write `needed`, or take these away from the role.",
        ),
        (
            "retention.yaml",
            "keep: 90d",
            "keep: 90m",
            "retention.yaml, line {line}, keep: “90m” is not a period. "
            "Write a number and a unit, days or years: 90d or 7y.",
        ),
        (
            "retention.yaml",
            "{fact: is_child, is: true}",
            "{fact: child, is: true}",
            "retention.yaml, line {line}, fact: A case has no fact “child”. Did you mean “is_child”?",
        ),
        (
            "retention.yaml",
            "one_of: [spam, test]",
            "one_of: [spam, tests]",
            "retention.yaml, line {line}, one_of: “tests” is not known here. Did you mean “test”?",
        ),
        (
            "retention.yaml",
            "from: last_activity",
            "from: birth",
            "retention.yaml, line {line}, from: A clock of a report does not run from “birth”. "
            "Known are: closed, last_activity.",
        ),
        (
            "retention.yaml",
            "    at_least: 7y\n",
            "",
            "retention.yaml, line 26, at_least: Somebody may be that old on the day their case is closed. "
            "Say how long at least it is kept after closing: at_least: 7y.",
        ),
        (
            "retention.yaml",
            "answer_within: 30d",
            "answer_within: soon",
            "retention.yaml, line {line}, answer_within: “soon” is not a duration. "
            "Write a number and a unit: 30m, 24h or 14d.",
        ),
        (
            "codelists/sex.csv",
            "female,Female,Mujer",
            "female,Female,",
            "codelists/sex.csv, line 2, es: The cell is empty. Fill it in.",
        ),
        (
            "codelists/sex.csv",
            "male,Male,Hombre",
            "female,Male,Hombre",
            "codelists/sex.csv, line 2, code: The code “female” is given twice. Give each line a code of its own.",
        ),
        (
            "codelists/sex.csv",
            "10,yes",
            "ten,yes",
            "codelists/sex.csv, line 2, order: “ten” is not a whole number. Write it in digits.",
        ),
        (
            "codelists/sex.csv",
            "code,en,es",
            "code,en,español",
            "codelists/sex.csv, line 1, es: This column is missing. Add it to the first line.",
        ),
        (
            "codelists/needs.csv",
            ",shelter,safehouse,",
            ",sheltre,safehouse,",
            "codelists/needs.csv, line 2, group: “sheltre” is not known here. Did you mean “shelter”?",
        ),
        (
            "country.yaml",
            "timezone: America/Port_of_Spain",
            "timezone: America/Port_of_Spian",
            "country.yaml, line {line}, timezone: There is no such time zone. "
            "Take it from the IANA list: America/Port_of_Spain.",
        ),
        (
            "country.yaml",
            "referral.answer:   {emergency: 24h, ",
            "referral.answer:   {emergency: 24, ",
            "country.yaml, line {line}, emergency: “24” is not a duration. Write a number and a unit: 30m, 24h or 14d.",
        ),
        (
            "country.yaml",
            "case.review:       {high: 7d, medium: 14d, low: 30d}",
            "case.review:       {high: 7d, medium: 14d}",
            "country.yaml, line {line}, case.review: The clock does not say how long for “low”. Add it.",
        ),
        (
            "roles.yaml",
            "report: [summary, persons, screening]\n      case: [summary]",
            "report: [summary, persons, screning]\n      case: [summary]",
            "roles.yaml, line {line}, report: “screning” is not known here. Did you mean “screening”?",
        ),
        (
            "roles.yaml",
            "organisation_kinds: [ctu, un_agency, childrens_authority]",
            "organisation_kind: [ctu]",
            "roles.yaml, line {line}, organisation_kind: “organisation_kind” is not known here. "
            "Did you mean “organisation_kinds”?",
        ),
        (
            "roles.yaml",
            "    never:\n      case: [care, health]\n",
            "    never:\n      report: [reporter]\n      case: [care, health]\n",
            "roles.yaml, line 49, report: The seat oversees “reporter” of a report and must never see it. "
            "Remove it from one of the two.",
        ),
        (
            "alert_rules.yaml",
            "{fact: persons, at_least: 3}",
            "{fact: persons, at_least: three}",
            "alert_rules.yaml, line {line}, at_least: This should be a whole number. Write it without quotes.",
        ),
        (
            "alert_rules.yaml",
            "{fact: persons, at_least: 3}",
            "{fact: person, at_least: 3}",
            "alert_rules.yaml, line {line}, fact: A report has no fact “person”. Did you mean “persons”?",
        ),
        (
            "alert_rules.yaml",
            "{fact: priority, is: emergency}",
            "{fact: priority, is: emergancy}",
            "alert_rules.yaml, line {line}, is: “emergancy” is not known here. Did you mean “emergency”?",
        ),
        (
            "alert_rules.yaml",
            "event: [determination.made]",
            "event: [determination.maid]",
            "alert_rules.yaml, line {line}, event: “determination.maid” is not known here. "
            "Did you mean “determination.made”?",
        ),
        (
            "alert_rules.yaml",
            "audience: [other_side]",
            "audience: [assignee]",
            "alert_rules.yaml, line {line}, audience: A referral has no “assignee”. "
            "Known are: sender, case_manager, provider, other_side, mentioned, "
            "provider_supervisors, sender_supervisors, role:",
        ),
        (
            "referral_map.yaml",
            "providers: [fpatt]",
            "providers: [heroes]",
            "referral_map.yaml, line {line}, providers: “heroes” offers no service for this need. "
            "Add the service to directory/services.csv, or remove the provider.",
        ),
        (
            "directory/services.csv",
            "saman_shelter,saman_house",
            "saman_shelter,saman_hous",
            "directory/services.csv, line 6, organisation: “saman_hous” is not known here. Did you mean “saman_house”?",
        ),
        (
            "directory/services.csv",
            ",8004288,",
            ",800 4288,",
            "directory/services.csv, line 2, phone: “800 4288” is not a telephone number.",
        ),
        (
            "messages/alert.en.md",
            "{link}",
            "{name} {link}",
            "messages/alert.en.md, line 5, body: {name} may not stand here. ",
        ),
        (
            "demo/users.yaml",
            "role: auditor, organisation: oversight",
            "role: auditor, organisation: iom",
            "demo/users.yaml, line {line}, role: This role has no seat in such an organisation. Choose another role.",
        ),
        (
            "regions.csv",
            "TT-TOB,Tobago",
            "TT-TBG,Tobago",
            "regions.csv, line 16, code: “TT-TBG” has no outline in boundaries.geojson. Add a feature with this id.",
        ),
    ],
)
def test_a_slip_is_found_where_it_stands(folder, change, file, old, new, expected):
    expected = expected.replace("{line}", str(line_of((folder / file).read_text(), old, new)))
    change(file, old, new)

    found = said(folder)

    assert [fault for fault in found if fault.startswith(expected)] != [], found


def line_of(text: str, old: str, new: str) -> int:
    """The line on which the change begins."""
    same = len(os.path.commonprefix([old, new]))  # noqa: RUF071  # character by character is meant
    return text[: text.index(old) + same].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "cases_alone: 25",
            "cases_alone: 26",
            "cases_alone: More than 25 cases need a second person. Write 25 or less.",
        ),
        ("never_alone: [investigator]", "never_alone: [inspector]", "never_alone: “inspector” is not known here."),
        ("    director: {case: 120", "    directer: {case: 120", "directer: “directer” is no role of this pack."),
        ("case: 60, report: 60", "case: 0, report: 60", "case: Nought lets nobody work."),
        ("case: 60, report: 60", "cases: 60, report: 60", "cases: “cases” is not known here. Did you mean “case”?"),
        ("case: 60, report: 60", "case: -1, report: 60", "case: A whole number is needed here."),
        ("night_from: 21", "night_from: 24", "night_from: This is no hour of the day."),
        ("records_at_night: 5", "records_by_night: 5", "records_by_night: “records_by_night” is not known here."),
        ("reveals_a_day: 8", "reveals_a_day: 0", "reveals_a_day: Nought lets nobody work."),
    ],
)
def test_limits_that_do_not_fit_are_a_fault_at_their_line(folder, change, old, new, fault):
    line = line_of((folder / "country.yaml").read_text(), old, new)
    change("country.yaml", old, new)
    assert [found for found in said(folder) if found.startswith(f"country.yaml, line {line}, {fault}")] != []


def sealed_rights(folder, code: str, rights: str) -> None:
    """Give a role of the pack other rights to sealed fields."""
    path = folder / "roles.yaml"
    before, role, after = path.read_text().partition(f"  - code: {code}\n")
    own, sealed, rest = after.partition("    sealed:\n")
    kept = rest[rest.index("\n\n") :]
    path.write_text(f"{before}{role}{own}{sealed}      {rights}{kept}")


@pytest.mark.parametrize(
    ("code", "rights", "fault"),
    [
        ("intake_officer", "reveals: {informant: alone}", "Nothing says how many a day."),
        ("intake_officer", "{reveals: {diary: alone}, a_day: 3}", "“diary” is not known here."),
        ("intake_officer", "{reveals: {informant: maybe}, a_day: 3}", "“maybe” is not known here."),
        ("intake_officer", "{reveals: {safe_contact: alone}, a_day: 3}", "must never see “contact” of a case"),
        (
            "investigator",
            "{reveals: {informant: second_person}, a_day: 3, approves: [informant]}",
            "needs a second person for “informant” and approves it for others",
        ),
        ("case_manager", "{reveals: {safe_contact: alone}, a_day: 3}", "No role approves “shared_contact”."),
    ],
)
def test_rights_to_sealed_fields_that_do_not_fit_are_a_fault(folder, code, rights, fault):
    sealed_rights(folder, code, rights)
    assert [line for line in said(folder) if fault in line] != []


def test_a_sealed_service_with_an_address_is_a_fault(folder):
    path = folder / "directory/services.csv"
    path.write_text(path.read_text().replace(",4,yes,,", ",4,yes,12 Some Street,", 1))

    assert [line for line in said(folder) if "A sealed place must have no address here." in line] != []


def test_all_faults_come_at_once_and_in_order(folder, change):
    change("codelists/sex.csv", "Mujer", "")
    change("roles.yaml", "report.triage", "report.trriage")
    change("messages/alert.es.md", "language: es", "language: pt")

    files = [fault.file for fault in check(folder)]

    assert files == sorted(files)
    assert set(files) == {"codelists/sex.csv", "messages/alert.es.md", "roles.yaml"}


@pytest.mark.parametrize(
    ("file", "broken", "expected"),
    [
        ("country.yaml", b"code: [tt\nname: x", "country.yaml, line 2: This is not YAML"),
        ("country.yaml", b"- a\n- b\n", "country.yaml, line 1: The file should hold names with values."),
        ("country.yaml", b"", "country.yaml, line 1: The file should hold names with values."),
        (
            "roles.yaml",
            b"roles:\n  - code: a\n    code: b\n",
            "roles.yaml, line 3, code: This name is given twice.",
        ),
        (
            "codelists/sex.csv",
            "code,en\nmujer,Niña\n".encode("latin-1"),
            "codelists/sex.csv, line 2: The file is not UTF-8.",
        ),
        ("codelists/sex.csv", b"code;en;es\na;b;c\n", "codelists/sex.csv, line 1: The cells are separated by"),
        ("codelists/sex.csv", b"code,en,en\na,b,c\n", "codelists/sex.csv, line 1, en: Two columns have this name."),
        ("codelists/sex.csv", b"", "codelists/sex.csv, line 1: The first line should name every column."),
        ("codelists/acts.csv", b"code,en,es,order,active\n", "codelists/acts.csv, line 1: The list is empty."),
        ("boundaries.geojson", b"{", "boundaries.geojson, line 1: This is not JSON"),
        ("boundaries.geojson", b"[]", "boundaries.geojson, line 1, features: This is not a GeoJSON"),
        ("messages/alert.en.md", b"Hello", "messages/alert.en.md, line 1: The subject and the language are missing."),
    ],
)
def test_a_broken_file_is_said_and_stops_nothing(folder, file, broken, expected):
    (folder / file).write_bytes(broken)

    found = said(folder)

    assert [line for line in found if line.startswith(expected)] != [], found


@pytest.mark.parametrize(
    "file", ["country.yaml", "roles.yaml", "alert_rules.yaml", "referral_map.yaml", "demo/users.yaml"]
)
def test_no_value_whatever_breaks_the_check(folder, file):
    """Every value of a file in turn becomes something it should not be; the check ends with faults, never an error."""
    path, chance = folder / file, random.Random(20260331)
    content = yaml.safe_load(path.read_text())
    places = list(every_place(content))
    for holder, key in chance.sample(places, min(len(places), 30)):
        kept = holder[key]
        holder[key] = chance.choice([None, 7, -1, "", "x y", [], ["x"], {}, {"x": 1}, True, 1.5, [[]], [None]])
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
        check(folder)
        holder[key] = kept


def every_place(value):
    """Each (holder, key) of nested mappings and lists."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(pairs):
        yield value, key
        yield from every_place(item)


def test_rows_with_any_number_of_cells_never_break_the_check(folder):
    for path in [*folder.glob("codelists/*.csv"), *folder.glob("directory/*.csv"), folder / "regions.csv"]:
        text = path.read_text()
        path.write_text(text + "x\n" + "y,,,\n" + ",".join("z" * 40) + "\n\n")
    assert check(folder) != []
