"""The report form, one for everybody; officers, the hotline and partners have a few fields more."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.common.formfields import narrow
from samaan.countrypack.forms import CodeField, CodesField
from samaan.intake.forms.fields import FilesField, PointField, YesNoField
from samaan.places.widgets import RegionMap

MOST_PEOPLE = 10000
OLDEST = 120
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
CONTACT = {
    "contact_kind": "kind",
    "contact_sex": "sex",
    "contact_age": "age",
    "contact_language": "language",
    "contact_channel": "channel",
    "contact_name": "name",
    "contact_phone": "phone",
    "contact_email": "email",
    "safe_times": "safe_times",
    "safe_note": "safe_note",
    "code_word": "code_word",
}
NOT_ANSWERS = {*CONTACT, "files", "earlier_code", "homepage", "form_number", "channel"}


class ReportForm(forms.Form):
    """What anybody can tell. Only what happened is required."""

    channel_offered: str | None = "public_web"

    narrative = forms.CharField(
        label=_("What happened, or what have you seen?"),
        help_text=_("In your own words and in any language. Every detail helps; none is required."),
        max_length=20000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Tell us what happened; a few words are enough.")},
    )
    exploitation = CodesField(
        "exploitation_types",
        label=_("What do you think people are made to do?"),
        help_text=_("Tick all that may apply."),
        required=False,
    )
    region = CodeField(
        "regions",
        label=_("In which region?"),
        required=False,
        blank=_("I do not know"),
        widget=RegionMap(point="point"),
    )
    place = forms.CharField(
        label=_("Where exactly?"),
        help_text=_("An address, a bar, a beach, a boat: whatever helps to find it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    point = PointField(
        label=_("Point on the map"),
        help_text=_(
            "Only if you know it: latitude and longitude as your telephone shows them, such as 10.642, -61.399."
        ),
        required=False,
        max_length=60,
    )
    incident_on = forms.DateField(
        label=_("When did it happen, or begin?"), help_text=_("About when is enough."), required=False, widget=DAY
    )
    is_going_on = YesNoField(label=_("Is it still going on?"), required=False)
    immediate_danger = YesNoField(
        label=_("Is somebody in danger now?"),
        help_text=_("If somebody may be hurt right now, call the emergency number as well."),
        required=False,
    )
    danger = forms.CharField(
        label=_("What is the danger?"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    people_count = forms.IntegerField(
        label=_("How many people are affected?"),
        help_text=_("Your best guess."),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
    )
    children = YesNoField(label=_("Are there children among them (under 18)?"), required=False)
    official_suspected = YesNoField(
        label=_("Is a police officer, soldier, immigration officer or other official involved?"), required=False
    )
    contact_channel = CodeField(
        "contact_channels", label=_("May we contact you, and how?"), required=False, blank=_("Choose, if you wish")
    )
    contact_name = forms.CharField(label=_("Your name, or what we may call you"), max_length=200, required=False)
    contact_phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )
    contact_email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "off"})
    )
    contact_language = CodeField("languages", label=_("In which language?"), required=False, blank="–")
    safe_times = CodesField("safe_times", label=_("When is it safe for you?"), required=False)
    safe_note = forms.CharField(
        label=_("What must we be careful about?"),
        help_text=_("For example: do not leave a message; somebody else may answer."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    code_word = forms.CharField(
        label=_("Code word"),
        help_text=_("A word that we will say first, so that you know it is us."),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    files = FilesField(  # type: ignore[assignment]  # the metaclass takes it away before BaseForm's attribute is set
        label=_("Photos, PDFs or sound recordings"),
        help_text=_("Up to five files, each up to 20 MB. Do not put yourself in danger to get them."),
        required=False,
    )
    earlier_code = forms.CharField(
        label=_("Have you reported this before? Its receipt code"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    # Nobody sees this field. Programs fill it in; a person whose browser does is still heard.
    homepage = forms.CharField(required=False, max_length=500, widget=forms.TextInput({"tabindex": "-1"}))
    form_number = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def clean_incident_on(self) -> Any:
        day = self.cleaned_data["incident_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        needed = {
            "phone": "contact_phone",
            "whatsapp": "contact_phone",
            "sms": "contact_phone",
            "email": "contact_email",
        }
        field = needed.get(given.get("contact_channel", ""))
        if field and field not in self.errors and not given.get(field):
            self.add_error(field, _("Write it here, so that we can reach you, or choose another way."))
        return given

    @property
    def chosen_channel(self) -> str:
        return str(self.cleaned_data.get("channel") or self.channel_offered)

    def answers(self) -> dict:
        """What was told, as `receive_report` takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in NOT_ANSWERS}
        given["immediate_danger"] = bool(given["immediate_danger"])
        given["looks_automatic"] = bool(self.cleaned_data["homepage"])
        return given

    def contact(self) -> dict:
        return {ours: self.cleaned_data[field] for field, ours in CONTACT.items() if field in self.fields}


class AboutReporter(ReportForm):
    """Who told a colleague."""

    contact_kind = CodeField("reporter_kinds", label=_("Who reports this?"), required=False, blank=_("Not known"))
    contact_sex = CodeField("sex", label=_("Their sex"), required=False, blank="–")
    contact_age = forms.IntegerField(label=_("Their age"), required=False, min_value=0, max_value=OLDEST)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["contact_channel"].label = _("May we contact them, and how?")
        self.fields["contact_name"].label = _("Their name, or what we may call them")
        self.fields["safe_times"].label = _("When is it safe for them?")
        self.fields["code_word"].help_text = _("A word that we will say first, so that they know it is us.")
        self.fields["earlier_code"].label = _("The receipt code of an earlier report of the same")


class OfficerForm(AboutReporter):
    """Filed by a colleague of the unit or by a first responder."""

    channel_offered = "officer"
    CHANNELS = ("officer", "walk_in", "self", "letter", "media")

    channel = CodeField("report_channels", label=_("How did it reach you?"))

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs["initial"] = {"channel": "officer"} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        narrow(self.fields, "channel", lambda code: code in self.CHANNELS)


class CallForm(AboutReporter):
    """A call to the hotline, written down while it lasts."""

    channel_offered = "hotline"

    call_started_at = forms.DateTimeField(
        label=_("When did the call begin?"),
        required=False,
        initial=timezone.localtime,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class PartnerForm(AboutReporter):
    """Filed by a partner organisation."""

    channel_offered = "partner"

    source_reference = forms.CharField(
        label=_("Your own reference"),
        help_text=_("The number of this matter in your organisation, if it has one."),
        max_length=80,
        required=False,
    )


def without_errors(form: Any) -> Any:
    """The form with everything typed and no complaints: its writer is not done yet."""
    form._errors = {}
    return form
