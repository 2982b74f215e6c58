"""One form for each group of facts; each takes and gives the plain values of `facts`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan import countrypack
from samaan.countrypack.forms import CodeField, CodesField, NeedField
from samaan.directory.forms import OLDEST
from samaan.directory.hours_text import differing_day, spans
from samaan.directory.models import Group

LANGUAGES = {"en": gettext_lazy("in English"), "es": gettext_lazy("in Spanish"), "fr": gettext_lazy("in French")}
LONGEST_NUMBER = 20


class FactsForm(forms.Form):
    """Fields named as the facts; words are one field for each language of the pack."""

    words: tuple[tuple[str, Any], ...] = ()
    asked_first = ("need",)

    def __init__(self, *args: Any, facts: dict[str, Any], **kwargs: Any):
        kwargs["initial"] = self.shown(facts)
        super().__init__(*args, **kwargs)
        for name, label in self.words:
            for language in countrypack.pack().languages:
                spoken = LANGUAGES.get(language, language)
                field = forms.CharField(label=f"{label} ({spoken})", required=False, max_length=500)
                if name != "names":
                    field.widget = forms.Textarea(attrs={"rows": 2})
                field.initial = facts.get(name, {}).get(language, "")
                self.fields[f"{name}_{language}"] = field
        self.fields["note"] = forms.CharField(label=_("A word to the steward"), required=False, max_length=500)

    def shown(self, facts: dict[str, Any]) -> dict[str, Any]:
        return dict(facts)

    def facts(self) -> dict[str, Any]:
        """The answers, as `workflow.propose_change` takes them."""
        answers = {name: value for name, value in self.cleaned_data.items() if name != "note"}
        for name, _label in self.words:
            said = {code: answers.pop(f"{name}_{code}") for code in countrypack.pack().languages}
            answers[name] = {code: words for code, words in said.items() if words}
        return answers


class AboutForm(FactsForm):
    words = (("names", gettext_lazy("Name")), ("notes", gettext_lazy("To know")))
    need = NeedField(label=gettext_lazy("What it offers"))

    def clean(self):
        """A service without a name is found by nobody."""
        if not any(self.cleaned_data.get(f"names_{code}") for code in countrypack.pack().languages):
            raise ValidationError(_("Give it a name in one language at least."))


class ContactForm(FactsForm):
    phone = forms.CharField(label=gettext_lazy("Telephone"), required=False, max_length=LONGEST_NUMBER)
    whatsapp = forms.CharField(label="WhatsApp", required=False, max_length=LONGEST_NUMBER)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    answer_hours = forms.IntegerField(
        label=gettext_lazy("Answers referrals within so many hours"), required=False, min_value=1, max_value=2000
    )

    def clean(self):
        """Somebody must be able to reach it."""
        if not self.cleaned_data.get("phone") and not self.cleaned_data.get("email"):
            raise ValidationError(_("Give a telephone number or an e-mail address."))


class HoursForm(FactsForm):
    words = (("opening", gettext_lazy("The hours in words")),)
    always_open = forms.BooleanField(label=gettext_lazy("Open day and night"), required=False)
    open_on_holidays = forms.BooleanField(label=gettext_lazy("Open on public holidays as well"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        week = kwargs["facts"]["week"]
        for day, label in WEEKDAYS.items():
            said = ", ".join(week.get(str(day + 1), ()))
            self.fields[f"day_{day + 1}"] = forms.CharField(
                label=label, required=False, max_length=100, initial=said, help_text=_("08:00-12:00, 13:00-16:00")
            )
        lines = [
            " ".join(filter(None, (first, last if last != first else "", span or "-")))
            for first, last, span in kwargs["facts"]["days"]
        ]
        self.fields["differing"] = forms.CharField(
            label=_("Days that differ"),
            required=False,
            initial="\n".join(lines),
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("One a line: 2026-12-24 08:00-12:00; 2026-12-25 2026-12-26 - for closed."),
        )

    def facts(self) -> dict[str, Any]:
        answers = super().facts()
        week = {str(day): spans(answers.pop(f"day_{day}")) for day in range(1, 8)}
        answers["week"] = {day: found for day, found in week.items() if found}
        answers["days"] = [differing_day(line) for line in answers.pop("differing").splitlines() if line.strip()]
        return answers

    def clean(self):
        """Hours and days are read now, so that what is wrong is said beside it."""
        for name in [*(f"day_{day}" for day in range(1, 8)), "differing"]:
            try:
                for line in self.cleaned_data.get(name, "").splitlines():
                    differing_day(line) if name == "differing" and line.strip() else spans(line)
            except ValueError:
                self.add_error(name, _("Write hours as 08:00-16:00, days as 2026-12-24."))


class WhomForm(FactsForm):
    min_age = forms.IntegerField(label=gettext_lazy("From age"), required=False, min_value=0, max_value=OLDEST)
    max_age = forms.IntegerField(label=gettext_lazy("To age"), required=False, min_value=0, max_value=OLDEST)
    sexes = CodesField("sex", label=gettext_lazy("Only for"), required=False)
    households = CodesField("households", label=gettext_lazy("Who comes along"), required=False)
    nationalities = CodesField("nationality", label=gettext_lazy("Only of nationality"), required=False)
    statuses = CodesField("immigration_status", label=gettext_lazy("Only with status"), required=False)
    languages = CodesField("languages", label=gettext_lazy("Languages"), required=False)
    regions = CodesField("regions", label=gettext_lazy("Only in"), required=False)

    def clean(self):
        low, high = self.cleaned_data.get("min_age"), self.cleaned_data.get("max_age")
        if low is not None and high is not None and low > high:
            self.add_error("max_age", _("The highest age is below the lowest."))


class PlaceForm(FactsForm):
    words = (("ways", gettext_lazy("How to get there")),)
    address = forms.CharField(label=gettext_lazy("Address"), required=False, max_length=200)
    region = CodeField("regions", label=gettext_lazy("Region"), required=False, blank=gettext_lazy("Not said"))
    accessibility = CodesField("accessibility", label=gettext_lazy("Accessibility"), required=False)
    latitude = forms.DecimalField(
        label=gettext_lazy("Latitude"), required=False, min_value=-90, max_value=90, max_digits=9, decimal_places=6
    )
    longitude = forms.DecimalField(
        label=gettext_lazy("Longitude"), required=False, min_value=-180, max_value=180, max_digits=9, decimal_places=6
    )

    def facts(self) -> dict[str, Any]:
        answers = super().facts()
        for name in ("latitude", "longitude"):
            answers[name] = f"{answers[name]:.6f}" if answers[name] is not None else ""
        return answers

    def clean(self):
        if (self.cleaned_data.get("latitude") is None) != (self.cleaned_data.get("longitude") is None):
            self.add_error("longitude", _("A point needs both numbers."))


class CostForm(FactsForm):
    words = (("cost", gettext_lazy("What it costs, in words")),)
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), required=False, min_value=0, max_digits=10, decimal_places=2
    )
    documents = CodesField("document_kinds", label=gettext_lazy("Papers to bring"), required=False)

    def facts(self) -> dict[str, Any]:
        answers = super().facts()
        answers["amount"] = f"{answers['amount']:.2f}" if answers["amount"] else ""
        return answers


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is returned"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


FORMS: dict[str, type[FactsForm]] = {
    Group.ABOUT: AboutForm,
    Group.CONTACT: ContactForm,
    Group.HOURS: HoursForm,
    Group.WHOM: WhomForm,
    Group.PLACE: PlaceForm,
    Group.COST: CostForm,
}
