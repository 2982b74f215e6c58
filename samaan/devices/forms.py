"""What a person says of a telephone, and where a form belongs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DeviceForm(forms.Form):
    name = forms.CharField(
        label=_("What do you call this phone?"),
        help_text=_("So that you know it again when one is lost: “Blue phone of the mobile team”."),
        max_length=60,
    )


class FileForm(forms.Form):
    """Which file a form belongs to."""

    reference = forms.CharField(
        label=_("Reference of the file it is about"),
        help_text=_("As it stands at the top of the report or the case."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AnswerForm(forms.Form):
    """One answer, as it is kept."""

    answer = forms.CharField(label=_("Answer"), required=False, max_length=100_000)

    def __init__(self, *args: Any, label: str, choices: Sequence[tuple[str, str]], many: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if choices and many:
            self.fields["answer"] = forms.MultipleChoiceField(
                choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        elif choices:
            self.fields["answer"] = forms.ChoiceField(choices=[("", "—"), *choices], required=False)
        self.fields["answer"].label = label

    @property
    def text(self) -> str:
        found = self.cleaned_data["answer"]
        return " ".join(found) if isinstance(found, list) else found
