"""Every file of a pack broken in every way: each fault names file, line and column, and says what to do."""

import csv
import io
import json

import pytest

from samaan.countrypack.checking import check

# The lists are read by one function: those with columns of their own, and one without.
LISTS = ("age_bands", "document_kinds", "needs", "sex", "training_kinds")
CSV_FILES = [f"codelists/{name}.csv" for name in LISTS] + [
    "directory/organisations.csv",
    "directory/services.csv",
    "directory/units.csv",
    "regions.csv",
]
# All are read by one function.
YAML_FILES = ["country.yaml", "instruments.yaml"]
# A column that may be left out altogether: mappings, a prepared language, and what is empty for most.
MAY_BE_MISSING = {
    "fr", "name_fr", "htcds", "ic_tip", "ctdc", "primero", "isic", "source", "article", "records", "outcome", "hours",
    "iso_old", "pcode", "notes_en", "notes_es", "months", "needed", "outside_government", "tile",
}  # fmt: skip


def said(folder) -> list[str]:
    return [str(fault) for fault in check(folder)]


def rows_of(folder, file: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO((folder / file).read_text("utf-8-sig"))))


def write(folder, file: str, rows: list[list[str]], **form) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", **form).writerows(rows)
    (folder / file).write_text(text.getvalue())


@pytest.mark.parametrize("file", CSV_FILES)
def test_each_missing_column_is_named(folder, file):
    whole = rows_of(folder, file)
    for number, name in enumerate(whole[0]):
        if name in MAY_BE_MISSING:
            continue
        write(folder, file, [[*row[:number], *row[number + 1 :]] for row in whole])
        assert f"{file}, line 1, {name}: This column is missing. Add it to the first line." in said(folder)
    write(folder, file, whole)
    assert said(folder) == []


@pytest.mark.parametrize("file", CSV_FILES)
def test_a_column_nobody_knows_is_not_passed_over(folder, file):
    whole = rows_of(folder, file)
    write(folder, file, [[*row, more] for row, more in zip(whole, ["actve", *["x"] * len(whole)], strict=False)])
    found = [
        line for line in said(folder) if line.startswith(f"{file}, line 1, actve: The column “actve” is not known")
    ]
    assert len(found) == 1

    write(folder, file, [[*row, more] for row, more in zip(whole, ["pt", *["x"] * len(whole)], strict=False)])
    assert (
        f"{file}, line 1, pt: The column “pt” is not known here. "
        "Remove the column, or add the language to country.yaml." in said(folder)
    )


@pytest.mark.parametrize("file", ["codelists/sex.csv", "directory/services.csv", "regions.csv"])
def test_each_way_a_spreadsheet_spoils_a_file_is_told_apart(folder, file):
    path, whole = folder / file, rows_of(folder, file)
    text = path.read_text()

    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert said(folder) == [], "what Excel writes as CSV UTF-8"
    write(folder, file, whole, delimiter=";")
    assert f"{file}, line 1: The cells are separated by “;”. Save the file as CSV with commas." in said(folder)
    write(folder, file, whole, delimiter="\t")
    assert f"{file}, line 1: The cells are separated by tabs. Save the file as CSV with commas." in said(folder)
    path.write_bytes((text + "é,\n").encode("cp1252", "replace"))
    assert [line for line in said(folder) if line.startswith(f"{file}, line ") and "not UTF-8" in line] != []
    path.write_bytes(text.encode("utf-16"))
    assert f"{file}, line 1: The file is not UTF-8. Save it as “CSV UTF-8” or as UTF-8 text." in said(folder)
    path.write_text(text + '"never closed,\n')
    assert [line for line in said(folder) if line.startswith(f"{file}, line ") and "not CSV" in line] != []
    path.write_text(text + ",".join(["x"] * 60) + "\n")
    assert f"{file}, line {len(whole) + 1}: There are more cells than columns. " in " ".join(said(folder))
    path.write_text(text.split("\n", 1)[1])
    assert [line for line in said(folder) if line.startswith(f"{file}, line 1")] != [], "without its first line"


@pytest.mark.parametrize("file", CSV_FILES)
def test_codes_are_given_once_and_written_plainly(folder, file):
    whole = rows_of(folder, file)
    place = whole[0].index("code")
    write(folder, file, [*whole, whole[1]])
    code = whole[1][place]
    assert (
        f"{file}, line {len(whole) + 1}, code: The code “{code}” is given twice. Give each line a code of its own."
        in said(folder)
    )
    spoilt = [*whole[1]]
    spoilt[place] = "a code with spaces"
    write(folder, file, [*whole, spoilt])
    assert f"{file}, line {len(whole) + 1}, code: “a code with spaces” is not a code." in " ".join(said(folder))


