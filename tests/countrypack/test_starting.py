"""A pack is begun: it is sound as it is, it teaches, and nothing of the model's country is in it."""

from pathlib import Path

import pytest

from samaan.countrypack.checking import check
from samaan.countrypack.content import Pack
from samaan.countrypack.reading import read
from samaan.countrypack.starting import start_pack
from tests.countrypack.conftest import TT
from tests.support.running import ROOT, clean_environment, samaan


@pytest.mark.parametrize("like", ["tt", "demoland"])
def test_a_new_pack_has_no_fault(tmp_path: Path, like: str):
    left_out = start_pack(tmp_path / "jm", code="jm", name="Jamaica “&” isles: all", like=ROOT / "packs" / like)

    assert check(tmp_path / "jm") == []
    pack = Pack(read(tmp_path / "jm").content)
    assert (pack.code, pack.name, pack.version) == ("jm", "Jamaica “&” isles: all", "1")
    assert list(pack.organisations) == ["unit"]
    assert {row["file"] for row in pack.content["forms"]}.isdisjoint(left_out)
    assert {use.form for use in pack.instruments.values()} <= set(pack.forms)
    assert set(pack.routes) == {entry.code for entry in pack.codelist("needs").offered()}


def test_it_teaches_in_remarks_and_says_what_to_do_first(tmp_path):
    start_pack(tmp_path / "jm", code="jm", name="Jamaica", like=TT)

    for name in ("country.yaml", "roles.yaml", "alert_rules.yaml", "referral_map.yaml", "retention.yaml"):
        assert (tmp_path / "jm" / name).read_text().count("#") > 8, name
    assert (tmp_path / "jm/README.md").read_text().startswith("# Country pack: Jamaica\n")


def test_nothing_of_the_model_s_country_is_taken_over(tmp_path):
    start_pack(tmp_path / "jm", code="jm", name="Jamaica", like=TT)

    for path in (tmp_path / "jm").rglob("*.*"):
        if path.suffix in (".yaml", ".csv", ".md", ".geojson") and path.name not in (
            "nationality.csv",
            "languages.csv",
        ):
            assert "Trinidad" not in path.read_text(), path
    assert not (tmp_path / "jm/demo").exists()


def test_the_command_begins_one_and_leaves_what_is_there(tmp_path):
    words = ["pack", "new", str(tmp_path / "jm"), "--code", "jm", "--name", "Jamaica"]

    begun = samaan(*words, environment=clean_environment())
    again = samaan(*words, environment=clean_environment())

    assert (begun.returncode, begun.stderr) == (0, "")
    assert samaan("pack", "check", str(tmp_path / "jm"), environment=clean_environment()).returncode == 0
    assert (again.returncode, again.stderr) == (1, f"Error: {tmp_path / 'jm'} is there already. Name a new folder.\n")


@pytest.mark.parametrize(("option", "value"), [("--code", "J M"), ("--like", "nowhere")])
def test_what_cannot_be_begun_is_said_and_leaves_nothing(tmp_path, option, value):
    given = {"--code": "jm", "--name": "Jamaica", option: value}
    words = [word for pair in given.items() for word in pair]

    refused = samaan("pack", "new", str(tmp_path / "jm"), *words, environment=clean_environment())

    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: The pack cannot be begun: ")
    assert not (tmp_path / "jm").exists()
