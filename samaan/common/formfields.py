"""A form's fields as what they are: a form knows only that it has fields."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

Fields = Mapping[str, forms.Field]


def choice_field(fields: Fields, name: str) -> Any:
    """A field of choices, whose `choices` or `queryset` may be set."""
    return cast(Any, fields[name])


def narrow(fields: Fields, name: str, keep: Callable[[str], bool]) -> None:
    """Offer only the choices whose code is kept."""
    field = choice_field(fields, name)
    field.choices = [choice for choice in field.choices if keep(choice[0])]


def add_refusal(form: forms.BaseForm, refused: ValidationError) -> None:
    """What an act refuses becomes an error of the form: beside its fields, else above them."""
    beside_a_field = hasattr(refused, "error_dict") and set(refused.error_dict) <= set(form.fields)
    form.add_error(None, refused if beside_a_field else refused.messages)


class DayInput(forms.DateInput):
    """A day as browsers ask for it."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs, format="%Y-%m-%d")
