"""Every pack in the repository is sound, and the great journey goes with each, with no change of the program."""

import subprocess
import sys
from pathlib import Path

import pytest

from samaan.countrypack.checking import check
from samaan.countrypack.content import Pack
from samaan.countrypack.reading import read
from tests.support.running import ROOT, clean_environment

PACKS = sorted(path.parent for path in (ROOT / "packs").glob("*/country.yaml"))
JOURNEY = "tests/flows/test_the_whole_journey.py"


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_a_pack_has_no_fault_and_every_part_can_be_asked(folder: Path):
    assert check(folder) == []
    pack = Pack(read(folder).content)
    assert pack.roles and pack.routes and pack.alert_rules and pack.hotlines and pack.retention.classes
    assert pack.limits and pack.staff and pack.reporting_years and pack.organisations[pack.unit_organisation]


def test_demoland_differs_in_what_a_country_may_differ_in():
    demoland, tt = (Pack(read(ROOT / "packs" / name).content) for name in ("demoland", "tt"))

    assert (demoland.languages, tt.languages) == (("es", "en"), ("en", "es", "fr"))
    assert set(demoland.roles) & set(tt.roles) == set()
    for name in ("needs", "organisation_kinds", "regions", "region_kinds"):
        assert set(demoland.codelists[name].entries) - set(tt.codelists[name].entries), name
    assert {role.permissions for role in demoland.roles.values()} & {
        role.permissions for role in tt.roles.values()
    } == {
        ("report.receive", "directory.view", "alerts.view"),
        ("case.view", "alerts.view"),
        ("audit.view", "alerts.view", "retention.view"),
        ("directory.view", "directory.steward", "statistics.view", "alerts.view"),
    }


@pytest.mark.browser
def test_a_report_becomes_a_delivered_service_in_demoland():
    """In a test run of its own, whose database holds that pack."""
    environment = clean_environment(SAMAAN_TEST_PACK="packs/demoland")
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", JOURNEY, "-k", "es-phone"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
    assert "1 passed" in run.stdout
