"""A referral: what a provider is asked for, the slice of the case it needs, and what came of it."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan.access.models import ConsentEntry, Protected
from samaan.accounts.models import Organisation, User
from samaan.referrals.guest import Actor, name_of
from samaan.vault.fields import EncryptedJSON, EncryptedText
from samaan.watching import watchers


class Status(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    SENT = "sent", _("Sent")
    VIEWED = "viewed", _("Seen by the provider")
    INFORMATION_ASKED = "information_asked", _("Information requested")
    WAITING_LIST = "waiting_list", _("On the waiting list")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    IN_PROGRESS = "in_progress", _("Under way")
    DELIVERED = "delivered", _("Delivered")
    NOT_DELIVERED = "not_delivered", _("Not delivered")
    SENT_BACK = "sent_back", _("Sent back: something is still needed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Given up: no answer in time")
    CLOSED = "closed", pgettext_lazy("referral", "Closed")


# The answer is the provider's to give; while it asks for information, the sender's.
WAITING = (Status.SENT, Status.VIEWED)
UNANSWERED = (*WAITING, Status.INFORMATION_ASKED)
OPEN = (*UNANSWERED, Status.WAITING_LIST, Status.ACCEPTED, Status.IN_PROGRESS)


class Referral(Protected):
    """A request to one provider for one service. `organisation` is the sending one, the owner of the record."""

    record_kind = "referral"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="referrals")
    need = models.CharField(max_length=40)
    service = models.ForeignKey("directory.Service", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Drafts of one sitting: one request put to several services.
    batch = models.UUIDField(default=uuid4)
    priority = models.CharField(max_length=20)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    # Why the slice may be shared (code list lawful_bases); empty when nothing personal is shared.
    consent_basis = models.CharField(max_length=40, blank=True)
    decline_reason = models.CharField(max_length=40, blank=True)
    # Whom the provider that declines thinks could help.
    suggested = models.ForeignKey("directory.Service", null=True, on_delete=models.PROTECT, related_name="+")
    not_delivered_reason = models.CharField(max_length=40, blank=True)
    withdraw_reason = models.CharField(max_length=40, blank=True)
    remark = EncryptedText(blank=True)
    # What was not as the referral map says (vocabulary.OUTSIDE), and why it was sent all the same.
    outside_map = ArrayField(models.CharField(max_length=10), default=list)
    outside_reason = models.CharField(max_length=40, blank=True)
    # The version of the country pack whose referral map it was sent under.
    map_version = models.ForeignKey("countrypack.PackVersion", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    viewed_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    # While information is asked for: by when the sender answers, and how much time the provider has left then.
    information_by = models.DateTimeField(null=True)
    time_left = models.DurationField(null=True)
    # On the waiting list: when the service may begin, the place in the line, by when the provider confirms both.
    expected_on = models.DateField(null=True)
    position = models.PositiveSmallIntegerField(null=True)
    confirm_by = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    last_message_at = models.DateTimeField(null=True)
    # The consent it rested on has ended: the provider sees nothing of it, however far it had come.
    sharing_ended_at = models.DateTimeField(null=True)

    # Sent although the provider had said that it is full: no place is held.
    without_place = models.BooleanField(default=False)

    # Who writes just now: whom a new message tells depends on it.
    speaking: Actor | None = None
    # Whom that message names.
    mentioned: tuple[int, ...] = ()

    class Meta:
        indexes = [
            models.Index(fields=["provider", "status", "-changed_at"], name="referrals_received"),
            models.Index(fields=["provider", "-changed_at"], name="referrals_received_by_change"),
            models.Index(fields=["-changed_at", "id"], name="referrals_by_change"),
            models.Index(fields=["case", "-created_at"], name="referrals_of_case"),
            models.Index(fields=["batch"], name="referrals_of_batch", condition=models.Q(status="draft")),
        ]

    def get_absolute_url(self) -> str:
        return reverse("referrals:detail", args=[self.pk])

    def get_status_display(self) -> str:  # type: ignore[no-redef]  # the plugin knows Django's own
        """Django's own maps all the choices anew each time."""
        return str(Status(self.status).label)

    @property
    def is_waiting(self) -> bool:
        """Sent, and the provider has not answered yet."""
        return self.status in WAITING

    @property
    def next_due(self) -> datetime | None:
        """By when somebody has to do something: the provider answers or confirms, the sender says what was asked."""
        if self.is_waiting:
            return self.answer_by
        return {Status.INFORMATION_ASKED: self.information_by, Status.WAITING_LIST: self.confirm_by}.get(
            Status(self.status)
        )

    @property
    def is_late(self) -> bool:
        """The time to answer has run out without an answer."""
        return self.is_waiting and self.answer_by is not None and self.answer_by < timezone.now()

    def alert_facts(self) -> dict:
        return {"priority": self.priority}

    def related_users(self, name: str) -> list[User]:
        """The people an alert rule calls sender, case_manager, provider, other_side and the supervisors of both."""
        if name == "sender":
            return [self.sender]
        if name == "case_manager":
            manager = self.case_manager_id()
            return list(User.objects.filter(pk=manager)) if manager else []
        if name == "provider":
            return list(self.focal_points())
        if name == "other_side":
            return self.other_side()
        if name == "mentioned":
            return list(User.objects.filter(pk__in=self.mentioned))
        if name == "provider_supervisors":
            return list(self.who_looks_after_the_provider())
        if name == "sender_supervisors":
            return watchers.of(self.sender)
        return []

    def focal_points(self) -> models.QuerySet[User]:
        """Who answers for the provider."""
        return User.objects.filter(
            organisation_id=self.provider_id, role__permissions__contains=["referral.respond"], is_active=True
        ).exclude(pk=self.sender_id)

    def who_looks_after_the_provider(self) -> models.QuerySet[User]:
        """The provider's own administrators; they learn that somebody waits, and see nothing of the referral."""
        permissions = ["administer.organisation"]
        return User.objects.filter(
            organisation_id=self.provider_id, role__permissions__contains=permissions, is_active=True
        )

    def other_side(self) -> list[User]:
        """Whom a message of `speaking` is for."""
        writer = self.speaking
        if writer and writer.organisation_id == self.provider_id and writer.pk != self.sender_id:
            return [self.sender, *self.related_users("case_manager")]
        return list(self.focal_points())

    def case_manager_id(self) -> int | None:
        """Who manages the case now. The provider may know that, though the case itself is closed to it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT sec.case_manager_of_referral(%s)", [self.pk])
            return cursor.fetchone()[0]


class Part(Protected):
    """A row of a referral."""

    record_field = "referral_id"

    class Meta:
        abstract = True


class ReferralSlice(Part):
    """Exactly what is shared, as it stood when it was sent: `[{"code": "age_band", "value": "18_20"}, …]`."""

    compartment = "slice"

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, primary_key=True, related_name="slice")
    shared = EncryptedJSON(default=list)
    # Documents of the case chosen for a draft; sending copies them into the referral.
    documents = ArrayField(models.UUIDField(), default=list)


class Consent(Part):
    """The entry of the case's ledger that allows sharing, or why the law does. Kept with the sending side."""

    compartment = "consent"

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, primary_key=True, related_name="consent")
    entry = models.ForeignKey(ConsentEntry, null=True, on_delete=models.PROTECT, related_name="+")
    details = EncryptedJSON(default=dict)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class OutsideNote(Part):
    """Why it goes outside the referral map, in words that may name a person. Kept with the sending side."""

    compartment = "consent"

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, primary_key=True, related_name="outside_note")
    note = EncryptedText()


