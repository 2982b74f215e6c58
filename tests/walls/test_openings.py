"""Who opened this: each look is one event, folded into lines, shown to those who may know."""

import pytest
from django.urls import URLPattern, reverse

from samaan.access import records
from samaan.audit.models import Event
from samaan.cases import urls as case_urls
from samaan.intake import urls as intake_urls
from samaan.walls import openings
from tests.factories.accounts import make_user
from tests.factories.cases import NAME, SURNAME, acting, make_case
from tests.factories.intake import make_report

pytestmark = pytest.mark.django_db
LOOKS = ("record.opened", "file.opened", "name.shown")


def looks(user, record) -> int:
    with acting(user):
        return Event.objects.filter(kind__in=LOOKS, record_id=record.pk, actor_id=user.pk).count()


def only_of_the_file(patterns) -> list[str]:
    """The pages that ask for nothing but the file itself."""
    return sorted({each.name for each in patterns if isinstance(each, URLPattern) and needs_only(each)})


def needs_only(pattern) -> bool:
    return set(pattern.pattern.converters) == {"pk"}


# A part of a page that says something has changed; a part of the case page that the page's own look covers.
NO_LOOK = {"changed", "report_of_case"}
CASE_PAGES = [name for name in only_of_the_file(case_urls.urlpatterns) if name not in NO_LOOK]
REPORT_PAGES = [
    each.name
    for each in intake_urls.urlpatterns
    if str(each.pattern).startswith("reports/<uuid:pk>/") and needs_only(each) and each.name not in NO_LOOK
]


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("name", CASE_PAGES)
def test_each_page_of_a_case_that_shows_it_leaves_exactly_one_look(browse, name, htmx):
    manager = make_user("case_manager")
    case = make_case(case_manager=manager)
    response = browse(manager, htmx=htmx).get(reverse(f"cases:{name}", args=[case.pk]))
    assert looks(manager, case) == (1 if response.status_code == 200 else 0), response.status_code


@pytest.mark.parametrize("name", REPORT_PAGES)
def test_each_page_of_a_report_that_shows_it_leaves_exactly_one_look(browse, name):
    report = make_report("forwarded")
    head = make_user("head_of_investigations")
    response = browse(head).get(reverse(f"intake:{name}", args=[report.pk]))
    assert looks(head, report) == (1 if response.status_code == 200 else 0), response.status_code


def test_what_is_no_page_is_no_look(browse):
    manager = make_user("case_manager")
    case = make_case(case_manager=manager)
    client = browse(manager, htmx=True)
    for url in (reverse("cases:changed", args=[case.pk]), reverse("intake:report_of_case", args=[case.pk])):
        client.get(url)
    assert looks(manager, case) == 0


@pytest.fixture
def case():
    make_user("director")
    return make_case(case_manager=make_user("case_manager"))


def access_page(browse, user, case, **asked) -> str:
    return browse(user).get(reverse("cases:access", args=[case.pk]), asked).content.decode()


def test_several_in_a_row_are_one_line_with_who_role_organisation_and_what(browse, case):
    manager, director = case.case_manager, make_user("director")
    for name in ("case", "notes"):
        browse(manager).get(reverse(f"cases:{name}", args=[case.pk]))
    browse(director).get(reverse("cases:case", args=[case.pk]))
    browse(manager).get(reverse("cases:case", args=[case.pk]))
    with acting(manager):
        lines = openings.openings_of(case.pk, {"summary"}).lines
    assert [(line.person, line.times) for line in lines[:3]] == [(manager, 1), (director, 1), (manager, 2)]
    page = access_page(browse, manager, case)
    assert str(director.role) in page
    assert director.organisation.name in page


def test_it_is_narrowed_to_one_person(browse, case):
    manager, director = case.case_manager, make_user("director")
    browse(director).get(reverse("cases:case", args=[case.pk]))
    browse(manager).get(reverse("cases:case", args=[case.pk]))
    with acting(manager):
        lines = openings.openings_of(case.pk, {"summary"}, person_id=director.pk).lines
    assert [line.person for line in lines] == [director]


def test_a_search_that_shows_the_case_is_a_look(browse, case):
    manager = case.case_manager
    browse(manager).post(reverse("people:list"), {"names": f"{NAME} {SURNAME}"})
    with acting(manager):
        lines = openings.openings_of(case.pk, {"summary"}).lines
    assert lines[0].what == ["Found it by a search"]


def test_it_is_for_case_manager_and_supervisors_and_for_no_other_member_of_the_team(browse, case):
    manager, opener = case.case_manager, case.opened_by
    assert "Who opened it" in access_page(browse, manager, case)
    assert "Who opened it" in access_page(browse, make_user("director"), case)
    assert "Who opened it" not in access_page(browse, opener, case)


def test_a_look_in_a_compartment_is_known_to_those_who_hold_it():
    report = make_report("accepted")
    head, officer = make_user("head_of_investigations"), make_user("intake_officer")
    with acting(head):
        from samaan.audit import stream

        stream.opened(report, by=head, screening=report.pk, compartment="screening")
        assert openings.openings_of(report.pk, records.compartments_of(report, head)).lines[0].person == head
    with acting(officer):
        seen = openings.openings_of(report.pk, records.compartments_of(report, officer))
        assert head not in seen.people


def test_an_auditor_reads_it_by_the_reference_and_nothing_else(browse, case):
    auditor = make_user("auditor", "oversight")
    browse(case.case_manager).get(reverse("cases:case", args=[case.pk]))
    page = browse(auditor).get(reverse("walls:opened"), {"reference": case.reference.lower()}).content.decode()
    assert case.case_manager.full_name in page
    assert case.pseudonym not in page
    assert browse(auditor).get(reverse("cases:access", args=[case.pk])).status_code == 404
    with acting(auditor):
        assert Event.objects.filter(kind="log.openings_read", actor_id=auditor.pk).count() == 1


def test_it_is_for_auditors_only(browse, case):
    response = browse(make_user("director")).get(reverse("walls:opened"), {"reference": case.reference})
    assert response.status_code == 403
