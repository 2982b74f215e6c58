"""Organisations, their units, roles, the people who sign in, and the tokens of programs."""

import hashlib
import secrets
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

TOUCH = timedelta(minutes=1)


class Organisation(models.Model):
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Unit(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Role(models.Model):
    """What a seat may do, as the country pack words it.

    `oversight` says which records of its own organisation the seat sees without being asked for:
    `{"report": ["summary", "persons"]}`. `needs_factor`: a password alone opens nothing for it. `sealed` says which
    sealed fields it reveals and approves; the database asks it before it gives a key.
    """

    code = models.CharField(max_length=40, primary_key=True)
    labels = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict)
    permissions = ArrayField(models.CharField(max_length=60), default=list)
    oversight = models.JSONField(default=dict)
    needs_factor = models.BooleanField(default=True)
    sealed = models.JSONField(default=dict)

    def __str__(self):
        return self.labels.get(get_language() or "en") or self.labels.get("en", self.code)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A colleague who signs in. Colleagues are not survivors: their names stand in clear."""

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("name"), max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="users")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="users")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="users")
    language = models.CharField(_("language"), max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Locked: nobody confirmed in time that the account is still needed. Ended: the colleague has left.
    locked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Until when the password that somebody else chose opens the account; nothing once its owner chose one.
    first_password_until = models.DateTimeField(null=True)
    # The version of the code of conduct they accepted last; when and which before, samaan.staff keeps.
    conduct_version = models.CharField(max_length=40, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        ordering = ["full_name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_email"),
            models.CheckConstraint(
                condition=models.Q(is_active=False) | models.Q(locked_at=None, ended_at=None),
                name="locked_or_ended_is_not_active",
            ),
        ]

    def __str__(self):
        return self.full_name

    def set_password(self, raw_password: str | None) -> None:
        """Their own, which lasts."""
        super().set_password(raw_password)
        self.first_password_until = None

    def set_first_password(self, password: str) -> None:
        """One that others saw: it opens the account for a while, and only as far as the choice of another."""
        self.set_password(password)
        self.first_password_until = timezone.now() + settings.FIRST_PASSWORD_LASTS

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name.split(" ")[0]

    @property
    def status(self) -> str:
        """`active`, `locked` or `ended`."""
        if self.ended_at:
            return "ended"
        return "active" if self.is_active else "locked"

    def can(self, permission: str) -> bool:
        """Whether this person's role includes `permission`, whatever the record."""
        return self.is_active and permission in self.role.permissions


class ApiToken(models.Model):
    """A bearer token that acts with its user's rights. Only its SHA-256 is kept.

    A program cannot prove anew that it is its user, so it opens no sealed field unless it was issued for that.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60, blank=True)
    may_reveal = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    @classmethod
    def issue(cls, user: User, *, lasting, name: str = "", may_reveal: bool = False) -> str:
        """A new token for `user`, shown once; `lasting` is a timedelta, `name` says what for."""
        token = secrets.token_urlsafe(32)
        facts = {"expires_at": timezone.now() + lasting, "name": name, "may_reveal": may_reveal}
        cls.objects.create(user=user, digest=cls.digest_of(token), **facts)
        return token

    def touch(self) -> None:
        """A program that asks all day writes down once a minute that it did."""
        now = timezone.now()
        if self.used_at is None or now - self.used_at > TOUCH:
            ApiToken.objects.filter(pk=self.pk).update(used_at=now)

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
