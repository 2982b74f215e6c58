"""Versions that were at work, and the way back: one transaction, on the record, codes kept."""

import re

import pytest

from samaan import countrypack
from samaan.access import context
from samaan.accounts.models import Organisation, Role, User
from samaan.audit.models import Event
from samaan.countrypack import active, formversions, loading
from samaan.countrypack.faults import OlderVersion, PackFaults
from samaan.countrypack.models import PackVersion
from samaan.countrypack.versions import NoWayBack, at_work, go_back, loaded_versions
from tests.countrypack.conftest import TT
from tests.countrypack.test_form_versions import put
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten():
    active.forget()
    yield
    active.forget()


@pytest.fixture
def first():
    loading.load(TT)
    return at_work()


@pytest.fixture
def second(first, folder, change) -> PackVersion:
    """A later version, with another name, another entry and another urgency."""
    change("country.yaml", '"2026.1"', '"2026.2"')
    change("directory/organisations.csv", "Families in Action", "Families in Action (FIA)")
    change("codelists/report_close_reasons.csv", "spam,", "prank,A prank,Una broma,Une farce,90,yes\nspam,")
    change("codelists/urgency.csv", "urgent,", "soon,Soon,Pronto,Bientôt,48,15,yes\nurgent,")
    path = folder / "country.yaml"
    more = path.read_text().replace("urgent: ", "soon: 48h, urgent: ")
    # What goes by the priority of a referral knows no urgency of reports.
    path.write_text(re.sub(r"(?m)^(  (?:referral|place)\..*?)soon: 48h, ", r"\1", more))
    loading.load(folder)
    return at_work()


def test_every_version_is_listed_the_newest_first(first, second):
    found = loaded_versions()

    assert [version.pk for version in found][:2] == [second.pk, first.pk]
    assert [version.is_active for version in found][:2] == [True, False]
    assert "Organisation “Families in Action (FIA)” (fia): name: Families in Action → Families in Action (FIA)." in (
        found[0].changes
    )


def test_the_way_back_is_a_new_version_that_says_what_changes(first, second):
    anna = make_user("system_administrator")

    changes = go_back(first.pk, by=anna)

    now = at_work()
    assert (now.version, now.back_to, now.loaded_by, now.changes) == ("2026.1", first, anna, changes)
    assert now.pk > second.pk
    assert changes[0] == "For the whole country: version: 2026.2 → 2026.1."
    assert "Organisation “Families in Action” (fia): name: Families in Action (FIA) → Families in Action." in changes
    assert Organisation.objects.get(code="fia").name == "Families in Action"


def test_codes_that_came_since_stay_and_are_no_longer_offered(first, second):
    go_back(first.pk, by=None)

    pack = countrypack.pack()
    assert pack.label("report_close_reasons", "prank") == "A prank"
    assert "prank" not in dict(pack.choices("report_close_reasons"))
    assert pack.clock("triage", "soon") is not None


def test_it_is_on_the_record(first, second):
    anna = make_user("system_administrator")
    go_back(first.pk, by=anna)

    with context.acting(context.of_user(anna)):
        (event,) = Event.objects.filter(kind="pack.rolled_back")
    assert (event.actor_id, event.data["version"], event.data["back_to"]) == (anna.pk, at_work().pk, first.pk)


def test_a_dry_run_says_the_same_and_changes_nothing(first, second):
    said = go_back(first.pk, by=None, dry_run=True)

    assert at_work() == second
    assert said == go_back(first.pk, by=None)


def test_going_forward_again_is_a_load_like_any_other(first, second, folder):
    go_back(first.pk, by=None)
    loading.load(folder)

    assert at_work().version == "2026.2"
    assert "prank" in dict(countrypack.pack().choices("report_close_reasons"))


def test_the_form_of_the_time_is_at_work_again(first, folder):
    put(folder, "Name", "1")
    loading.load(folder)
    with_one = at_work()
    put(folder, "Full name", "2")
    loading.load(folder)

    assert go_back(with_one.pk, by=None) == ["Form “First” (first): version: 2 → 1."]
    assert formversions.at_work("first").version == "1"
    assert go_back(first.pk, by=None) == [
        "Form “First” (first) is no longer filled in; what was filled in stays as it is."
    ]


def test_a_version_that_is_at_work_or_never_was_is_refused(first):
    with pytest.raises(NoWayBack, match="is at work"):
        go_back(first.pk, by=None)
    with pytest.raises(NoWayBack, match="no version with the number 0"):
        go_back(0, by=None)


def test_a_role_the_earlier_version_did_not_have_stops_the_way_back_while_people_hold_it(first, folder, change):
    change("roles.yaml", "  - code: partner_reporter", EXTRA + "  - code: partner_reporter")
    one = "{email: x@ctu.example, name: X, role: visitor, organisation: ctu, language: en}"
    change("demo/users.yaml", "users:", f"users:\n  - {one}")
    loading.load(folder)
    User.objects.create_user(
        "x@ctu.example",
        full_name="A Visitor",
        role=Role.objects.get(code="visitor"),
        organisation=Organisation.objects.get(code="ctu"),
    )

    with pytest.raises(PackFaults, match="“visitor” is gone, and people hold it"):
        go_back(first.pk, by=None)
    assert Role.objects.filter(code="visitor").exists()


EXTRA = """  - code: visitor
    label: {en: Visitor, es: Visitante}
    description: {en: Looks at services., es: Mira los servicios.}
    organisation_kinds: [ctu]
    permissions: [directory.view, alerts.view]

"""


def test_an_older_version_is_refused_by_a_load(second):
    with pytest.raises(OlderVersion, match=r"Version 2026\.1 is older than 2026\.2, which is at work"):
        loading.load(TT)


@pytest.mark.parametrize(("older", "newer"), [("2026.9", "2026.10"), ("2026", "2026.1"), ("2025.12", "2026.1")])
def test_versions_are_compared_number_by_number(older, newer):
    assert loading.parts_of(older) < loading.parts_of(newer)
