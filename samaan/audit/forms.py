"""What an auditor types."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WhichEvent(forms.Form):
    event = forms.IntegerField(label=_("Number of the event"), min_value=1, max_value=2**62)
