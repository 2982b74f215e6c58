"""How colleagues come, stay and go: invitations, new organisations, reviews, standing in, training."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan.access.models import Protected
from samaan.accounts.models import Organisation, Role, Unit, User
from samaan.staff import administrators
from samaan.vault.fields import EncryptedText

USER = settings.AUTH_USER_MODEL


class Invitation(models.Model):
    """Somebody asked to work here. Of the link only the SHA-256 is kept, and only while it may be used."""

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("Waits for a second person")
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(_("e-mail"))
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8, default="en")
    status = models.CharField(max_length=12, choices=Status, default=Status.SENT)
    digest = models.CharField(max_length=64, blank=True)
    invited_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    account = models.OneToOneField(USER, null=True, on_delete=models.PROTECT, related_name="invitation")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-invited_at"]
        indexes = [models.Index(fields=["digest"], name="invitation_by_link", condition=~models.Q(digest=""))]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"),
                name="one_pending_invitation",
                condition=models.Q(status__in=["unconfirmed", "sent"]),
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("invited_by")),
                name="invitation_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_pending(self) -> bool:
        return self.status in (self.Status.UNCONFIRMED, self.Status.SENT)

    @property
    def is_expired(self) -> bool:
        return self.status == self.Status.SENT and self.expires_at is not None and self.expires_at <= timezone.now()


class RoleChange(models.Model):
    """Another role for an account. One that opens more than an administrator may give waits for a second person."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waits for a second person")
        MADE = "made", _("Made")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="role_changes")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], name="one_waiting_role_change", condition=models.Q(status="waiting")
            ),
        ]


class StaffRecord(Protected):
    """A record about organisations and accounts: alerts and clocks hang on it; administrators see it."""

    compartment = "summary"
    organisation: Any

    class Meta:
        abstract = True

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        """`administrators` of the organisation and the unit; `directors` of the unit."""
        if name == "administrators":
            return administrators.of(self.organisation)
        return administrators.directors() if name == "directors" else []


class Proposal(StaffRecord):
    """An organisation that should work here: proposed by one person, approved by another."""

    record_kind = "proposal"

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # The unit that takes the organisation in; `made` is the organisation, once approved.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made = models.OneToOneField(Organisation, null=True, on_delete=models.PROTECT, related_name="proposal")
    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    reason = models.TextField()
    contact_name = EncryptedText()
    contact_email = models.EmailField()
    contact_phone = EncryptedText(blank=True)
    contact_role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    contact_language = models.CharField(max_length=8, default="en")
    terms = models.TextField()
    status = models.CharField(max_length=12, choices=Status, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="approved") | ~models.Q(decided_by=models.F("proposed_by")),
                name="approved_by_another",
            ),
            models.UniqueConstraint(fields=["code"], name="one_open_proposal", condition=models.Q(status="proposed")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("staff:proposal", args=[self.pk])


class Review(StaffRecord):
    """Every so many days somebody says of each account of an organisation whether it is still needed."""

    record_kind = "review"

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("review", "Open")
        DONE = "done", pgettext_lazy("review", "Done")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reviews")
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    lock_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="one_open_review", condition=models.Q(status="open"))
        ]

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def total(self) -> int:
        return len(self.lines.all())

    @property
    def decided(self) -> int:
        return sum(1 for line in self.lines.all() if line.decision)

    def get_absolute_url(self) -> str:
        return reverse("staff:review", args=[self.pk])


class ReviewLine(models.Model):
    """One account in a review, as it stood when it was decided on. Kept."""

    class Decision(models.TextChoices):
        NEEDED = "needed", _("Still needed")
        ENDED = "ended", _("Ended")
        LEFT = "left", _("Ended before anybody decided")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="lines")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # What whoever decided was shown: role, unit, last sign-in, what they hold, training.
    shown = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "user"], name="once_in_a_review"),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("user")),
                name="nobody_reviews_themselves",
            ),
        ]


class Delegation(StaffRecord):
    """While somebody is away, another acts with what was given to them by name."""

    record_kind = "delegation"

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        ENDED = "ended", pgettext_lazy("delegation", "Ended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    delegator = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="delegations_held")
    reason = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # What the delegate's role must never be given, by kind of record: {"case": ["care", "health"]}.
    withheld = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status, default=Status.PLANNED)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(delegate=models.F("delegator")), name="nobody_stands_in_for_themselves"
            ),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["delegator"], name="one_delegate_at_a_time", condition=~models.Q(status="ended")
            ),
        ]

    def __str__(self) -> str:
        return _("%(delegate)s for %(delegator)s") % {"delegate": self.delegate, "delegator": self.delegator}

    def get_absolute_url(self) -> str:
        return reverse("staff:profile")

    def related_users(self, name: str) -> list[User]:
        """Besides administrators: whoever stands in, and whom they stand in for."""
        return {"delegate": [self.delegate], "delegator": [self.delegator]}.get(name) or super().related_users(name)


class Training(models.Model):
    """A training that somebody confirmed; the pack says which there are and for how many months each counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="trainings")
    kind = models.CharField(max_length=40)
    completed_on = models.DateField()
    # None: counts for ever.
    valid_until = models.DateField(null=True)
    confirmed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-completed_on", "-confirmed_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("user")), name="nobody_confirms_their_own_training"
            )
        ]

    def counts_on(self, day: date) -> bool:
        return self.completed_on <= day and (self.valid_until is None or self.valid_until >= day)


class ConductAcceptance(models.Model):
    """Somebody accepted a version of the code of conduct, in a language."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="conduct_acceptances")
    version = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    # SHA-256 of the text they saw.
    text_digest = models.CharField(max_length=64)
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-accepted_at"]
        constraints = [models.UniqueConstraint(fields=["user", "version"], name="once_a_version")]
