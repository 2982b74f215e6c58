"""Nobody is added without a look at who may be the same."""

from pathlib import Path

import pytest

from samaan.access import context
from samaan.cases.workflow import open_case as open_a_case
from samaan.intake import workflow
from samaan.intake.models import Report, ReportPerson
from samaan.people.looking import MayBeKnown
from samaan.people.models import Person
from tests.api.calling import Program
from tests.factories.accounts import make_user
from tests.factories.cases import make_case, make_person
from tests.factories.intake import file_report, make_report, seen

pytestmark = pytest.mark.django_db(transaction=True)
MARISOL = {"given_names": "Marisol", "family_names": "Villasmil", "role": "possible_victim"}
SENT = {"role": "possible_victim", "given_names": "Mariso", "family_names": "Biyasmil"}


@pytest.fixture
def officer():
    return make_user("intake_officer")


@pytest.fixture
def earlier(officer):
    """A report that names Marisol."""
    return make_report(persons=[MARISOL])


@pytest.fixture
def report(officer):
    return make_report()


def name(report, by, **known):
    with context.acting(context.of_user(by)):
        return workflow.name_person(seen(report.pk, by), by=by, **MARISOL | known)


def marisol(officer) -> Person:
    with context.acting(context.of_user(officer)):
        return Person.objects.get()


def searches(admin_connection) -> int:
    return admin_connection.execute("SELECT count(*) FROM audit_event WHERE kind = 'person.searched'").fetchone()[0]


def test_somebody_like_a_known_person_is_not_added(earlier, report, officer):
    with pytest.raises(MayBeKnown) as found:
        name(report, officer, given_names="Mariso", family_names="Biyasmil")
    assert [match.person for match in found.value.matches] == [marisol(officer)]
    assert ReportPerson.objects.count() == 0, "nobody acts outside a context"


def test_once_said_to_be_another_they_are_added(earlier, report, officer):
    name(report, officer, not_these=[marisol(officer).pk])
    with context.acting(context.of_user(officer)):
        assert Person.objects.count() == 2


def test_somebody_unlike_anybody_is_added_at_once(earlier, report, officer):
    name(report, officer, given_names="Bartolomeo", family_names="Quispe")


def test_nobody_is_shown_whom_the_one_who_adds_may_not_see(report, officer):
    make_person(make_user("investigator", "iom"), given_names="Marisol", family_names="Villasmil")
    name(report, officer)


def test_a_known_person_is_named_instead(earlier, report, officer):
    with context.acting(context.of_user(officer)):
        person = Person.objects.get()
        workflow.name_known_person(seen(report.pk, officer), person, by=officer, role="witness")
        assert set(ReportPerson.objects.values_list("report_id", "person_id", "role")) == {
            (earlier.pk, person.pk, "possible_victim"),
            (report.pk, person.pk, "witness"),
        }
        with pytest.raises(workflow.CannotName):
            workflow.name_known_person(seen(report.pk, officer), person, by=officer, role="witness")


def test_whoever_sees_the_persons_of_that_report_sees_them_too(earlier, officer):
    investigator = make_user("investigator")
    report = make_report(Report.Status.ASSIGNED, investigator=investigator)
    with context.acting(context.of_user(officer)):
        workflow.name_known_person(seen(report.pk, officer), Person.objects.get(), by=officer, role="witness")
    with context.acting(context.of_user(investigator)):
        assert Person.objects.get().given_names == "Marisol"


def test_the_page_shows_who_may_be_the_same_until_it_is_none(earlier, report, officer, browse, admin_connection):
    client, path = browse(officer), f"/reports/{report.pk}/persons/new/"
    first = client.post(path, SENT)
    assert first.status_code == 422
    page = first.content.decode()
    assert "Is it one of these people?" in page and "Marisol Villasmil" in page and earlier.reference in page
    assert searches(admin_connection) == 1, "the look is on the record although nobody was added"
    shown = str(marisol(officer).pk)
    assert client.post(path, SENT | {"shown": shown}).status_code == 422, "it must be said"
    assert client.post(path, SENT | {"shown": shown, "none_of_these": "1"}).status_code == 302


def test_the_page_takes_the_known_person(earlier, report, officer, browse):
    client = browse(officer)
    same = str(marisol(officer).pk)
    assert client.post(f"/reports/{report.pk}/persons/new/", SENT | {"same": same}).status_code == 302
    with context.acting(context.of_user(officer)):
        assert ReportPerson.objects.filter(report=report).get().person_id == marisol(officer).pk
    refused = client.post(f"/reports/{report.pk}/persons/new/", SENT | {"same": same})
    assert "named in the report already" in refused.content.decode()


def test_a_person_out_of_sight_cannot_be_taken(report, officer, browse):
    other = make_person(make_user("investigator", "iom"))
    assert browse(officer).post(f"/reports/{report.pk}/persons/new/", SENT | {"same": str(other.pk)}).status_code == 404


