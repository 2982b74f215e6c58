"""A change to the country pack: the files somebody would put to work, and what a second person said to it."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan.access.models import Protected
from samaan.accounts.models import Organisation, User
from samaan.configuration import seats
from samaan.countrypack.models import PackVersion

USER = settings.AUTH_USER_MODEL


class Change(Protected):
    """What one person would change in the pack, and why. It is put to work when another has seen and approved it."""

    record_kind = "pack_change"

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        PROPOSED = "proposed", _("Waits for a second person")
        PUBLISHED = "published", _("At work since it was approved")
        REFUSED = "refused", pgettext_lazy("pack change", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("pack change", "Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why"))
    # Empty: any files. Else the one part it may touch, for those who keep just that.
    part = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    # The version it was last compared with; while it is a draft, the one at work when it was begun.
    base = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")
    # The earlier version it puts to work again; then it has no files.
    back_to = models.ForeignKey(PackVersion, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    # The version it became.
    made = models.OneToOneField(PackVersion, null=True, on_delete=models.PROTECT, related_name="change")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("proposed_by")),
                name="nobody_approves_their_own_change",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(decided_by__isnull=False, made__isnull=False),
                name="change_published_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    def get_absolute_url(self) -> str:
        return reverse("configuration:change", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.DRAFT, self.Status.PROPOSED)

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        """`approvers`: everybody who may decide on it; `proposer`."""
        if name == "proposer":
            return [self.proposed_by]
        found = seats.approvers(self.part) if name == "approvers" else []
        return [user for user in found if user.pk != self.proposed_by_id]


class ChangedFile(Protected):
    """A file of the pack as the change would have it. A corrected one takes the place of the one before."""

    record_field = "change_id"
    record_kind = "pack_change"

    class Act(models.TextChoices):
        PUT = "put", _("Put in")
        REMOVE = "remove", _("Taken out of the pack")
        NONE = "none", _("Left as it is")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="files")
    # In the folder of the pack: `forms/needs.xlsx`.
    path = models.CharField(max_length=120)
    act = models.CharField(max_length=6, choices=Act, default=Act.PUT)
    data = models.BinaryField(default=bytes)
    checksum = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    # How it was called where it came from.
    given_name = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["change", "path"], name="one_file_a_path")]

    def __str__(self) -> str:
        return self.path
