"""A whole case on its way to another organisation: what that is told before it says yes, and what it said."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan.access.models import Protected
from samaan.accounts.models import Organisation, User
from samaan.vault.fields import EncryptedJSON, EncryptedText

# Whoever has one of these in the receiving organisation answers.
ANSWERING = ("case.manage", "case.assign")


class Status(models.TextChoices):
    PROPOSED = "proposed", _("Waits for the other organisation")
    ACCEPTED = "accepted", pgettext_lazy("transfer", "Taken over")
    DECLINED = "declined", pgettext_lazy("transfer", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("transfer", "Withdrawn")


class Transfer(Protected):
    """A proposal. `organisation` hands over and owns the record; `receiver` sees the summary, and no case yet."""

    record_kind = "transfer"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    # A code of the list reassign_reasons, and what to know about it.
    reason = models.CharField(max_length=40)
    words = EncryptedText()
    # What the receiver reads before it answers: `[{"code": "age_band", "value": "18_20"}, …]`, and how much there is.
    summary = EncryptedJSON(default=list)
    contents = EncryptedJSON(default=list)
    # A code of the list lawful_bases; the reason where it is not consent.
    basis = models.CharField(max_length=40)
    basis_reason = EncryptedText(blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    case_manager = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer = EncryptedText(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_proposed_transfer", condition=models.Q(status="proposed")
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("transfers:detail", args=[self.pk])

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        """`proposer`, and `receivers`: whoever may answer for the other organisation."""
        if name == "proposer":
            return [self.proposed_by]
        return list(self.who_may_answer()) if name == "receivers" else []

    def who_may_answer(self) -> models.QuerySet[User]:
        wanted = models.Q()
        for permission in ANSWERING:
            wanted |= models.Q(role__permissions__contains=[permission])
        return User.objects.filter(wanted, organisation=self.receiver_id, is_active=True)
