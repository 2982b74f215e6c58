"""What was looked for and not found: counted, for nobody in particular."""

from django.db import models


class UnmetSearch(models.Model):
    """How often, within one hour, a search for such help for such a person found no service."""

    need = models.CharField(max_length=40)
    region = models.CharField(max_length=10, blank=True)
    # Codes of the lists `age_bands` and `sex`, of the first person; `persons` how many had to be placed together.
    age_band = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=40, blank=True)
    persons = models.PositiveSmallIntegerField(default=1)
    hour = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-hour"]
        constraints = [
            models.UniqueConstraint(
                fields=["hour", "need", "region", "age_band", "sex", "persons"], name="one_unmet_count"
            )
        ]
