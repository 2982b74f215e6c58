"""Figures as they were released: none below the threshold is kept, and none changes once it is out."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from samaan.insights.withholding import ALL, THRESHOLD


class Release(models.Model):
    """The figures of one half-year. What became of its reports afterwards changes nothing in them."""

    starts_on = models.DateField(primary_key=True)
    released_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["starts_on"]


class Figure(models.Model):
    """How many reports of a half-year: in one region or all, of one value of one split or of all.

    A figure that may not be shown has no row, whether it is small or is kept back to hide a small one.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="figures")
    region = models.CharField(max_length=12, default=ALL)
    split = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=40, default=ALL)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "split", "value", "region"], name="one_figure_each"),
            models.CheckConstraint(condition=Q(count__gte=THRESHOLD), name="no_small_figure"),
        ]