def test_return_in_a_field_never_chooses_somebody(earlier, report, officer, browse):
    page = browse(officer).post(f"/reports/{report.pk}/persons/new/", SENT).content.decode()
    first_button = page[page.index('class="panel may-be-known"') :].partition("<button")[2].partition(">")[0]
    assert "name=" not in first_button


FILED = {
    "do": "send", "channel": "officer", "narrative": "She is kept behind the bar and cannot leave.", "rows": "0",
    **{f"person-0-{field}": value for field, value in SENT.items()},
}  # fmt: skip


def test_a_colleague_who_files_a_report_is_shown_too(earlier, officer, browse):
    client = browse(officer)
    number = {"form_number": "0123456789abcdef0123456789abcdef"}
    first = client.post("/reports/new/officer/", FILED | number)
    assert first.status_code == 422
    assert "Is it one of these people?" in first.content.decode()
    answer = {"shown": str(marisol(officer).pk), "none_of_these": "1"}
    assert client.post("/reports/new/officer/", FILED | number | answer).status_code == 200
    with context.acting(context.of_user(officer)):
        assert Report.objects.count() == 2


def test_who_sees_no_persons_is_not_asked(earlier, browse):
    number = {"form_number": "0123456789abcdef0123456789abcdef"}
    responder = browse(make_user("first_responder", "ttps"))
    page = responder.post("/reports/new/officer/", FILED | number)
    assert page.status_code == 200
    assert "Marisol" not in page.content.decode()


def test_a_case_is_not_opened_for_somebody_who_may_have_one(browse, monkeypatch):
    from samaan.cases import opening

    monkeypatch.setattr(opening, "CHECKS", [])
    anna = make_user("investigator")
    case = make_case(investigator=anna, given_names="Marisol", family_names="Villasmil")
    other = make_person(anna, given_names="Marysol", family_names="Villasmil", phones=[])
    client, path = browse(anna), f"/cases/open/{other.pk}/"
    sent = {"region": "TT-POS", "category": "survivor", "exploitation": "sexual_exploitation"}
    first = client.post(path, sent)
    assert first.status_code == 422
    assert case.pseudonym in first.content.decode()
    answer = {"shown": str(case.person_id), "none_of_these": "1"}
    assert client.post(path, sent | answer).status_code == 302


def open_case(person, by, **given):
    with context.acting(context.of_user(by)):
        return open_a_case(person, by=by, **given)


def test_the_act_itself_looks_whoever_calls_it(monkeypatch):
    from samaan.cases import opening

    monkeypatch.setattr(opening, "CHECKS", [])
    anna = make_user("investigator")
    known = make_case(investigator=anna, given_names="Marisol", family_names="Villasmil").person_id
    other = make_person(anna, given_names="Marysol", family_names="Villasmil", phones=[])
    with pytest.raises(MayBeKnown) as found:
        open_case(other, anna)
    assert [match.person.pk for match in found.value.matches] == [known]
    assert open_case(other, anna, not_these=[known]).person_id == other.pk


def test_a_report_of_a_colleague_is_looked_at_by_the_act_itself(earlier, officer):
    with pytest.raises(MayBeKnown):
        file_report(by=officer, channel="officer", persons=[MARISOL], not_these=())


def test_the_public_is_shown_nobody_and_its_report_never_fails(earlier):
    assert file_report(persons=[MARISOL], not_these=()).code


def test_the_api_opens_no_case_without_a_look(monkeypatch):
    from samaan.cases import opening

    monkeypatch.setattr(opening, "CHECKS", [])
    anna = make_user("investigator")
    known = str(make_case(investigator=anna, given_names="Marisol", family_names="Villasmil").person_id)
    other = make_person(anna, given_names="Marysol", family_names="Villasmil", phones=[])
    asked = {"person": str(other.pk), "category": "survivor"}
    answer = Program(anna).post("/cases", asked, expect=409)
    assert (answer["error"], answer["persons"]) == ("may_be_known", [known])
    Program(anna).post("/cases", asked | {"not_these": [known]}, expect=201)


def test_persons_are_added_only_where_somebody_has_looked():
    """Whoever adds a further way to add a person looks first, and names it here."""
    source = Path(workflow.__file__).parents[2]
    ways = {str(path.relative_to(source)) for path in source.rglob("*.py") if "add_person(" in path.read_text()}
    assert ways == {"people/workflow.py", "intake/workflow/receiving.py"}
    skipping = {str(path.relative_to(source)) for path in source.rglob("*.py") if "ALL_ARE_OTHERS" in path.read_text()}
    assert skipping == {"people/looking.py", "demo/reporting.py", "demo/caring.py", "demo/retaining.py"}
