"""No page and no operation gives a person's data as a file without an envelope, but the few that are named here."""

import ast
from pathlib import Path

import samaan

# Each place that sends an attachment, and why it may.
SENDS = {
    "samaan/access/downloads.py": "one document, opened by whoever holds its compartment: an event each, counted",
    "samaan/exports/views/fetching.py": "an export in its envelope",
    "samaan/retention/views/own.py": "a survivor's own copy, in an envelope",
    "samaan/retention/views/disposals.py": "the certificate of a disposal: numbers and hashes, no person",
    "samaan/questionnaires/views/printing.py": "a blank form: nobody's data",
    "samaan/configuration/views/acting.py": "files of the country pack: nobody's data",
    "samaan/audit/views/log.py": "the proof of one event: hashes, no words",
    "samaan/directory/views/files.py": "the directory of services, without sealed places: nobody's data",
    "samaan/directory/views/terms.py": "terms of reference with a provider: nobody's data",
    "samaan/mechanism/views/printing.py": "the booklet of the referral mechanism: nobody's data",
    "samaan/insights/views/mapping.py": "figures, none of them small, and services",
    "samaan/insights/views/steward.py": "where referrals wait: references, no person",
    "samaan/conferences/views.py": "an agenda: references, neither names nor pseudonyms",
    "samaan/guests/views/surveying.py": "the questions of the survey, for answers on paper: nobody's data",
    "samaan/referrals/views/appointments.py": "a day for a calendar: a reference and the service's public name",
}
# What makes a file, or a download, of an answer.
MARKS = ("Content-Disposition", "content_disposition_header", "FileResponse", "as_attachment", "StreamingHttpResponse")
# Libraries that write tables, papers and archives, and who may use each.
WRITERS = {
    # In countrypack: the files of a pack, nobody's data.
    "csv": {
        # Lists that go into an envelope, figures, and the directory of services.
        "samaan/common/spreadsheets.py",
        "samaan/directory/exchange/reading.py",
        "samaan/directory/exchange/writing.py",
        "samaan/countrypack/files.py",
        "samaan/countrypack/starting.py",
        "samaan/countrypack/writing.py",
        "samaan/xforms/lists.py",
    },
    "xlsxwriter": {"samaan/exports/tables.py", "samaan/directory/exchange/writing.py"},
    "zipfile": {
        "samaan/common/envelope.py",
        "samaan/vault/office.py",
        "samaan/vault/cleaning.py",
        "samaan/xforms/workbook.py",
        "samaan/directory/exchange/reading.py",
        "samaan/countrypack/exporting.py",
        "samaan/countrypack/unpacking.py",
    },
    "py7zr": {"samaan/common/envelope.py"},
    "weasyprint": {"samaan/common/paper.py"},
}
ROOT = Path(samaan.__file__).parents[1]
SOURCES = [path for path in ROOT.glob("samaan/**/*.py") if "/cli/" not in str(path) and "/server/" not in str(path)]


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_attachment_is_known():
    found = {place(path) for path in SOURCES if any(mark in path.read_text() for mark in MARKS)}
    assert found - {"samaan/common/long_answers.py"} == set(SENDS)


def test_only_known_places_write_files():
    for library, allowed in WRITERS.items():
        found = {place(path) for path in SOURCES if library in imported(path)}
        assert found <= allowed, library


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_what_is_on_paper_is_asked_for_by_exports_alone():
    """A colleague's own data and a consent copy are no exports of others' data; whoever adds one names it here."""
    asks = {place(path) for path in SOURCES if "paper.pdf(" in path.read_text()}
    assert asks == {
        "samaan/exports/case_file.py",
        # A blank form.
        "samaan/questionnaires/views/printing.py",
        "samaan/retention/owndata.py",
        "samaan/retention/views/disposals.py",
        # Nobody's data: terms, the booklet, questions to be answered on paper, figures, an agenda by references.
        "samaan/directory/views/terms.py",
        "samaan/mechanism/booklet.py",
        "samaan/guests/views/surveying.py",
        "samaan/insights/views/steward.py",
        "samaan/conferences/views.py",
        # A conversation as a document of its case: it stays inside, under the case's own key.
        "samaan/referrals/workflow/keeping.py",
    }
