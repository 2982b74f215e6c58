"""What organisations offer, and to whom."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from samaan.accounts.models import Organisation, Unit
from samaan.countrypack.words import in_language
from samaan.directory.models.entries import Programme


def codes(**options) -> ArrayField:
    """Codes of a list of the pack."""
    return ArrayField(models.CharField(max_length=40), default=list, blank=True, **options)


class Service(models.Model):
    """A service an organisation offers. An empty list means no limit: any sex, the whole country."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="services")
    programme = models.ForeignKey(Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="services")
    # A code of the list `needs`.
    need = models.CharField(max_length=40)
    names = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(null=True, blank=True)
    # Codes of `sex`, `nationality`, `immigration_status`, `households` (alone, with children …): who is taken.
    sexes = codes()
    nationalities = codes()
    statuses = codes()
    households = codes()
    languages = codes()
    regions = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    # The hours in words; by weekday they are `schedules`, for the days that differ `exceptions`.
    opening = models.JSONField(default=dict)
    always_open = models.BooleanField(default=False)
    open_on_holidays = models.BooleanField(default=False)
    # The numbers that are called first; others are `phones`.
    phone = models.CharField(max_length=20, blank=True)
    whatsapp = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    answer_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    # Codes of `document_kinds`: what a person must bring.
    documents = codes()
    # Where it is must not be known: reached only through the organisation.
    is_sealed_location = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    # Since when the application's words win over the pack's.
    kept_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["organisation__name", "code"]
        indexes = [models.Index(fields=["need", "is_active"], name="services_by_need")]
        constraints = [
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

    @property
    def address(self) -> str:
        """The first place it has, in one line. A sealed service has none: the database refuses it."""
        return next((place.location.address for place in self.places.all() if place.location.address), "")


class CostOption(models.Model):
    """What the service costs somebody. A service without one is free of charge, or nobody has asked yet."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="costs")
    names = models.JSONField(default=dict)
    # In the currency of the pack; 0 is free of charge, nothing is “it depends”.
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="cost_not_negative")]

    def __str__(self):
        return in_language(self.names)


class Phone(models.Model):
    """A further number of a service: for another language, for messages, for the night."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=20)
    extension = models.CharField(max_length=10, blank=True)
    # A code of the list `contact_channels`.
    channel = models.CharField(max_length=40, default="phone")
    languages = codes()
    names = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.number
