"""Form fields that reports need: yes, no or unknown; a point; several files."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan.vault import files as vault
from samaan.vault.forms import ACCEPTED

DEGREES = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not known: True, False or None."""

    widget = forms.RadioSelect
    ANSWERS = {"yes": True, "no": False}

    def __init__(self, **kwargs: Any):
        choices = [
            ("yes", gettext_lazy("Yes")),
            ("no", gettext_lazy("No")),
            ("unknown", gettext_lazy("I do not know")),
        ]
        super().__init__(choices=choices, coerce=self.ANSWERS.get, empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """What a record holds, as the choice it came from."""
        return {True: "yes", False: "no"}.get(value, value) if not isinstance(value, str) else value

    def valid_value(self, value: Any) -> bool:
        return value in ("yes", "no", "unknown")


class PointField(forms.CharField):
    """A place as `10.642, -61.399`: latitude and longitude, as any map on a telephone shows them."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        found = DEGREES.fullmatch(text)
        if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
            raise ValidationError(_("Write the point as two numbers with a comma, such as 10.642, -61.399."), "point")
        return {"latitude": float(found[1]), "longitude": float(found[2])}


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to five documents, each checked by its content."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = [upload for upload in (data if isinstance(data, list) else [data]) if upload]
        if len(uploads) > settings.ATTACHMENTS_MOST:
            raise ValidationError(
                _("Please choose at most %(most)d files.") % {"most": settings.ATTACHMENTS_MOST}, "too_many"
            )
        refused: list[ValidationError] = []
        for upload in uploads:
            try:
                vault.check(upload)
            except ValidationError as error:
                refused.append(error)
        if refused:
            raise ValidationError(refused)
        return uploads

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return super().widget_attrs(widget) | {"accept": ACCEPTED}
