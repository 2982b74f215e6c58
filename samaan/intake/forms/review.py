"""What the steps on a screening ask for: handing over, asking back, deciding, asking a colleague."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.common.formfields import choice_field
from samaan.countrypack.forms import CodeField

LONG = forms.Textarea({"rows": 5})
LENGTH = 5000


class SubmitForm(forms.Form):
    """Handing a screening over; with answers to the questions it came back with."""

    reply = forms.CharField(
        label=_("Your answer to the questions"),
        help_text=_("Whoever decides reads it beside their questions."),
        max_length=LENGTH,
        widget=LONG,
        error_messages={"required": _("Answer the questions the screening came back with.")},
    )

    def __init__(self, data: Any, *, asked: bool):
        super().__init__(data)
        if not asked:
            del self.fields["reply"]


class SendBackForm(forms.Form):
    questions = forms.CharField(
        label=_("What do you need to know?"),
        help_text=_("The screener reads this and can change every answer again."),
        max_length=LENGTH,
        widget=LONG,
        error_messages={"required": _("Write what you need to know.")},
    )


class DecisionForm(forms.Form):
    """The decision with its reasons. `read`: what the officer had before them, the revision or the last decision."""

    outcome = CodeField(
        "determination_outcomes",
        label=_("Your decision"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    reasons = forms.CharField(
        label=_("Your reasons"),
        help_text=_("What you rely on, and why; above all where you see it otherwise than the answers suggest."),
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write the reasons for your decision.")},
    )
    organisation_kind = CodeField("deciding_organisations", label=_("In the name of"), initial="government")
    read = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ColleagueForm(forms.Form):
    """Whom to ask for help; they see the report and its screenings from then on."""

    colleague = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Colleague"),
        help_text=_("They see this report, whom it names and its screenings from then on, and can answer as you do."),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose a colleague.")},
    )

    def __init__(self, data: Any, candidates: QuerySet[User]):
        super().__init__(data)
        choice_field(self.fields, "colleague").queryset = candidates