@pytest.mark.parametrize("file", YAML_FILES)
@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("tpyo: x\n", "{file}, line 1, tpyo: “tpyo” is not known here."),
        ("a: [1, 2\nb: 3\n", "{file}, line 2: This is not YAML: "),
        ("x:\n\ty: 1\n", "{file}, line 2: This is not YAML: found character that cannot start any token. "
         "Indent with spaces: there is a tab on this line."),
        ("x: &a [*a]\n", "{file}: This is not YAML"),
        ("x: 'never closed\n", "{file}, line"),
        ("x: 1\n---\ny: 2\n", "{file}, line 2: This is not YAML: "),
        ("\0", "{file}"),
    ],
)  # fmt: skip
def test_each_way_yaml_is_spoilt_is_said(folder, file, before, expected):
    path = folder / file
    path.write_text(before + path.read_text())
    found = [line for line in said(folder) if line.startswith(file)]

    wanted = expected.format(file=file)
    assert [line for line in found if line.startswith(wanted)] != [] or (wanted.startswith(f"{file}: ") and found), (
        found
    )


@pytest.mark.parametrize(
    "text",
    [
        "x: " + "[" * 5000,
        "x: " + "{a: " * 5000,
        "a: &a [1,1,1,1,1,1,1,1,1]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(12)),
        "x: " + "9" * 6000,
        "? [a, b]\n: c\n",
    ],
    ids=["brackets", "braces", "aliases", "digits", "a key that is a list"],
)
def test_yaml_that_would_break_or_hang_the_program_is_a_fault(folder, text):
    (folder / "retention.yaml").write_text(text)

    assert [line for line in said(folder) if line.startswith("retention.yaml")] != []


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"type": "FeatureCollection", "features": [{"id": ["x"], "geometry": 1}, 7, null, {"id": {"a": 1}}]}',
        '{"type": "FeatureCollection", "features": ' + "9" * 5000 + "}",
        '{"features": [{"id": "TT-ARI", "geometry": {"type": "Polygon", "coordinates": []}}]}',
        '{"features": [{"id": "TT-ARI", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}}]}',
        '{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[NaN, 0], [1, 1], [2, 2], [0, 0]]]}}]}',
        '{"features": [{"id": "TT-ARI", "geometry": {"type": ["Polygon"], "coordinates": "x"}}]}',
        '{"features": {}}',
        "",
    ],
    ids=range(9),
)
def test_outlines_that_are_none_are_faults(folder, text):
    (folder / "boundaries.geojson").write_text(text)

    assert [line for line in said(folder) if line.startswith("boundaries.geojson")] != []


def test_an_outline_given_twice(folder):
    path = folder / "boundaries.geojson"
    content = json.loads(path.read_text())
    content["features"].append(content["features"][0])
    path.write_text(json.dumps(content))

    assert said(folder) == [
        "boundaries.geojson, id: The outline “TT-ARI” is given twice. "
        "Put all its areas into one feature, as a MultiPolygon."
    ]


@pytest.mark.parametrize(
    ("file", "remedy"),
    [
        ("roles.yml", "Did you mean “roles.yaml”?"),
        ("country.yaml.bak", "Did you mean “country.yaml”?"),
        ("organisations.csv", "Did you mean “directory/organisations.csv”?"),
        ("codelist/needs.csv", "Did you mean “codelists/needs.csv”?"),
        ("codelists/needs.xlsx", "Files in codelists/ end in .csv."),
        ("messages/alert.en.txt", "Files in messages/ end in .md."),
        ("forms/screening.xls", "Files in forms/ end in .xlsx or .csv."),
        ("directory/people_we_know.csv", "Remove it, or give it the name of a file of the pack."),
        ("codelists/old/needs.csv", "Did you mean “codelists/needs.csv”?"),
        ("notes.docx", "Remove it, or give it the name of a file of the pack."),
    ],
)
def test_a_file_that_is_no_part_of_a_pack_is_not_passed_over(folder, file, remedy):
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text("x")

    assert f"{file}: This file is no part of a pack. {remedy}" in said(folder)