class OutsideMap(Protected):
    """A referral that went outside the referral map, as whoever keeps the map is told: nothing of a person."""

    record_kind = "outside_map"

    class Status(models.TextChoices):
        REPORTED = "reported", _("Reported")
        NOTED = "noted", pgettext_lazy("outside map", "Seen")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # The unit that keeps the map.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    need = models.CharField(max_length=40)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outside = ArrayField(models.CharField(max_length=10))
    reason = models.CharField(max_length=40)
    map_version = models.ForeignKey("countrypack.PackVersion", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.REPORTED)
    sent_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["-sent_at"], name="outside_map_by_day")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return f"{reverse('referrals:outside')}#{self.reference}"

    def alert_facts(self) -> dict:
        return {}

    def related_users(self, name: str) -> list[User]:
        """`stewards`: whoever keeps the referral map; `sender`."""
        if name == "sender":
            return [self.sender]
        keeping = ["directory.steward"]
        found = User.objects.filter(is_active=True, organisation_id=self.organisation_id)
        return list(found.filter(role__permissions__contains=keeping)) if name == "stewards" else []


class Message(Part):
    """One message of the chat. `client_id` is chosen by the writer's device: sent twice, it counts once."""

    compartment = "chat"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="messages")
    # None: a guest of the provider, who has no account; `guest` is the link they came by.
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    guest = models.UUIDField(null=True)
    client_id = models.UUIDField()
    text = EncryptedText(blank=True)
    # A standard answer instead of text: each side reads it in its own language.
    phrase = EncryptedText(blank=True)
    attachment = models.ForeignKey("vault.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    # Colleagues of either side who are told of it in particular.
    mentions = ArrayField(models.BigIntegerField(), default=list)
    sent_at = models.DateTimeField(default=timezone.now)
    # Taken back by its writer: what it said is destroyed, and that there was something stays.
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at"]
        indexes = [models.Index(fields=["referral", "-sent_at"], name="messages_of_referral")]
        constraints = [
            models.UniqueConstraint(fields=["sender", "client_id"], name="one_message_each"),
            models.UniqueConstraint(
                fields=["referral", "client_id"], name="one_message_of_guest", condition=models.Q(sender=None)
            ),
        ]

    @property
    def writer(self) -> str:
        return self.sender.full_name if self.sender else name_of(self.referral.provider)


class Reading(Part):
    """How far a person has read the chat of a referral."""

    compartment = "chat"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="readings")
    # None: the guest of the provider.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "user"], name="one_reading_each", nulls_distinct=False)
        ]

    @property
    def reader(self) -> str:
        return self.user.full_name if self.user else name_of(self.referral.provider)


