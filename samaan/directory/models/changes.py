"""What a provider would change in its own entries, until the steward has decided."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import Organisation, User
from samaan.directory.models.groups import Group
from samaan.directory.models.services import Service


class Change(models.Model):
    """One group of facts, as it was when it was proposed and as it would be."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")
        WITHDRAWN = "withdrawn", _("Taken back")

    record_kind = "directory"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="directory_changes")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    group = models.CharField(max_length=10, choices=Group)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    changed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "service", "group"],
                condition=Q(status="waiting"),
                name="one_change_waits",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.service or self.organisation}: {self.get_group_display()}"

    def get_absolute_url(self) -> str:
        return reverse("directory:change", args=[self.pk])

    @property
    def record_id(self):
        return self.pk
