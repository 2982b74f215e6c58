"""What is at work comes out as files again: sound, the same in content, the same bytes each time."""

import io
import json
import zipfile

import pytest

from samaan import countrypack
from samaan.countrypack import loading
from samaan.countrypack.checking import check
from samaan.countrypack.exporting import as_zip, export, files
from samaan.countrypack.faults import PackFaults
from samaan.countrypack.models import PackVersion
from samaan.countrypack.reading import checksum, read
from samaan.countrypack.unpacking import folder_of
from tests.countrypack.conftest import TT
from tests.countrypack.test_form_versions import put

# The workbooks of forms come out of the database.
pytestmark = pytest.mark.django_db


def as_the_database_keeps_it(content):
    """JSON in PostgreSQL forgets the order of keys."""
    return json.loads(json.dumps(content, sort_keys=True))


def names(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def content():
    return as_the_database_keeps_it(read(TT).content)


@pytest.fixture
def exported(content, tmp_path):
    export(content, tmp_path / "out")
    return tmp_path / "out"


def test_an_export_has_no_fault_and_the_same_content(exported):
    assert check(exported) == []
    assert checksum(read(exported).content) == checksum(read(TT).content)


def test_columns_and_keys_stand_in_the_order_of_the_files(exported):
    def heads(folder):
        return {path.name: path.read_text("utf-8-sig").splitlines()[0] for path in folder.glob("*/*.csv")}

    assert heads(exported) == heads(TT)
    assert read(exported).content["layout"] == read(TT).content["layout"]


def test_a_second_export_is_the_first_byte_for_byte(exported, content):
    again = files(as_the_database_keeps_it(read(exported).content))

    assert again == files(content)
    assert names(exported) == set(again)


def test_a_pack_kept_before_its_order_was_has_a_usual_one(content, tmp_path):
    del content["layout"]
    export(content, tmp_path / "out")

    assert check(tmp_path / "out") == []
    head = (tmp_path / "out/codelists/needs.csv").read_text("utf-8-sig").splitlines()[0]
    assert head.startswith("code,en,es,fr,") and head.endswith(",order,active")


def test_words_with_every_sign_of_yaml_and_csv_come_back(content, tmp_path):
    odd = '"yes": no, #1 - it’s {a} [b] | > & *x; ~ ñ=\u00a0 %'
    content["country"]["unit_name"]["en"] = odd
    content["country"]["hotlines"][0]["hours"]["en"] = "first line\n  - second line\n\n: third"
    content["codelists"]["sex"][0]["en"] = odd
    content["organisations"][0]["name"] = "two\nlines, and “more”"
    content["messages"][0]["subject"] = "no"
    export(content, tmp_path / "out")

    assert checksum(read(tmp_path / "out").content) == checksum(content)


def test_a_folder_that_holds_something_is_left_as_it_is(content, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(FileExistsError):
        export(content, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_zip_holds_the_same_files_and_is_always_the_same(content, tmp_path):
    packed = as_zip(content)
    (tmp_path / "tt.zip").write_bytes(packed)

    assert as_zip(content) == packed
    with folder_of(tmp_path / "tt.zip") as folder:
        assert check(folder) == []
        assert names(folder) == set(files(content))
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("../out.yaml", "“../out.yaml” lies outside the pack."),
        ("/etc/passwd", "“/etc/passwd” lies outside the pack."),
        ("tt/../../out.yaml", "“tt/../../out.yaml” lies outside the pack."),
    ],
)
def test_a_zip_that_reaches_outside_is_refused(tmp_path, name, fault):
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as packed:
        packed.writestr(name, "code: tt")

    with pytest.raises(PackFaults, match=fault), folder_of(tmp_path / "bad.zip"):
        pass


def test_a_zip_with_too_much_in_it_is_refused(tmp_path):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("tt/country.yaml", b"\0" * 60_000_000)
    (tmp_path / "bad.zip").write_bytes(kept.getvalue())

    with pytest.raises(PackFaults, match="too much"), folder_of(tmp_path / "bad.zip"):
        pass


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_zip_is_a_fault(tmp_path, data):
    (tmp_path / "bad.zip").write_bytes(data)

    with pytest.raises(PackFaults, match="neither a folder nor a zip"), folder_of(tmp_path / "bad.zip"):
        pass


def test_an_export_of_what_is_at_work_loaded_again_changes_nothing(tmp_path):
    loading.load(TT)
    versions = PackVersion.objects.count()
    export(PackVersion.objects.get(is_active=True).content, tmp_path / "out")

    assert loading.load(tmp_path / "out") == []
    assert PackVersion.objects.count() == versions
    assert files(PackVersion.objects.get(is_active=True).content) == files(read(tmp_path / "out").content)


def test_a_carried_pack_that_was_edited_on_the_way_is_said_to_be(tmp_path):
    export(countrypack.pack().content, tmp_path / "out")
    path = tmp_path / "out/codelists/risk_levels.csv"
    path.write_text(path.read_text("utf-8-sig").replace("High risk", "Very high risk"))

    assert loading.load(tmp_path / "out", dry_run=True) == [
        "These files are no longer those of the export they come from (version 2026.1).",
        "List risk_levels, “Very high risk” (high): words (en): High risk → Very high risk.",
    ]


def test_forms_come_out_as_they_were_loaded_with_their_lists(folder, tmp_path):
    put(folder, "Name", "1")
    loading.load(folder)
    export(PackVersion.objects.get(is_active=True).content, tmp_path / "out")

    def forms(of):
        return {path.name: path.read_bytes() for path in (of / "forms").iterdir()}

    assert forms(tmp_path / "out") == forms(folder)
    assert {"first.xlsx", "towns.csv", "tip_screening.xlsx"} <= set(forms(folder))
    assert read(tmp_path / "out").content["instruments"] == read(folder).content["instruments"]
    assert loading.load(tmp_path / "out") == []
