"""Whatever is uploaded, a readable list of faults comes back, with file, sheet, row, column; never an error page."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samaan.configuration.examining import examine
from tests.factories import configuration as factory
from tests.factories.configuration import make_change
from tests.factories.forms import CHOICES, SURVEY
from tests.factories.staff import acting, administrator

pytestmark = pytest.mark.django_db(transaction=True)


def bomb() -> bytes:
    """Some kilobytes that unpack to a hundred megabytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * 100_000_000)
    return written.getvalue()


def row(kind: str, name: str, **cells: str) -> str:
    """A row below those of the form, in the order of its columns."""
    columns = ("required", "stored_as", "constraint", "relevant", "compartment", "calculation")
    return f"| {kind} | {name} | One more | Otra | {' | '.join(cells.get(column, '') for column in columns)} |"


MANY = CHOICES + "".join(f"| level | l{number} | L{number} | L{number} |\n" for number in range(20_000))
XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096
# What is sent -> where it is found, and a word of what is said.
WORKBOOKS = {
    "a missing list": (lambda: factory.form(more=row("select_one nowhere", "q")), "survey", 16, "no list"),
    "a circle": (
        lambda: factory.form(
            more=f"{row('text', 'a', relevant='${b} != 1')}\n{row('text', 'b', relevant='${a} != 1')}"
        ),
        "survey",
        16,
        "wait for each other",
    ),
    "a name given twice": (lambda: factory.form(more=f"{row('text', 'a')}\n{row('text', 'a')}"), "survey", 17, "twice"),
    "an unknown function": (lambda: factory.form(more=row("text", "a", relevant="magic(1)")), "survey", 16, "magic"),
    "an unknown question": (lambda: factory.form(more=row("text", "a", relevant="${no} = 1")), "survey", 16, "“no”"),
    "a column without its language": (
        lambda: factory.form(survey=SURVEY.replace("label::Español (es)", "label::Espanol")),
        "survey",
        1,
        "missing in the language",
    ),
    "20,000 choices": (lambda: factory.form(choices=MANY), "choices", 5002, "5000"),
    "a bomb": (bomb, "", 0, "unpacks to more"),
    "an .xls under another name": (lambda: XLS, "", 0, "not an Excel workbook"),
    "text": (lambda: b"type,name\ntext,a\n", "", 0, "not an Excel workbook"),
    "nothing": (lambda: b"", "", 0, "not an Excel workbook"),
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_broken_workbook(name: str):
    make, sheet, line, word = WORKBOOKS[name]
    change = make_change(("needs.xlsx", make()))
    with acting(change.proposed_by):
        faults = examine(change).faults
    found = [fault for fault in faults if (fault.file, fault.sheet, fault.line) == ("forms/needs.xlsx", sheet, line)]
    assert found and word in str(found[0]), [str(fault) for fault in faults][:5]


FILES = {
    "urgency.csv": (b"code;en;es\nx;y;z\n", "separated by “;”"),
    "sex.csv": ("code,en,es,fr,order,active\nniña,Niña,Niña,Fille,1,yes\n".encode("cp1252"), "not UTF-8"),
    "needs.csv": (b"code,en\n", ""),
    "roles.yaml": (b"roles:\n\t- code: x\n", "not YAML"),
    "country.yaml": (b"version: 1\n", "is missing"),
    "alert_rules.yaml": (b"&a [*a, *a]", ""),
    "boundaries.geojson": (b"{", "not JSON"),
    "alert.en.md": (b"Dear colleague", "subject"),
}


@pytest.mark.parametrize("name", FILES)
def test_another_broken_file(name: str, browse):
    data, word = FILES[name]
    client = browse(administrator())
    sent = {"file": SimpleUploadedFile(name, data), "reason": "Try", "folder": ""}
    answer = client.post(reverse("configuration:begin"), sent, follow=True)
    page = answer.content.decode()
    if data:
        assert answer.status_code == 200 and "What is wrong" in page and word in page, name


def test_too_large_a_file_is_not_read(browse):
    sent = {"file": SimpleUploadedFile("needs.xlsx", b"x" * (5 * 2**20 + 1)), "reason": "Try", "folder": ""}
    answer = browse(administrator()).post(reverse("configuration:begin"), sent)
    assert answer.status_code == 422 and "larger than 5 MB" in answer.content.decode()
