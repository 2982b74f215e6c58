"""What opening a sealed original asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan.countrypack.forms import CodeField


class OriginalForm(forms.Form):
    reason = CodeField("original_reasons", label=_("Why do you need the original?"), widget=forms.RadioSelect)
