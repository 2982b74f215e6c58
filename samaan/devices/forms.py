"""What a person says of a telephone, and where a form belongs."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DeviceForm(forms.Form):
    name = forms.CharField(
        label=_("What do you call this phone?"),
        help_text=_("So that you know it again when one is lost: “Blue phone of the mobile team”."),
        max_length=60,
    )


class FileForm(forms.Form):
    """Which file a form belongs to."""

    reference = forms.CharField(
        label=_("Reference of the file it is about"),
        help_text=_("As it stands at the top of the report or the case."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
