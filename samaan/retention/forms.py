"""What holds, proposals and requests for one's own data ask for."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.common import envelope
from samaan.common.formfields import choice_field, narrow
from samaan.retention.models import OwnDataRequest, Proposal

LEAST_PASSWORD = 12
LONGEST = 2000


def words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=_("Why must it be kept?"),
        max_length=LONGEST,
        widget=words(),
        help_text=_("Whoever sees this file reads it."),
    )
    court_reference = forms.CharField(
        label=_("Reference of the court or authority"), max_length=200, required=False, help_text=_("If there is one.")
    )
    ends_on = forms.DateField(
        label=_("Until when?"),
        widget=DayInput,
        required=False,
        help_text=_("The last day it counts. Leave it empty when nobody knows yet: it then stands until it is lifted."),
    )


class LiftForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it lifted?"),
        max_length=LONGEST,
        widget=words(),
        help_text=_("Whoever lifts a hold cannot then propose that the file be destroyed."),
    )


class ProposeForm(forms.Form):
    ground = forms.ChoiceField(label=_("On what ground?"), widget=forms.RadioSelect, choices=Proposal.Ground.choices)
    reason = forms.CharField(
        label=_("Why now?"),
        max_length=LONGEST,
        widget=words(),
        help_text=_("The second person reads it before they decide. It is destroyed with the file."),
    )

    def __init__(self, data: Any, *, is_due: bool):
        super().__init__(data, initial={"ground": Proposal.Ground.DUE if is_due else Proposal.Ground.ASKED})
        if not is_due:
            # Its time has not come: the only ground there is.
            narrow(self.fields, "ground", lambda code: code == Proposal.Ground.ASKED)


class RefuseForm(forms.Form):
    answer = forms.CharField(
        label=_("Why not?"), max_length=LONGEST, widget=words(2), help_text=_("Whoever proposed it reads it.")
    )


class AskForm(forms.Form):
    """Who asks for what is kept, and how it was made sure that it is they."""

    asker = forms.ChoiceField(label=_("Who asks?"), widget=forms.RadioSelect, choices=OwnDataRequest.Asker.choices)
    asked_on = forms.DateField(label=_("When did they ask?"), widget=DayInput)
    identity_check = forms.CharField(
        label=_("How did you make sure that it is they?"),
        max_length=LONGEST,
        widget=words(),
        help_text=_("What you saw, or who knows them; for somebody who speaks for them, also what allows it."),
    )
    language = forms.ChoiceField(label=_("In which language do they want it?"), widget=forms.RadioSelect)

    def __init__(self, data: Any, *, languages: list[tuple[str, str]]):
        super().__init__(data, initial={"asked_on": timezone.localdate()})
        choice_field(self.fields, "language").choices = languages


class TextForm(forms.Form):
    """What else is taken out of one text, or that none of it goes."""

    more = forms.CharField(
        label=_("What else must be taken out?"),
        max_length=LONGEST,
        required=False,
        widget=words(2),
        help_text=_("Copy the words from the text, one piece a line; each is taken out wherever it stands."),
    )
    left_out = forms.BooleanField(label=_("Leave out this text as a whole"), required=False)


class CopyForm(forms.Form):
    """Under which password the copy leaves; one is offered, and none is kept."""

    password = forms.CharField(
        label=_("Password of the copy"),
        min_length=LEAST_PASSWORD,
        max_length=100,
        help_text=_("Write it down for the person now: it is kept nowhere. The file opens with 7-Zip."),
    )

    def __init__(self, data: Any = None):
        super().__init__(data, initial={"password": envelope.new_password()})


class DenyForm(forms.Form):
    answer = forms.CharField(
        label=_("Why can it not be given?"),
        max_length=LONGEST,
        widget=words(),
        help_text=_("What was said to whoever asked."),
    )
