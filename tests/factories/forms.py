"""Forms of a pack written as tables, put to work for one test; submissions made by the functions the pages call."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.countrypack import active, formversions
from samaan.countrypack.content import Pack
from samaan.countrypack.workbooks import open_workbook
from samaan.questionnaires import workflow
from samaan.questionnaires.models import Submission
from tests.factories.cases import acting, make_case
from tests.xforms.workbooks import table, workbook

# Canaries: nothing of them may stand where it was not opened.
FEARS, ILLNESS, CHILD = "The man with the grey pirogue", "Sickle-cell crisis in May", "Kerlinda-Ann"
SETTINGS = "| form_title | form_id | version | default_language |\n| Needs | needs | {version} | English (en) |"
CHOICES = """
| list_name | name   | label::English (en) | label::Español (es) |
| level     | high   | High                | Alto                |
| level     | low    | Low                 | Bajo                |
"""
SURVEY = table(
    {"type": "begin group", "name": "safety", "en": "Safety", "es": "Seguridad"},
    {"type": "text", "name": "fears", "en": "What do you fear?", "es": "¿Qué teme?", "required": "yes"},
    {"type": "select_one level", "name": "risk", "en": "Risk", "es": "Riesgo", "stored_as": "case.risk_level"},
    {
        "type": "integer",
        "name": "nights",
        "en": "Nights in a safe place",
        "es": "Noches en un lugar seguro",
        "constraint": ". >= 0",
        "relevant": "${risk} = 'low'",
    },
    {"type": "end group"},
    {"type": "begin group", "name": "health", "en": "Health", "es": "Salud", "compartment": "health"},
    {"type": "text", "name": "illness", "en": "Illness", "es": "Enfermedad"},
    {"type": "end group"},
    {"type": "begin group", "name": "family", "en": "Family", "es": "Familia"},
    {"type": "begin repeat", "name": "child", "en": "Child", "es": "Niña o niño"},
    {"type": "text", "name": "name", "en": "Name", "es": "Nombre"},
    {"type": "end repeat"},
    {"type": "calculate", "name": "children", "calculation": "count(${child})", "stored_as": "case.children"},
    {"type": "end group"},
)
INSTRUMENT = {
    "code": "needs",
    "form": "needs",
    "label": {"en": "Needs assessment", "es": "Evaluación de necesidades"},
    "purpose": "needs",
    "record": "case",
    "compartment": "care",
    "fill": "case.note",
    "several": True,
}


@contextmanager
def forms_at_work(
    survey: str = SURVEY,
    choices: str = CHOICES,
    *,
    version: str = "1",
    lists: dict[str, bytes] | None = None,
    **instrument: Any,
) -> Iterator[Pack]:
    """The pack with one form and one instrument; within it, or for as long as it is entered."""
    book = open_workbook("forms/needs.xlsx", workbook(survey, choices, SETTINGS.format(version=version)), lists or {})
    assert book.read.faults == ()
    formversions.keep([book])
    now = active.pack()
    content = {**now.content, "forms": [book.row], "instruments": [INSTRUMENT | instrument]}
    with active.use_instead(Pack(content)) as pack:
        yield pack


def begin(case: Case | None = None, *, by: User | None = None, **known: str) -> Submission:
    """A form begun about a case by its case manager."""
    case = case or make_case()
    by = by or case.case_manager
    with acting(by):
        return workflow.begin_submission(active.pack().instruments["needs"], case, by=by, known=known)


def again(submission: Submission) -> Submission:
    """The submission as a new request sees it."""
    return Submission.objects.get(pk=submission.pk)


def save(
    submission: Submission, given: dict[str, str], *, by: User | None = None, base: int | None = None, **more: Any
):
    by = by or submission.begun_by
    with acting(by):
        found = again(submission)
        base = found.revision if base is None else base
        return workflow.save_answers(found, given, base=base, by=by, **more)
