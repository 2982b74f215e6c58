"""A form on paper: what there is to tick, and when a question is asked, in words."""

from samaan.questionnaires.rendering.blank import on_paper
from tests.xforms.workbooks import form

CHOICES = """
| list_name | name  | label | group |
| yes_no    | yes   | Yes   |       |
| yes_no    | no    | No    |       |
| help      | food  | Food  | basic |
| help      | cash  | Cash  | basic |
| help      | nurse | Nurse | health |
"""
SURVEY = """
| type                 | name    | label          | relevant                      | choice_filter    |
| begin group          | person  | The person     |                               |                  |
| select_one yes_no    | child   | A child?       |                               |                  |
| integer              | age     | How old?       | ${child} = 'yes'              |                  |
| text                 | school  | Which school?  | ${child} = 'yes' and ${age} >= 5 |               |
| text                 | why     | Why?           | selected(${help}, 'cash')     |                  |
| text                 | more    | What else?     | ${school} != ''               |                  |
| text                 | odd     | Odd            | string-length(${school}) > 3  |                  |
| select_multiple help | help    | Help           |                               | group = 'basic'  |
| select_multiple help | by_age  | More help      |                               | group = ${school} |
| end group            |         |                |                               |                  |
| begin repeat         | sibling | Sibling        |                               |                  |
| integer              | theirs  | Their age?     |                               |                  |
| text                 | name    | Name           | ${theirs} < 18                |                  |
| end repeat           |         |                |                               |                  |
"""


def asked() -> dict:
    return {each.label: each for heading in on_paper(form(SURVEY, CHOICES), "") for each in heading.asked}


def test_when_a_question_is_asked_is_said_in_words():
    found = asked()
    assert {label: each.when for label, each in found.items() if each.when} == {
        "How old?": "Only if the answer to 1 is “Yes”.",
        "Which school?": "Only if the answer to 1 is “Yes”, and only if the answer to 2 is 5 or more.",
        "Why?": "Only if the answer to 7 is “Cash”.",
        "What else?": "Only if 3 is answered.",
        "Odd": "Only if it applies.",
        "Name": "Only if the answer to 9 is less than 18.",
    }


def test_only_what_a_question_offers_is_there_to_tick():
    found = asked()
    assert found["Help"].choices == ["Food", "Cash"]
    assert found["More help"].choices == ["Food", "Cash", "Nurse"]
    assert found["A child?"].choices == ["Yes", "No"]
