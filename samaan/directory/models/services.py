"""What organisations offer, to whom, where and when."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from samaan.accounts.models import Organisation, Unit
from samaan.countrypack.words import in_language


class Service(models.Model):
    """A service an organisation offers. An empty list means no limit: any sex, the whole country."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="services")
    # A code of the list `needs`.
    need = models.CharField(max_length=40)
    names = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(null=True, blank=True)
    sexes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    regions = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    opening = models.JSONField(default=dict)
    always_open = models.BooleanField(default=False)
    phone = models.CharField(max_length=20, blank=True)
    whatsapp = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    answer_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    # Where it is must not be known: reached only through the organisation.
    is_sealed_location = models.BooleanField(default=False)
    address = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["organisation__name", "code"]
        indexes = [models.Index(fields=["need", "is_active"], name="services_by_need")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_sealed_location=False) | Q(address=""), name="sealed_service_has_no_address"
            ),
            models.CheckConstraint(
                condition=Q(min_age=None) | Q(max_age=None) | Q(min_age__lte=models.F("max_age")), name="service_ages"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:service", args=[self.pk])

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def note(self) -> str:
        return in_language(self.notes)

    @property
    def opening_words(self) -> str:
        return in_language(self.opening)
