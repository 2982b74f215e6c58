"""Where services are. What must not be known is not here: a sealed place has no address and no point."""

from decimal import Decimal
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from samaan.accounts.models import Organisation
from samaan.countrypack.words import in_language
from samaan.directory.models.services import Service, codes


def degrees(most: int) -> models.DecimalField:
    limits = [MinValueValidator(Decimal(-most)), MaxValueValidator(Decimal(most))]
    return models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True, validators=limits)


class Location(models.Model):
    """A place of an organisation. The database refuses an address, a point or a way there for a sealed one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="locations")
    names = models.JSONField(default=dict)
    address = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=10, blank=True)
    latitude = degrees(90)
    longitude = degrees(180)
    # How to get there, in words.
    ways = models.JSONField(default=dict)
    # Codes of the list `accessibility`.
    accessibility = codes()
    is_sealed = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_sealed=False) | Q(address="", latitude=None, longitude=None, ways={}, region=""),
                name="sealed_location_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="location_point_whole",
            ),
        ]

    def __str__(self):
        return self.name or self.address

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def way(self) -> str:
        return in_language(self.ways)


class ServiceAtLocation(models.Model):
    """A service at a place. A sealed service is at sealed places only, and no other is: the database sees to it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="places")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="services")

    class Meta:
        ordering = ["location__code"]
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="service_once_at_location")]

    def __str__(self):
        return f"{self.service}: {self.location}"
