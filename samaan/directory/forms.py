"""What is asked to find a service: a few words about a person, none that says who it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.common.formfields import DayInput
from samaan.countrypack.forms import CodeField, NeedField
from samaan.directory.finding import Somebody, Wanted
from samaan.directory.finding.wanted import OLDEST
from samaan.directory.models.capacity import Kind

MOST_PEOPLE = 4
GROWN = [("", _("Any age")), ("child", _("A child")), ("adult", _("An adult"))]


class PeopleField(forms.Field):
    """Those who are to be placed together, each as `female:16`, `female:12-17`, `male:18-`."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[Somebody, ...]:
        found = [Somebody.read(written) for written in value or ()][:MOST_PEOPLE]
        if None in found:
            raise forms.ValidationError(_("Say for whom it is."))
        return tuple(one for one in found if one)


class FindForm(forms.Form):
    """`p`: the people of a button; else the fields of one person, and of another who comes along."""

    need = NeedField(label=_("What is needed?"), required=False, blank=_("Anything"))
    region = CodeField("regions", label=_("Where?"), required=False, blank=_("Anywhere"))
    sex = CodeField("sex", label=_("For whom?"), required=False, blank=_("Anybody"))
    age = forms.IntegerField(label=_("Age"), required=False, min_value=0, max_value=OLDEST)
    grown = forms.ChoiceField(label=_("Age not known"), required=False, choices=GROWN)
    with_sex = CodeField("sex", label=_("Together with"), required=False, blank=_("Nobody else"))
    with_age = forms.IntegerField(label=_("Their age"), required=False, min_value=0, max_value=OLDEST)
    language = CodeField("languages", label=_("Which language?"), required=False, blank=_("Any"))
    nationality = CodeField("nationality", label=_("Nationality"), required=False, blank=_("Any"))
    status = CodeField("immigration_status", label=_("Status in the country"), required=False, blank=_("Any"))
    household = CodeField("households", label=_("With whom?"), required=False, blank=_("Any"))
    later = forms.BooleanField(label=_("It can wait: show what is full or closed, too"), required=False)
    p = PeopleField(required=False)

    def people(self) -> tuple[Somebody, ...]:
        """Whom it is for: what was said in the fields, else the people of the button."""
        asked = self.cleaned_data
        grown = {"child": True, "adult": False}.get(asked["grown"])
        first = Somebody.of(asked["sex"], asked["age"], grown)
        if first == Somebody() and asked["p"]:
            return asked["p"]
        if not asked["with_sex"] and asked["with_age"] is None:
            return (first, *asked["p"][1:])
        return (first, Somebody.of(asked["with_sex"], asked["with_age"]))

    def wanted(self) -> Wanted:
        """The answers as `finding.find` takes them."""
        asked = self.cleaned_data
        also = {name: asked[name] for name in ("region", "language", "nationality", "status", "household")}
        return Wanted(asked["need"], self.people(), now=not asked["later"], **also)

    @property
    def said(self) -> set[str]:
        return {name for name, value in self.cleaned_data.items() if value not in ("", None, False, ())}

    @property
    def says_anything(self) -> bool:
        return bool(self.said)

    @property
    def is_exact(self) -> bool:
        """More was said than the buttons and the map can: the page shows its fields, which take half of its time."""
        return bool(self.said - {"need", "p", "region"})

    @property
    def says_only_need(self) -> bool:
        return self.said == {"need"}


class BoardForm(forms.Form):
    """Which part of the board."""

    need = NeedField(label=_("What is needed?"), required=False, blank=_("Anything"))
    page = forms.IntegerField(required=False, min_value=1, max_value=1000, widget=forms.HiddenInput)


class FreeForm(forms.Form):
    free = forms.IntegerField(min_value=0, max_value=10_000)


class CapacityForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is counted?"), choices=Kind.choices, widget=forms.RadioSelect)
    contracted = forms.IntegerField(label=_("How many in all?"), min_value=0, max_value=10_000)
    funder = forms.CharField(label=_("Paid by"), required=False, max_length=120)
    starts_on = forms.DateField(label=_("First day"), required=False, widget=DayInput)
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DayInput,
        help_text=_("With both days, sessions that may go unused are shown early."),
    )


class TermsForm(forms.Form):
    """The text in each language of the country, and the last day."""

    ends_on = forms.DateField(label=_("Their last day"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.languages = countrypack.pack().country["languages"]["complete"]
        for language in self.languages:
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": countrypack.pack().label("languages", language)},
                widget=forms.Textarea({"rows": 24, "lang": language}),
                max_length=20_000,
                help_text=_("## begins a heading, - a point of a list."),
            )

    @property
    def terms(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        texts = {language: given[f"text_{language}"] for language in self.languages}
        return {"texts": texts, "ends_on": given["ends_on"]}


class RemarkForm(forms.Form):
    remark = forms.CharField(label=_("What should be otherwise?"), widget=forms.Textarea({"rows": 4}), max_length=2000)
