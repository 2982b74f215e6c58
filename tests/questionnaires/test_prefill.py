"""What is known of a record is filled in beforehand, as far as whoever begins the form reads it."""

import pytest

from samaan.cases import workflow as cases
from samaan.countrypack import active
from samaan.intake.models import Report
from samaan.intake.screening_purpose import known_of
from samaan.questionnaires import workflow
from samaan.questionnaires.filled import read
from samaan.questionnaires.permissions import hidden
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.forms import again, forms_at_work, save
from tests.factories.intake import make_report
from tests.xforms.workbooks import table

pytestmark = pytest.mark.django_db
CHOICES = """
| list_name | name   | label::English (en) | label::Español (es) |
| sex       | female | Woman               | Mujer               |
| sex       | male   | Man                 | Hombre              |
| yes_no    | yes    | Yes                 | Sí                  |
| yes_no    | no     | No                  | No                  |
"""
SURVEY = table(
    {"type": "select_one sex", "name": "sex", "en": "Sex", "es": "Sexo", "prefill": "person.sex"},
    {"type": "select_one yes_no", "name": "child", "en": "Child?", "es": "¿Es menor?", "prefill": "case.is_child"},
    {"type": "text", "name": "called", "en": "Called", "es": "Se llama", "prefill": "person.given_names",
     "compartment": "identity"},
)  # fmt: skip
# Of what the sheets have no word for: it is left out, for a person to ask.
OTHER = SURVEY.replace("person.sex", "person.nationality")


@pytest.fixture
def at_work():
    with forms_at_work(SURVEY, CHOICES, compartment="summary") as pack:
        yield pack


def begun(case, by):
    with acting(by):
        return workflow.begin_submission(active.pack().instruments["needs"], case, by=by)


def answers(submission, by) -> dict[str, str]:
    with acting(by):
        filled = read(again(submission), hidden(submission, by))
        return {node.name: node.text for node in filled.instance.root.walk() if node.name in ("sex", "child", "called")}


def test_what_the_case_says_is_there_marked_and_corrected(browse, at_work):
    case = make_case(given_names="Kerlinda", sex="female", age=20)
    manager = case.case_manager
    submission = begun(case, manager)
    assert answers(submission, manager) == {"sex": "female", "child": "no", "called": "Kerlinda"}

    client = browse(manager)
    part = client.get(f"/forms/{submission.pk}/part/sex/").content.decode()
    assert part.count("Known from the case") == 3

    save(submission, {"/data/sex": "male"})
    part = client.get(f"/forms/{submission.pk}/part/sex/").content.decode()
    assert part.count("Known from the case") == 2
    assert answers(submission, manager)["sex"] == "male"


def test_nothing_is_filled_in_that_whoever_begins_it_does_not_read(at_work):
    case = make_case(given_names="Kerlinda", sex="female", age=20)
    observer = make_user("case_manager")
    with acting(case.case_manager):
        cases.join_team(case, by=case.case_manager, user=observer, part="observer")

    submission = begun(case, observer)

    assert answers(submission, observer) == {"sex": "female", "child": "no", "called": ""}
    assert answers(submission, case.case_manager)["called"] == ""


def test_what_does_not_fit_the_form_is_left_out():
    with forms_at_work(OTHER, CHOICES, compartment="summary"):
        case = make_case(nationality="VEN", age=None)
        submission = begun(case, case.case_manager)
    assert answers(submission, case.case_manager)["sex"] == ""
    assert answers(submission, case.case_manager)["child"] == "yes", "a child until assessed otherwise"


def test_of_a_report_only_the_one_possible_victim_is_known():
    one = {"role": "possible_victim", "given_names": "Ana", "age": 17}
    for persons, name in (([one], "Ana"), ([one, one | {"given_names": "Luz"}], None)):
        report = make_report(Report.Status.ASSIGNED, persons=persons)
        with acting(report.assigned_to):
            known = known_of(report, frozenset({"summary", "persons"}))
            assert known.get("person.given_names") == name and known["report.urgency"] == "urgent"
            assert "person.given_names" not in known_of(report, frozenset({"summary"}))
