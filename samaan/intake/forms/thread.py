"""Coming back with a receipt code, and the thread that follows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan.intake import receipts
from samaan.intake.forms.fields import FilesField


class CodeForm(forms.Form):
    """The code from the thank-you page."""

    code = forms.CharField(
        label=_("Your receipt code"),
        help_text=_("Twelve letters and numbers, such as 7K3M-9PQR-2XYZ."),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the code from your receipt.")},
    )

    def clean_code(self) -> str:
        code = receipts.normal(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_("A code has twelve letters and numbers. Please look again."))
        return code


class AddForm(forms.Form):
    """More to a report, by whoever reported it."""

    text = forms.CharField(
        label=_("What would you like to add or answer?"),
        max_length=10000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write something first.")},
    )
    tells_of_danger = forms.BooleanField(label=_("Somebody is in danger now"), required=False)
    files = FilesField(label=_("Photos, PDFs or sound recordings"), required=False)  # type: ignore[assignment]
    number = forms.UUIDField(widget=forms.HiddenInput)

    def given(self) -> dict[str, Any]:
        return {
            "text": self.cleaned_data["text"],
            "tells_of_danger": self.cleaned_data["tells_of_danger"],
            "files": self.cleaned_data["files"],
            "number": self.cleaned_data["number"],
        }


class AnswerForm(forms.Form):
    """A message to whoever reported. They read it with their code, perhaps on a telephone others see."""

    text = forms.CharField(
        label=_("Message"),
        help_text=_("Ask or tell as little as needed: others may see their screen. No names, no addresses."),
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write something first.")},
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)
