"""Who somebody is and how to reach them, as form fields; the forms of the contexts above build on these."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan.countrypack.forms import CodeField
from samaan.people.finding import Sought
from samaan.people.models import Person

OLDEST = 120


class LinesField(forms.CharField):
    """Several short things, one on each line."""

    widget = forms.Textarea({"rows": 2, "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # several numbers, not one text
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])


class PhonesField(LinesField):
    widget = forms.Textarea({"rows": 2, "inputmode": "tel", "autocomplete": "off"})


class PersonForm(forms.Form):
    """Whatever is known; nothing is required."""

    CONTACT = ("phones", "address")

    given_names = forms.CharField(label=_("Given names"), max_length=120, required=False)
    family_names = forms.CharField(label=_("Family names"), max_length=120, required=False)
    aliases = forms.CharField(label=_("Also known as"), max_length=200, required=False)
    birth_date = forms.CharField(
        label=_("Date of birth"),
        max_length=40,
        required=False,
        help_text=_("As far as it is known: 14 March 2009, or only the year."),
    )
    age = forms.IntegerField(
        label=_("Age in years"),
        min_value=0,
        max_value=OLDEST,
        required=False,
        help_text=_("Leave it empty when nobody knows: the person is then treated as a child until assessed."),
    )
    age_is_estimate = forms.BooleanField(label=_("The age is an estimate"), required=False)
    sex = CodeField("sex", label=_("Sex"), required=False)
    nationality = CodeField("nationality", label=_("Nationality"), required=False)
    language = CodeField("languages", label=_("Language"), required=False)
    document_numbers = LinesField(
        label=_("Document numbers"),
        required=False,
        max_length=400,
        help_text=_("Passport, identity card, permit. One on each line."),
    )
    phones = PhonesField(label=_("Telephone numbers"), required=False, help_text=_("One on each line."))
    address = forms.CharField(
        label=_("Where to find them"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )
    description = forms.CharField(
        label=_("How to recognise them"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )

    @staticmethod
    def of(person: Person) -> dict:
        """What the fields show for a person."""
        return {name: getattr(person, name) for name in PersonForm.base_fields}

    def changes(self) -> dict:
        """Only what was changed, so that two who edit at once do not undo each other's fields."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in PersonForm.base_fields}


class SearchForm(forms.Form):
    """Whom somebody looks for; one of the first three is needed."""

    names = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("In any order and however it is spelt. A nickname is enough."),
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )
    document = forms.CharField(
        label=_("Document number"), max_length=40, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    birth_date = forms.CharField(
        label=_("Date of birth"), max_length=40, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    age_band = CodeField("age_bands", label=_("Age"), required=False, blank=_("Any age"))

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        if not self.errors and not any(given[name] for name in ("names", "phone", "document")):
            self.add_error("names", _("Write a name, a telephone number or a document number."))
        return given

    def sought(self) -> Sought:
        given = self.cleaned_data
        return Sought(
            names=(given["names"],),
            phones=(given["phone"],) if given["phone"] else (),
            documents=(given["document"],) if given["document"] else (),
            age_band=given["age_band"],
            birth_date=given["birth_date"],
        )
