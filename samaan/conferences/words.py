"""What stands on tabs."""

from django.utils.translation import gettext_lazy as _

CONFERENCES = _("Conferences")
