"""What one says about one's own inbox."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Clock(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class QuietForm(forms.Form):
    """From when to when one is not written to."""

    begins = forms.TimeField(label=_("From"), widget=Clock())
    ends = forms.TimeField(
        label=_("Until"), widget=Clock(), help_text=_("The same time twice: you are written to at any hour.")
    )
