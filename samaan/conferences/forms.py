"""What the acts of a conference ask for."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.cases.forms import ColleagueField, DayInput, colleagues, compartment_choices
from samaan.cases.models import Case
from samaan.common.formfields import choice_field

LONG = {"rows": 5}


class ConveneForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DayInput)
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))

    def clean(self) -> dict:
        asked = super().clean() or {}
        day, time = asked.get("day"), asked.get("time")
        if not (day and time):
            return asked
        meets_at = timezone.make_aware(datetime.combine(day, time))
        if meets_at <= timezone.now():
            self.add_error("day", _("This time has passed."))
        return {"meets_at": meets_at}


class InviteForm(forms.Form):
    user = ColleagueField(label=_("Whom do you invite to this case?"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choice_field(self.fields, "user").queryset = colleagues("case.view")


class MinuteForm(forms.Form):
    text = forms.CharField(label=_("What was said"), widget=forms.Textarea(LONG), max_length=20_000)


class DecideForm(forms.Form):
    text = forms.CharField(label=_("What is to be done"), max_length=500)
    owner = ColleagueField(label=_("By whom"))
    due = forms.DateField(label=_("By when"), widget=DayInput)
    compartment = forms.ChoiceField(label=_("Part of the case"))
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, case: Case, held: set[str], user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choice_field(self.fields, "owner").queryset = colleagues("case.task", case)
        choice_field(self.fields, "compartment").choices = compartment_choices(held)
        self.initial = {**self.initial, "due": timezone.localdate() + timedelta(days=7), "owner": user.pk}
        if "care" in held:
            self.initial["compartment"] = "care"
