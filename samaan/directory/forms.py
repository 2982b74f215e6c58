"""What is asked to find a service: a few words about a person, none that says who it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.common.formfields import DayInput
from samaan.countrypack.forms import CodeField, NeedField

OLDEST = 120


class FindForm(forms.Form):
    need = NeedField(label=_("What is needed?"), required=False, blank=_("Anything"))
    region = CodeField("regions", label=_("Where?"), required=False, blank=_("Anywhere"))
    sex = CodeField("sex", label=_("For whom?"), required=False, blank=_("Anybody"))
    age = forms.IntegerField(label=_("Age"), required=False, min_value=0, max_value=OLDEST)
    grown = forms.ChoiceField(
        label=_("Age not known"),
        required=False,
        choices=[("", _("Any age")), ("child", _("A child")), ("adult", _("An adult"))],
    )
    language = CodeField("languages", label=_("Which language?"), required=False, blank=_("Any"))

    def wanted(self) -> dict[str, Any]:
        """The answers as `queries.services_for` takes them."""
        answers = self.cleaned_data
        grown = {"child": True, "adult": False}.get(answers["grown"])
        return {
            "need": answers["need"],
            "region": answers["region"],
            "sex": answers["sex"],
            "age": answers["age"],
            "is_child": grown if answers["age"] is None else None,
            "language": answers["language"],
        }


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
