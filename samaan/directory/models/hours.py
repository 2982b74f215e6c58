"""When services are open: by weekday, and on the days that differ."""

from django.db import models
from django.db.models import Q

from samaan.countrypack.words import in_language
from samaan.directory.models.places import ServiceAtLocation
from samaan.directory.models.services import Service


class Schedule(models.Model):
    """From when to when on a weekday, local time; closing at or before it opens is closing on the next day.

    With a `place` the hours are of that place only.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="schedules")
    place = models.ForeignKey(
        ServiceAtLocation, null=True, blank=True, on_delete=models.CASCADE, related_name="schedules"
    )
    # 1 is Monday, 7 is Sunday.
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="schedule_weekday"),
            models.UniqueConstraint(
                fields=["service", "place", "weekday", "opens", "valid_from"],
                name="schedule_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class HoursException(models.Model):
    """Days that differ: closed, or open at other hours (“closed 24 December”)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="exceptions")
    first_day = models.DateField()
    last_day = models.DateField()
    # Both or neither: without hours it is closed.
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    names = models.JSONField(default=dict)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=models.F("last_day")), name="exception_days"),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None) | Q(opens__isnull=False, closes__isnull=False),
                name="exception_hours_whole",
            ),
        ]

    def __str__(self):
        return in_language(self.names) or f"{self.first_day}"

    @property
    def is_closed(self) -> bool:
        return self.opens is None
