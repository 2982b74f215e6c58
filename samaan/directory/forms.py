"""What is asked to find a service: a few words about a person, none that says who it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
