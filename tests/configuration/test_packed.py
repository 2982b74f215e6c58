"""A whole pack is uploaded as one .zip: what says something else is put into the change, and nothing more."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from samaan.configuration import queries, workflow
from samaan.configuration.examining import examine
from samaan.configuration.models import Change
from samaan.countrypack import exporting
from samaan.countrypack.models import PackVersion
from tests.factories.configuration import publish
from tests.factories.staff import acting, administrator

pytestmark = pytest.mark.django_db


def pack(**changed: bytes | None) -> bytes:
    """The pack at work as it is downloaded, with files exchanged or left out."""
    files = exporting.files(PackVersion.objects.get(is_active=True).content)
    files |= {"README.md": b"Ours", "demo/names.yaml": b"x: 1"}
    for name, data in changed.items():
        path = name.replace("__", "/").replace("_DOT_", ".")
        files = {key: value for key, value in files.items() if key != path} | ({path: data} if data else {})
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name, data in files.items():
            packed.writestr(f"tt/{name}", data)
    return written.getvalue()


def upload(data: bytes) -> Change:
    by = administrator()
    with acting(by):
        return workflow.begin_with_file(by=by, reason="From the test installation", name="tt-2026.2.zip", data=data)


def files_of(change: Change) -> dict[str, str]:
    with acting(change.proposed_by):
        return {file.path: file.act for file in queries.files(change)}


def test_only_what_says_something_else_is_in_the_change_and_it_goes_live():
    at_work = exporting.files(PackVersion.objects.get(is_active=True).content)
    sex = at_work["codelists/sex.csv"].decode().replace("Female", "Woman").encode()
    remarked = b"# our own remark\n" + at_work["retention.yaml"]

    change = upload(pack(codelists__sex_DOT_csv=sex, retention_DOT_yaml=remarked, messages__alert_DOT_fr_DOT_md=None))

    assert files_of(change) == {"codelists/sex.csv": "put", "messages/alert.fr.md": "remove"}
    with acting(change.proposed_by):
        differences = " ".join(examine(change).differences)
    assert "Female → Woman" in differences and "alert.fr" in differences
    publish(change)
    assert PackVersion.objects.get(is_active=True).content["codelists"]["sex"][0]["en"] == "Woman"


def test_the_pack_at_work_itself_changes_nothing():
    with pytest.raises(ValidationError, match="changes nothing"):
        upload(pack())


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"PK\x03\x04 broken", "neither a folder nor a zip"), (None, "no part of a pack"), (b"", "no country.yaml")],
)
def test_what_is_no_pack_is_refused_in_words(data, said):
    if data == b"":
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as packed:
            packed.writestr("notes.txt", "x")
        data = written.getvalue()
    with pytest.raises(ValidationError, match=said):
        upload(data if data is not None else pack(notes_DOT_docx=b"x"))
    assert not Change.objects.exists()