class Delivery(Part):
    """What was really given."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="deliveries")
    note = EncryptedText()
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    # None: a guest of the provider.
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at"]

    @property
    def who(self) -> str:
        return self.recorded_by.full_name if self.recorded_by else name_of(self.referral.provider)


class SentBack(Part):
    """The provider's part is done, and the person needs something more: what was done, what is still needed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="sendings_back")
    done = EncryptedText()
    needed = EncryptedText()
    # A code of the list `needs`: what the next provider is asked for.
    need = models.CharField(max_length=40)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at"]


class Appointment(Part):
    """When the person is seen. One is planned at a time; it is changed, cancelled, or says whether they came."""

    compartment = "slice"

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("appointment", "Agreed")
        ATTENDED = "attended", pgettext_lazy("appointment", "The person came")
        MISSED = "missed", pgettext_lazy("appointment", "The person did not come")
        CANCELLED = "cancelled", pgettext_lazy("appointment", "Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="appointments")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    note = EncryptedText(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    # How often it was changed: a calendar takes the later one.
    changes = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], name="one_planned_appointment", condition=models.Q(status="planned")
            )
        ]

    @property
    def is_planned(self) -> bool:
        return self.status == self.Status.PLANNED

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()


class Feedback(Part):
    """How the provider found the referral: 1 (very hard to work with) to 5, and whether the need was met."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="feedback")
    rating = models.PositiveSmallIntegerField()
    need_met = models.CharField(max_length=20)
    comment = EncryptedText(blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    # None: a guest of the provider.
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["given_at"]

    @property
    def who(self) -> str:
        return self.given_by.full_name if self.given_by else name_of(self.referral.provider)


class SurveyAnswer(Part):
    """How the person found the service: each question's answer from 1 to 5. No name, no words, no hour.

    A part of the referral that its provider never sees; providers learn the mean of several (figures.py).
    """

    compartment = "survey"

    class Way(models.TextChoices):
        LINK = "link", _("By the person, with a link")
        PAPER = "paper", _("On paper, typed in")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="survey")
    answers = models.JSONField(default=dict)
    way = models.CharField(max_length=10, choices=Way)
    language = models.CharField(max_length=8)
    given_on = models.DateField(default=timezone.localdate)
