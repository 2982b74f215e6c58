"""What the directory says of an organisation itself, and the programmes its services belong to."""

from django.db import models

from samaan.accounts.models import Organisation
from samaan.countrypack.words import in_language


class OrganisationEntry(models.Model):
    """The directory's page of an organisation."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="entry", primary_key=True)
    short_name = models.CharField(max_length=40, blank=True)
    descriptions = models.JSONField(default=dict)
    website = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    # Since when the application's words win over the pack's.
    kept_since = models.DateTimeField(null=True, editable=False)

    def __str__(self):
        return self.organisation.name

    @property
    def description(self) -> str:
        return in_language(self.descriptions)


class Programme(models.Model):
    """Several services of an organisation that belong together."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes")
    code = models.CharField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.names)
