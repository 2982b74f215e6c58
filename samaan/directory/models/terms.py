"""Terms of reference: what an organisation promises in the referral mechanism, agreed by both sides and dated."""

from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan.accounts.models import Organisation, User
from samaan.countrypack.models import PackVersion
from samaan.countrypack.words import in_language

USER = settings.AUTH_USER_MODEL


class TermsOfReference(models.Model):
    """One version of the terms with one provider, read by everybody who refers; nothing of a survivor is there."""

    record_kind = "terms"

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being drawn up")
        OFFERED = "offered", _("With the provider")
        ACCEPTED = "accepted", _("Accepted by the provider")
        IN_FORCE = "in_force", pgettext_lazy("terms", "Agreed")
        ENDED = "ended", pgettext_lazy("terms", "Ended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # The unit that keeps the mechanism.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    # Markdown by language: {"en": "## Purpose …", "es": "## Propósito …"}.
    texts = models.JSONField(default=dict)
    ends_on = models.DateField()
    map_version = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")
    drawn_up_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    drawn_up_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    # Why they came back to be changed.
    remark = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["provider__name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "number"], name="one_terms_a_number"),
            models.UniqueConstraint(fields=["provider"], condition=Q(status="in_force"), name="one_terms_in_force"),
            models.UniqueConstraint(
                fields=["provider"],
                condition=Q(status__in=("draft", "offered", "accepted")),
                name="one_terms_in_the_making",
            ),
            models.CheckConstraint(
                condition=~Q(status="in_force") | Q(accepted_by__isnull=False, approved_by__isnull=False),
                name="terms_agreed_by_both_sides",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("drawn_up_by")), name="nobody_approves_own_terms"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider.name} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("directory:terms_of", args=[self.pk])

    @property
    def record_id(self) -> UUID:
        return self.pk

    @property
    def text(self) -> str:
        return in_language(self.texts)

    @property
    def is_in_force(self) -> bool:
        """Agreed, and their last day has not passed."""
        return self.status == self.Status.IN_FORCE and self.ends_on >= timezone.localdate()

    @property
    def has_run_out(self) -> bool:
        return self.status == self.Status.IN_FORCE and not self.is_in_force

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        """`stewards`; `provider`: whoever answers for the provider; `approvers`: whoever answers for the unit."""
        found = {
            "stewards": ("directory.steward", self.organisation_id),
            "provider": ("administer.organisation", self.provider_id),
            "approvers": ("pack.approve", self.organisation_id),
        }.get(name)
        if found is None:
            return []
        permission, organisation = found
        users = User.objects.filter(is_active=True, organisation_id=organisation)
        return list(users.filter(role__permissions__contains=[permission]))
