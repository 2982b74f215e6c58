"""Putting a pack to work: what is written, what is said, what is refused."""

from pathlib import Path

import pytest
import yaml

from samaan import countrypack
from samaan.access import context
from samaan.accounts.models import Organisation, Role, Unit, User
from samaan.audit.models import Event
from samaan.countrypack import active, loading
from samaan.countrypack.faults import PackFaults
from samaan.countrypack.models import PackVersion
from samaan.directory.models import Service
from samaan.places.models import Region
from tests.countrypack.conftest import TT
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def test_the_pack_is_at_work():
    loading.load(TT)

    assert PackVersion.objects.get(is_active=True).code == "tt"
    assert Role.objects.count() == 16
    assert Role.objects.get(code="director").oversight["case"] == ["summary"]
    assert Organisation.objects.get(code="catt").kind == "childrens_authority"
    assert Unit.objects.get(code="ttps_gbvu").organisation.code == "ttps"
    assert Region.objects.count() == 15
    assert Service.objects.filter(is_active=True).count() == 55


def test_loading_again_changes_nothing():
    loading.load(TT)
    versions = PackVersion.objects.count()

    assert loading.load(TT) == []
    assert PackVersion.objects.count() == versions


def test_a_changed_label_makes_a_new_version_at_work(folder, change):
    loading.load(TT)
    change("codelists/risk_levels.csv", "High risk", "Very high risk")

    assert loading.load(folder) == [
        "List risk_levels, “Very high risk” (high): words (en): High risk → Very high risk."
    ]
    assert PackVersion.objects.filter(is_active=True).count() == 1
    active.forget()
    assert countrypack.pack().label("risk_levels", "high") == "Very high risk"


def test_changes_of_roles_and_organisations_are_said(folder, change):
    loading.load(TT)
    change("directory/organisations.csv", "Families in Action", "Families in Action (FIA)")
    change(
        "roles.yaml",
        "[audit.view, alerts.view, retention.view]",
        "[audit.view, alerts.view, retention.view, statistics.view]",
    )

    assert loading.load(folder) == [
        "Role “Auditor” (auditor): may: added read figures (statistics.view).",
        "Organisation “Families in Action (FIA)” (fia): name: Families in Action → Families in Action (FIA).",
    ]
    assert "statistics.view" in Role.objects.get(code="auditor").permissions


def test_what_was_changed_by_hand_and_is_set_back_is_said():
    loading.load(TT)
    Organisation.objects.filter(code="fia").update(name="By hand")

    assert loading.load(TT) == ["Organisation “Families in Action”: changed (name)."]
    assert Organisation.objects.get(code="fia").name == "Families in Action"


def test_a_dry_run_leaves_everything_as_it_was(folder, change):
    loading.load(TT)
    versions = PackVersion.objects.count()
    change("directory/organisations.csv", "Families in Action", "Another name")

    assert loading.load(folder, dry_run=True) == [
        "Organisation “Another name” (fia): name: Families in Action → Another name."
    ]
    assert PackVersion.objects.count() == versions
    assert Organisation.objects.get(code="fia").name == "Families in Action"


def test_a_pack_with_faults_changes_nothing(folder, change):
    loading.load(TT)
    versions = PackVersion.objects.count()
    change("roles.yaml", "report.triage", "report.triagge")

    with pytest.raises(PackFaults) as refused:
        loading.load(folder)

    assert [fault.file for fault in refused.value.faults] == ["roles.yaml"]
    assert "report.triage" in refused.value.faults[0].remedy
    assert PackVersion.objects.count() == versions


def test_a_code_that_records_may_hold_cannot_disappear(folder):
    loading.load(TT)
    path = folder / "codelists/report_close_reasons.csv"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if not line.startswith("resolved,")))

    with pytest.raises(PackFaults, match="“resolved” is gone"):
        loading.load(folder)


def test_another_country_is_refused(folder, change):
    loading.load(TT)
    change("country.yaml", "code: tt", "code: jm")

    with pytest.raises(PackFaults, match="works for “tt”"):
        loading.load(folder)


def test_a_role_that_somebody_holds_cannot_disappear(folder):
    loading.load(TT)
    User.objects.create_user(
        "p@dpp.example",
        full_name="A Prosecutor",
        role=Role.objects.get(code="prosecutor"),
        organisation=Organisation.objects.get(code="dpp"),
    )
    without(folder, "prosecutor")

    with pytest.raises(PackFaults, match="“prosecutor” is gone, and people hold it"):
        loading.load(folder)


def test_a_role_that_nobody_holds_disappears(folder):
    loading.load(TT)
    without(folder, "prosecutor")

    assert loading.load(folder) == ["Role “Prosecutor” (prosecutor) is gone."]
    assert not Role.objects.filter(code="prosecutor").exists()


def without(folder: Path, role: str) -> None:
    roles = yaml.safe_load((folder / "roles.yaml").read_text())
    roles["roles"] = [row for row in roles["roles"] if row["code"] != role]
    (folder / "roles.yaml").write_text(yaml.safe_dump(roles, allow_unicode=True))
    users = yaml.safe_load((folder / "demo/users.yaml").read_text())
    users["users"] = [row for row in users["users"] if row["role"] != role]
    (folder / "demo/users.yaml").write_text(yaml.safe_dump(users, allow_unicode=True))


def test_a_service_that_left_the_pack_stays_inactive(folder, change):
    loading.load(TT)
    path = folder / "directory/services.csv"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if not line.startswith("fia_gbv,")))
    change("referral_map.yaml", "providers: [ttps, fia]", "providers: [ttps]")

    loading.load(folder)

    assert not Service.objects.get(code="fia_gbv").is_active


def test_a_new_version_leaves_one_event_by_whoever_loaded_it(folder, change):
    loading.load(TT)
    anna = make_user("system_administrator")
    change("country.yaml", '"2026.1"', '"2026.2"')

    loading.load(folder, by=anna)
    loading.load(folder, by=anna)

    with context.acting(context.of_user(anna)):
        (event,) = Event.objects.filter(kind="pack.loaded")
    version = PackVersion.objects.get(is_active=True)
    assert (event.actor_id, event.data["version"], version.loaded_by) == (anna.pk, version.pk, anna)


def test_who_listens_is_told_once_for_each_version(folder, change):
    loading.load(TT)
    told = []
    loading.AFTER.append(lambda version, by: told.append(version.version))
    try:
        change("country.yaml", '"2026.1"', '"2026.2"')
        loading.load(folder)
        loading.load(folder)
    finally:
        loading.AFTER.pop()

    assert told == ["2026.2"]
