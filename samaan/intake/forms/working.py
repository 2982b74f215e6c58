"""What the steps on a report ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.common.formfields import choice_field, narrow
from samaan.countrypack.forms import CodeField, CodesField
from samaan.intake.forms.fields import YesNoField
from samaan.intake.forms.reporting import DAY, MOST_PEOPLE
from samaan.intake.models import Report

NOTE = forms.Textarea({"rows": 3})


class TriageForm(forms.Form):
    """How urgent it is, and what was told, to be corrected."""

    urgency = CodeField(
        "urgency",
        label=_("How urgent is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how urgent it is.")},
    )
    immediate_danger = forms.BooleanField(label=_("Somebody is in danger now"), required=False)
    children = YesNoField(label=_("Are children affected?"), required=False)
    official_suspected = YesNoField(label=_("Is a public official suspected?"), required=False)
    people_count = forms.IntegerField(
        label=_("How many people are affected?"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    region = CodeField("regions", label=_("Region"), required=False, blank=_("Not known"))
    incident_on = forms.DateField(label=_("Day it happened or began"), required=False, widget=DAY)
    exploitation = CodesField("exploitation_types", label=_("Suspected exploitation"), required=False)
    triage_note = forms.CharField(label=_("Note for the investigator"), required=False, max_length=5000, widget=NOTE)

    @classmethod
    def of(cls, report: Report, data: Any = None) -> "TriageForm":
        told = {name: getattr(report, name) for name in cls.base_fields}
        told["urgency"] = report.urgency or ("emergency" if report.immediate_danger else "")
        return cls(data, initial=told)


class CloseForm(forms.Form):
    """Why a report is closed. A duplicate is merged instead, so that nothing of it is lost."""

    reason = CodeField(
        "report_close_reasons",
        label=_("Why is it closed?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it is closed.")},
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("What was found; where it was referred to. It stays with the report."),
        required=False,
        max_length=5000,
        widget=NOTE,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        narrow(self.fields, "reason", lambda code: code not in ("", "duplicate"))


class ReopenForm(forms.Form):
    note = forms.CharField(
        label=_("Why is it opened again?"),
        max_length=5000,
        widget=NOTE,
        error_messages={"required": _("Say why it is opened again.")},
    )


class AssignForm(forms.Form):
    """To whom; `candidates` are the people offered, without those a conflict keeps out."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Investigator"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an investigator.")},
    )
    note = forms.CharField(
        label=_("Note for the investigator"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, data: Any, candidates: list[User]):
        super().__init__(data)
        choice_field(self.fields, "to").queryset = User.objects.filter(pk__in=[user.pk for user in candidates])


class ReassignForm(AssignForm):
    """The same, with why it changes hands."""

    reason = CodeField(
        "reassign_reasons",
        label=_("Why does it change hands?"),
        error_messages={"required": _("Choose why it changes hands.")},
    )
    field_order = ["to", "reason", "note"]


class ConflictForm(forms.Form):
    """Whom to keep out; an investigator declares only for themselves."""

    about = forms.ModelChoiceField(
        User.objects.none(), label=_("Who must not see this report?"), empty_label=_("Choose"), required=False
    )

    reason = forms.CharField(label=_("What keeps them out?"), widget=NOTE, max_length=2000, required=False)

    def __init__(self, data: Any, report: Report, *, by: User, for_others: bool):
        super().__init__(data)
        self.by = by
        colleagues = User.objects.filter(organisation_id=report.organisation_id, is_active=True)
        if for_others:
            choice_field(self.fields, "about").queryset = colleagues
            self.fields["about"].required = True
        else:
            del self.fields["about"]
            del self.fields["reason"]

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        return given if "about" in self.fields else given | {"about": self.by}


class LiftForm(forms.Form):
    reason = forms.CharField(label=_("Why may they see it again?"), widget=NOTE, max_length=2000)
