"""The case page: what each reader sees of it, and that every look is noted once."""

import pytest
from django.urls import reverse

from samaan.accounts import seats
from samaan.audit.models import Event
from samaan.cases import workflow
from samaan.countrypack import active
from tests.factories.accounts import make_organisation, make_user
from tests.factories.cases import ADDRESS, NAME, PHONE, acting, make_case
from tests.factories.referrals import make_referral

pytestmark = pytest.mark.django_db
TABS = ["case", "person", "notes", "tasks", "documents", "timeline", "access"]


def of(name: str, case, *more) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


def events(user, case, kind="record.opened") -> int:
    with acting(user):
        return Event.objects.filter(kind=kind, record_id=case.pk, actor_id=user.pk).count()


@pytest.fixture
def manager():
    return make_user("case_manager")


@pytest.fixture
def case(manager):
    return make_case(case_manager=manager)


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("tab", TABS)
def test_each_tab_opens_and_leaves_exactly_one_read_event(browse, manager, case, tab, htmx):
    response = browse(manager).get(of(tab, case), headers={"HX-Target": "tabs"} if htmx else {})
    assert response.status_code == 200
    assert events(manager, case) == 1


@pytest.mark.parametrize("tab", TABS)
def test_a_stranger_is_told_what_somebody_is_told_who_asks_for_nothing(browse, case, tab):
    stranger = browse(make_user("case_manager"))
    mine, none = stranger.get(of(tab, case)), stranger.get(reverse(f"cases:{tab}", args=[case.person_id]))
    assert (mine.status_code, none.status_code) == (404, 404)
    assert mine.content == none.content


def test_nobody_browse_is_asked_to_sign_in(client, case):
    response = client.get(of("case", case))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_who_holds_the_identity_reads_the_name(browse, manager, case):
    page = browse(manager).get(of("person", case)).content.decode()
    assert NAME in page
    assert PHONE in page
    assert ADDRESS in page


def test_a_director_sees_the_summary_and_no_name(browse, case):
    director = make_user("director")
    for tab in TABS:
        page = browse(director).get(of(tab, case)).content.decode()
        assert case.pseudonym in page or tab != "case"
        assert NAME not in page
        assert PHONE not in page


def test_a_name_known_by_another_file_is_shown_when_asked_for_and_noted(browse):
    """The director oversees the report that names the person; of the case only its summary."""
    from tests.factories.cases import make_person  # one person, two readers

    investigator, reader = make_user("investigator"), make_user("director")
    person = make_person(investigator, reader)
    with acting(investigator):
        case = workflow.open_case(person, by=investigator)
    browser = browse(reader, htmx=True)
    assert NAME not in browser.get(of("case", case)).content.decode()
    assert NAME in browser.post(of("name", case)).content.decode()
    assert events(reader, case, "name.shown") == 1


def test_a_name_that_is_not_opened_cannot_be_asked_for(browse, case):
    observer = make_user("case_manager", make_organisation("iom"))
    with acting(case.case_manager):
        workflow.join_team(case, by=case.case_manager, user=observer, part="observer")
    browser = browse(observer)
    page = browser.get(of("person", case)).content.decode()
    assert "The name is not opened to you" in page
    assert NAME not in page
    assert browser.post(of("name", case)).status_code == 404


def test_notes_of_other_compartments_are_absent(browse, manager):
    investigator = make_user("investigator")
    case = make_case(investigator=investigator, case_manager=manager)
    with acting(manager):
        workflow.add_note(case, by=manager, compartment="health", text="Positive for malaria")
        workflow.add_note(case, by=manager, compartment="summary", text="Moved to a safe room")
    page = browse(investigator).get(of("notes", case)).content.decode()
    assert "Moved to a safe room" in page
    assert "malaria" not in page
    assert "Health" not in browse(investigator).get(of("timeline", case)).content.decode()


def test_the_access_tab_says_who_and_why(browse, manager, case):
    make_organisation("catt")
    browser = browse(manager)
    page = browser.get(of("access", case)).content.decode()
    assert manager.full_name in page
    assert "Case manager of this case" in page
    assert "Oversight that comes with the role" in page
    assert "Opened the case" in page


def test_what_changed_says_nothing_of_the_case_and_is_no_reading(browse, manager, case):
    page = browse(manager).get(of("changed", case)).content.decode()
    assert case.pseudonym not in page
    assert events(manager, case) == 0


def test_the_page_speaks_spanish(browse, case):
    reader = case.case_manager
    reader.language = "es"
    reader.save()
    page = browse(reader).get(of("access", case)).content.decode()
    assert "Quién puede ver este caso" in page


def test_what_comes_first_does_not_depend_on_the_language(browse, case):
    reader = case.case_manager
    first = {}
    for language in ("en", "es"):
        reader.language = language
        reader.save()
        page = browse(reader).get(of("case", case)).content.decode()
        first[language] = page.index(reverse("referrals:send", args=[case.pk])) < page.index(of("note", case))
    assert first == {"en": True, "es": True}


def test_a_case_page_asks_few_questions(browse, manager, case, django_assert_max_num_queries, monkeypatch):
    # What a process looks up at most every two seconds was looked up by the page before, however slow the machine is.
    monkeypatch.setattr(active, "RECHECK_SECONDS", 600)
    monkeypatch.setattr(seats, "KEPT_SECONDS", 600)
    with acting(manager):
        workflow.set_risk(case, by=manager, level="high", reasons="He knows where she lives.")
        workflow.add_task(case, by=manager, title="Call", due=case.next_review, compartment="care")
    browser = browse(manager)
    browser.get(of("case", case))
    # One of them: whether a sealed field of it waits for this reader's approval.
    with django_assert_max_num_queries(17):
        browser.get(of("case", case))


def test_the_timeline_tells_of_referrals_too(browse, manager, case):
    referral = make_referral(case=case)
    page = browse(manager).get(of("timeline", case)).content.decode()
    assert f"{referral.reference}, {referral.service}: Sent" in page
