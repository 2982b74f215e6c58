"""The pages of a form: each group at the top, the questions between them together, nothing that is never seen."""

from samaan.questionnaires.sections import MOST_ALONE, section_at, sections_of
from samaan.xforms.definition import Definition
from tests.factories.forms import SETTINGS
from tests.xforms.workbooks import form, table


def asked(name: str) -> dict[str, str]:
    return {"type": "text", "name": name, "en": name, "es": name}


GROUP = {"type": "begin group", "name": "g", "en": "Group", "es": "Grupo"}
HIDDEN = {"type": "calculate", "name": "sum", "calculation": "1 + 1"}


def made(*rows: dict[str, str]) -> Definition:
    return form(table(*rows), "", SETTINGS.format(version="1"))


def codes(*rows: dict[str, str]) -> list[str]:
    return [section.code for section in sections_of(made(*rows))]


def test_each_group_is_a_page_and_the_questions_between_them_are_one_each():
    rows = asked("a"), asked("b"), GROUP, asked("c"), {"type": "end group"}, asked("d")

    assert codes(*rows) == ["a", "g", "d"]


def test_what_is_never_seen_is_no_page():
    assert codes(HIDDEN, GROUP, HIDDEN | {"name": "other"}, {"type": "end group"}, asked("a")) == ["a"]


def test_many_questions_without_a_group_are_several_pages():
    assert codes(*(asked(f"q{number}") for number in range(MOST_ALONE + 1))) == ["q0", f"q{MOST_ALONE}"]


def test_the_page_of_a_question_is_found_also_inside_groups():
    found = made(asked("a"), GROUP, asked("c"), {"type": "end group"})

    assert [section_at(found, path).code for path in ("/data/a", "/data/g/c")] == ["a", "g"]
