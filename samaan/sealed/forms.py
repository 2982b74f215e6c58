"""What the pages of sealed fields ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan.countrypack.forms import CodeField
from samaan.sealed.classes import SealedClass
from samaan.vault.held import SEALED_PREFIX

LONGEST = 2000
# Browsers keep nothing of what is sealed.
UNKEPT = {"autocomplete": "off", "spellcheck": "false"}


class ReasonForm(forms.Form):
    """Why a field is opened."""

    reason = CodeField("reveal_reasons", label=_("Why do you need it?"))
    words = forms.CharField(
        label=_("What for, in your own words"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Whoever answers for this file reads it."),
    )


class RefuseForm(forms.Form):
    """Why it is not opened."""

    answer = forms.CharField(
        label=_("Why not?"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Whoever asked reads it."),
    )


class EnterForm(forms.Form):
    """The parts of one kind of sealed field, always empty at first: what stands there now is not shown."""

    # Whoever must sign in anew types it again: the vault keeps nothing of such a form.
    prefix = SEALED_PREFIX.rstrip("-")

    def __init__(self, *args: Any, named: SealedClass, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for part in named.parts:
            widget = forms.Textarea({"rows": 3, **UNKEPT}) if part.long else forms.TextInput(UNKEPT)
            self.fields[part.code] = forms.CharField(
                label=str(part.label), required=False, max_length=LONGEST, widget=widget
            )
