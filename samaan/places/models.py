"""Regions of the country, with their outlines for maps."""

from django.db import models
from django.utils.translation import get_language


class Region(models.Model):
    """A region by its ISO 3166-2 code. A point is never turned into a region: the outlines are too coarse."""

    code = models.CharField(max_length=10, primary_key=True)
    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=20)
    former_codes = models.JSONField(default=list)
    # The humanitarian p-code, where there is one.
    pcode = models.CharField(max_length=20, null=True, blank=True, unique=True)
    order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    # SVG path data in the map's own units (`projection.Frame`), and where its name may stand.
    outline = models.TextField(default="")
    label_x = models.FloatField(default=0)
    label_y = models.FloatField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.names.get((get_language() or "en").partition("-")[0]) or self.names.get("en", self.code)


class MapFrame(models.Model):
    """How the outlines were drawn: one row, so that a click can be turned back into degrees."""

    west = models.FloatField()
    north = models.FloatField()
    per_degree_x = models.FloatField()
    per_degree_y = models.FloatField()
    width = models.FloatField()
    height = models.FloatField()
