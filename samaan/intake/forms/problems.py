"""What is wrong on a page with several forms, each with the place to mend it."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField


def problems(*all_forms: forms.BaseForm) -> list[tuple[str, Any]]:
    """Every error with the id of its input; none of a form whose writer is not done yet."""
    found: list[tuple[str, Any]] = []
    for form in all_forms:
        found += [("", error) for error in form.non_field_errors()]
        for field in form:
            found += [(first_input(field), error) for error in field.errors]
    return found


def first_input(field: BoundField) -> str:
    """The id of the first input of a field: the first choice where there are several."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id
