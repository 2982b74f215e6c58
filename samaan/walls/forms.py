"""What opening a file in an emergency, its review, and a disclosure ask for."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.common.formfields import choice_field
from samaan.walls.offers import Item
from samaan.walls.workflow.disclosing import Recipient

WORDS = forms.Textarea({"rows": 4})
KINDS = {"case": _("A case"), "report": _("A report")}


class EmergencyForm(forms.Form):
    """Which file, and why now."""

    kind = forms.ChoiceField(label=_("What do you have to open?"), widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Its reference"), max_length=20, help_text=_("As it stands on letters and lists, such as C-2026-00042.")
    )
    reason = forms.CharField(
        label=_("Why must you open it now?"),
        widget=WORDS,
        max_length=2000,
        help_text=_("In a sentence. The Director and the case manager read it at once, and it is kept for ever."),
    )

    def __init__(self, data: Any, *, kinds: list[str], **kwargs: Any):
        super().__init__(data, **kwargs)
        choice_field(self.fields, "kind").choices = [(kind, KINDS[kind]) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
            self.initial["kind"] = kinds[0]


class ReviewForm(forms.Form):
    justified = forms.ChoiceField(
        label=_("Was it justified?"),
        choices=[("yes", _("It was justified")), ("no", _("It was not justified"))],
        widget=forms.RadioSelect,
    )
    what_follows = forms.CharField(
        label=_("What follows from it?"),
        widget=WORDS,
        max_length=2000,
        help_text=_("Left empty only where nothing follows."),
        required=False,
    )

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        if given.get("justified") == "no" and not given.get("what_follows", "").strip():
            self.add_error("what_follows", _("Say what follows from it."))
        return given


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


class DiscloseForm(forms.Form):
    """What crosses, to whom, why, until when."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Whom do you tell?"),
        empty_label=_("Choose"),
        help_text=_("They see nothing else."),
    )
    items = forms.MultipleChoiceField(
        label=_("What do you disclose?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    words = forms.CharField(
        label=_("In your own words"),
        widget=WORDS,
        required=False,
        max_length=4000,
        help_text=_("Nothing of who reported, of covert work, or of care and health."),
    )
    reason = forms.CharField(label=_("Why must they know it?"), widget=WORDS, max_length=2000)
    until = forms.DateField(label=_("Until when may they read it?"), widget=DayInput)

    def __init__(self, data: Any, *, people: list[Recipient], items: list[Item]):
        super().__init__(data, initial={"until": timezone.localdate() + timedelta(days=30)})
        choice_field(self.fields, "to").queryset = User.objects.filter(pk__in=[each.user.pk for each in people])
        choice_field(self.fields, "items").choices = [(item.code, f"{item.label}: {item.value}") for item in items]

    def asked(self) -> dict[str, Any]:
        """What `disclose` takes; the last day counts whole."""
        given = dict(self.cleaned_data)
        given["until"] = timezone.make_aware(datetime.combine(given["until"], time.max))
        return given
