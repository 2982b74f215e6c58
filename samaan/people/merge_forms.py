"""What merging two records of a person asks, and what taking them apart asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan.people.composing import CHOSEN, differing
from samaan.people.models import Person
from samaan.people.words import value_of

KEPT, OTHER = "kept", "other"


def reason_field(help_text: Any) -> forms.CharField:
    return forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea({"rows": 3}), help_text=help_text)


class MergeForm(forms.Form):
    """For each field in which the two differ, which value counts; and why they are one person."""

    def __init__(self, *args: Any, gone: Person, survivor: Person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked = differing(survivor, gone)
        for name in self.asked:
            self.fields[name] = forms.ChoiceField(
                label=CHOSEN[name],
                choices=[(KEPT, value_of(survivor, name)), (OTHER, value_of(gone, name))],
                initial=KEPT,
                widget=forms.RadioSelect,
            )
        self.fields["reason"] = reason_field(_("How it is known that they are one person."))

    def taken(self) -> set[str]:
        """The fields where the value of the record that is merged away counts."""
        return {name for name in self.asked if self.cleaned_data[name] == OTHER}


class UnmergeForm(forms.Form):
    reason = reason_field(_("How it is known that they are two people."))
