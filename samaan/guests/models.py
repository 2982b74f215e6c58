"""How somebody without an account is let into one referral: a link, a code, and what their browser then holds."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan.access.models import Protected
from samaan.accounts.models import Organisation, User
from samaan.referrals.guest import Guest
from samaan.referrals.models import Referral
from samaan.vault.fields import EncryptedText

TRIES = 5


class Link(Protected):
    """`token`, `device` and `session` are principals: hashes of secrets that only the guest's side holds.

    The link's token opens nothing but this row, so that the code can be asked for; entering ends it and gives the
    browser a secret of its own for coming back, and one of the session, which alone opens the referral.
    """

    record_field = "referral_id"
    record_kind = "referral"
    compartment = "*"

    class End(models.TextChoices):
        ENDED = "ended", _("Ended by the sender")
        RENEWED = "renewed", _("A new link was made")
        GUESSED = "guessed", _("Closed: too many wrong codes")
        LEFT = "left", _("The guest has left")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="guest_links")
    # The sending organisation, whose supervisors are told; and whose guest it is.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = EncryptedText()
    email = EncryptedText(blank=True)
    language = models.CharField(max_length=8, default="en")
    token = models.BigIntegerField(db_index=True)
    device = models.BigIntegerField(null=True, db_index=True)
    session = models.BigIntegerField(null=True)
    code = models.BigIntegerField()
    # Wrong codes in a row.
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=10, choices=End, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["referral"], name="one_guest_link", condition=models.Q(ended_at=None))
        ]

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and self.expires_at > timezone.now()

    @property
    def guest(self) -> Guest:
        return Guest(self.pk, self.provider, self.language)

    def alert_facts(self) -> dict:
        """The rules about referrals ask nothing of a link."""
        return {"priority": None}

    def related_users(self, name: str) -> list[User]:
        """The link's holder sees no referral, so the link itself says who sent it."""
        return [self.made_by] if name == "sender" else []


class SurveyLink(Protected):
    """Lets whoever was served say once how it was. `token` is a principal; it opens nothing but the empty survey."""

    record_field = "referral_id"
    record_kind = "referral"
    compartment = "*"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="survey_links")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    token = models.BigIntegerField(db_index=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and self.expires_at > timezone.now()

    def alert_facts(self) -> dict:
        return {"priority": None}

    def related_users(self, name: str) -> list[User]:
        """Whoever asked; the link's holder sees no more of the referral."""
        return [self.made_by] if name == "sender" else []
