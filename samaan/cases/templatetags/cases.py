"""Words about cases for templates."""

from django import template
from django.utils.translation import gettext as _

from samaan import countrypack

register = template.Library()


@register.filter
def age_words(band: str) -> str:
    """`{{ case.age_band|age_words }}`: “16 to 17 years”, “age unknown”."""
    if band == "unknown":
        return _("age unknown")
    label = countrypack.pack().label("age_bands", band)
    return _("%(band)s years") % {"band": label} if band[:1].isdigit() else label
