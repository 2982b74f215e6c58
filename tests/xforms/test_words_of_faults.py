"""What is wrong with an expression is said as an officer says it, in both languages."""

import pytest
from django.utils import translation

from samaan.xforms.grammar import Unreadable, parse


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("(. > 1", "at character 6: it ends too early, a value or a closing bracket is missing."),
        (". = 'x", "at character 5: a quotation mark is not closed."),
        (". == 1", "at character 4: “==” is not known here, write “=”."),
        (". > 1 && . < 2", "at character 7: “&&” is not known here, write “and”."),
        (". = '&&' # 1", "at character 10: the sign “#” is not known."),
        ("regex(.)", "at character 1: regex() needs 2 values between its brackets."),
        ("if(1, 2, 3, 4)", "at character 1: there are too many values between the brackets: at most 3."),
        (". = 1)", "at character 6: “)” cannot stand here, something before it is missing or too much."),
    ],
)
def test_an_expression_that_is_none(source, said):
    with translation.override("en"), pytest.raises(Unreadable) as english:
        parse(source)
    assert str(english.value).endswith(said)
    with translation.override("es"), pytest.raises(Unreadable) as spanish:
        parse(source)
    assert str(spanish.value).startswith("Esto no es una expresión")
    assert said.partition(": ")[2] not in str(spanish.value)
