"""What is asked to hand a case over, and to answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.common.formfields import choice_field
from samaan.countrypack.forms import CodeField
from samaan.referrals.consent import GIVEN
from samaan.transfers import queries
from samaan.transfers.models import Transfer

LONG = {"rows": 4}


class ProposeForm(forms.Form):
    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["receiver"] = forms.ModelChoiceField(
            queries.receivers_for(case), label=_("To which organisation?"), empty_label=_("Choose")
        )
        self.fields["reason"] = CodeField("reassign_reasons", label=_("Why?"), widget=forms.RadioSelect)
        self.fields["words"] = forms.CharField(
            label=_("What they should know before they answer"),
            widget=forms.Textarea(LONG),
            max_length=4000,
            help_text=_("They read this before they say yes. Nothing by which the person is known."),
        )
        self.fields["basis"] = CodeField(
            "lawful_bases",
            label=_("Why may it be shared without consent?"),
            required=False,
            help_text=_("Left empty where the consent on record lets this organisation know everything."),
        )
        offered = choice_field(self.fields, "basis")
        offered.choices = [choice for choice in offered.choices if choice[0] not in GIVEN]
        self.fields["basis_reason"] = forms.CharField(
            label=_("Reason, when it is shared without consent"),
            required=False,
            widget=forms.Textarea(LONG),
            max_length=2000,
        )


class AcceptForm(forms.Form):
    def __init__(self, *args: Any, transfer: Transfer, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        managers = queries.managers_of(transfer)
        self.fields["to"] = forms.ModelChoiceField(
            managers, label=_("Who manages the case from now on?"), empty_label=_("Choose")
        )
        self.initial.setdefault("to", user.pk if user.can("case.manage") else None)


class DeclineForm(forms.Form):
    answer = forms.CharField(label=_("Why not?"), widget=forms.Textarea(LONG), max_length=2000)
