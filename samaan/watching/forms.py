"""What the pages of limits and of watching ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan.watching.models import Concern
from samaan.watching.workflow.asking import MOST_MORE


class AskForm(forms.Form):
    """How many more, and why."""

    number = forms.IntegerField(
        label=_("How many more do you need today?"), min_value=1, max_value=MOST_MORE, initial=10
    )
    reason = forms.CharField(
        label=_("What for?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Your supervisor reads it. Write no names."),
    )


class AnswerForm(forms.Form):
    """Why somebody gets no more."""

    answer = forms.CharField(
        label=_("Why not?"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Whoever asked reads it."),
    )


class CloseForm(forms.Form):
    """What it was."""

    finding = forms.ChoiceField(label=_("What did you find?"), choices=Concern.Finding, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your own words"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Auditors read it."),
    )