def test_what_programs_leave_behind_is(folder):
    for name in (".DS_Store", "codelists/~$needs.csv", "codelists/.~lock.needs.csv#", "Thumbs.db", ".git/config"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")

    assert said(folder) == []


VALUES = [
    ("indicators.yaml", "aggregation: pooled_ratio", "aggregation: sum", "aggregation: “percentage” over several"),
    ("indicators.yaml", "instrument: training_test", "instrument: test", "instrument: There is no instrument “test”."),
    ("country.yaml", 'version: "2026.1"', "version: new", "version: “new” is not written as it should be."),
    ("country.yaml", "code: tt", "code: T T", "code: “T T” is not written as it should be."),
    ("country.yaml", "iso: TTO", "iso: Trinidad", "iso: “Trinidad” is not written as it should be."),
    ("country.yaml", "currency: TTD", "currency: $", "currency: “$” is not written as it should be."),
    (
        "country.yaml",
        '"+1868"',
        '"1868"',
        "phone_prefix: “1868” is not written as it should be. Write it between quotes",
    ),
    ("country.yaml", "[en, es]     #", "[en, es, fr]     #", "languages: The language “fr” is given twice."),
    ("country.yaml", "prepared: [fr]", "prepared: [French]", "prepared: “French” is not written as it should be."),
    ("country.yaml", "verified_on: 2025-09-30", "verified_on: 30/09/2025", "verified_on: “30/09/2025” is not a date."),
    ("country.yaml", "verified_on: 2025-09-30", "verified_on: 2025-02-30", "verified_on: “2025-02-30” is not a date."),
    ("country.yaml", 'starts: "10-01"', 'starts: "13-01"', "starts: “13-01” is not a day of the year."),
    ("country.yaml", "adult_age: 18", "adult_age: eighteen", "adult_age: A whole number is needed here."),
    ("country.yaml", "adult_age: 18", "adult_age: 18000000", "adult_age: A whole number is needed here."),
    (
        "country.yaml",
        "week_starts: monday",
        "week_starts: mondey",
        "week_starts: “mondey” is not known here. Did you mean “monday”?",
    ),
    ("country.yaml", "https://www.metoffice.gov.tt/", "https://", "quick_exit_url: This is not an https address."),
    ("country.yaml", 'dial: "8004288"', 'dial: "800-4288"', "dial: “800-4288” is not a telephone number."),
    ("country.yaml", "minutes: 60", "minutes: 900", "minutes: A file is opened in an emergency for 1 to 480 minutes."),
    (
        "country.yaml",
        "role: childrens_authority_officer",
        "role: childrens_officer",
        "role: “childrens_officer” is not known here.",
    ),
    ("country.yaml", "invitation: 7d", "invitation: 7", "invitation: “7” is not a duration."),
    (
        "roles.yaml",
        "second_factor: optional",
        "second_facter: optional",
        "second_facter: “second_facter” is not known here. Did you mean “second_factor”?",
    ),
    (
        "alert_rules.yaml",
        "level: critical",
        "level: crticial",
        "level: “crticial” is not known here. Did you mean “critical”?",
    ),
    (
        "alert_rules.yaml",
        "channels: [inbox, email]",
        "channels: [inbox, e-mail]",
        "channels: “e-mail” is not known here. Did you mean “email”?",
    ),
    ("retention.yaml", "    confirmed: false", "    confirmed: no", "confirmed: This is either true or false."),
    ("messages/alert.en.md", "language: en", "language: en\ncc: x", "cc: “cc” is not known here."),
    (
        "messages/alert.en.md",
        "language: en",
        "langauge: en",
        "langauge: “langauge” is not known here. Did you mean “language”?",
    ),
    ("directory/services.csv", "ctu.hotline@ctu.example", "ctu.hotline@ctu", "email: This is not an e-mail address."),
    (
        "directory/services.csv",
        "ctu.hotline@ctu.example,1,",
        "ctu.hotline@ctu.example,99999,",
        "answer_hours: “99999” is too much.",
    ),
    ("directory/services.csv", ",18,,female,", ",18,12,female,", "max_age: The highest age is below the lowest."),
    (
        "directory/services.csv",
        ",18,,female,",
        ",18,,females,",
        "sexes: “females” is not known here. Did you mean “female”?",
    ),
    (
        "directory/organisations.csv",
        "ctu,Counter-Trafficking Unit,ctu,yes",
        "ctu," + "x" * 201 + ",ctu,yes",
        "name: The text has 201 characters. Shorten it to 200 characters.",
    ),
    (
        "directory/organisations.csv",
        "ctu,Counter-Trafficking Unit,ctu,yes",
        "ctu,Counter-Trafficking Unit,ctu,Yes",
        "active: This is either yes or no.",
    ),
    ("regions.csv", "TT-POS,", "TT-PORTOFSPAIN,", "code: The text has 14 characters. Shorten it to 10 characters."),
    (
        "codelists/gender.csv",
        ",Feminine,",
        ",Femenine,",
        "htcds: “Femenine” is not known here. Did you mean “Feminine”?",
    ),
    ("codelists/gender.csv", ",Woman,", ",Women,", "ctdc: “Women” is not known here. Did you mean “Woman”?"),
    ("codelists/languages.csv", ",eng,", ",english,", "htcds: “english” is no code of three letters."),
    ("codelists/sex.csv", "female,", "woman,", "code: “female” is missing, and Samaan counts on it."),
    ("codelists/age_bands.csv", "yes,", "maybe,", "child: Whether this is a child is not said."),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), VALUES, ids=[f"{v[0]}: {v[2][:30]}" for v in VALUES])
def test_a_value_that_cannot_be_is_said_in_its_place(folder, change, file, old, new, expected):
    change(file, old, new)

    found = [line for line in said(folder) if line.startswith(f"{file}, line ") and f", {expected}" in line]
    assert found != [], said(folder)


def test_two_languages_that_are_missing_are_both_said(folder, change):
    change("roles.yaml", "label: {en: Intake officer, es: Oficial de recepción, fr:", "label: {fr:")

    assert [line.split(": ", 1)[1] for line in said(folder)] == ["“en” is missing. Add it.", "“es” is missing. Add it."]
