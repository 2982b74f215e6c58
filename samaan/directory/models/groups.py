"""The groups of facts that are verified, and changed, together."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    ABOUT = "about", _("What it offers")
    CONTACT = "contact", _("How to reach it")
    HOURS = "hours", _("Opening hours")
    WHOM = "whom", _("Whom it takes")
    PLACE = "place", _("Where it is")
    COST = "cost", _("Cost and papers")


# What is known of an organisation itself.
OF_ORGANISATIONS = (Group.ABOUT, Group.CONTACT)
