"""Which facts of an entry somebody has verified, on which day, and until when that counts."""

from django.db import models
from django.db.models import Q

from samaan.accounts.models import Organisation, User
from samaan.directory.models.groups import Group
from samaan.directory.models.services import Service


class Fact(models.Model):
    """A group of facts of a service, or of an organisation itself (then `service` is empty).

    One that was never verified has no row, or no day.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="facts")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE, related_name="facts")
    group = models.CharField(max_length=10, choices=Group)
    verified_on = models.DateField(null=True)
    # Empty: it came with the pack or an import.
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on"]
        indexes = [models.Index(fields=["due_on"], name="facts_by_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "service", "group"], name="fact_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(verified_on=None, due_on=None) | Q(verified_on__isnull=False, due_on__isnull=False),
                name="fact_due_when_verified",
            ),
        ]

    def __str__(self):
        return f"{self.service or self.organisation}: {self.get_group_display()}"
