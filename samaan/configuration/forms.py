"""What is asked of whoever changes the pack or decides on a change."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan.common.formfields import choice_field
from samaan.configuration.examining import files_at_work
from samaan.configuration.workflow.drafting import LARGEST, too_large

LONG = {"rows": 3}
ENDINGS = ".xlsx,.csv,.yaml,.md,.geojson,.zip"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("What changes, and why?"),
        widget=forms.Textarea(LONG),
        max_length=1000,
        help_text=_("The second person reads this first. No names of survivors."),
    )


class FileForm(forms.Form):
    """One file of the pack."""

    file = forms.FileField(
        label=_("The file"),
        max_length=200,
        widget=forms.ClearableFileInput({"accept": ENDINGS}),
        help_text=_("A form (.xlsx), a list (.csv), another file of the pack, or the whole pack (.zip), at most 5 MB."),
    )
    folder = forms.ChoiceField(
        label=_("If it is a new list, what is it for?"),
        required=False,
        choices=[
            ("", _("It is no new list")),
            ("codelists", _("A code list: words that records and statistics use")),
            ("forms", _("A list that one of the forms chooses from")),
        ],
    )

    def clean_file(self):
        """Refused before it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(too_large())
        return file


class BeginForm(FileForm, ReasonForm):
    """The first file and the reason on one page."""

    field_order = ("file", "folder", "reason")


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Why not?"), widget=forms.Textarea(LONG), max_length=2000)


class RemoveForm(forms.Form):
    """A form, a list beside it or a message that is to go."""

    path = forms.ChoiceField(
        label=_("Which file?"), help_text=_("What was filled in with a form stays. A list that records use cannot go.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        free = [path for path in files_at_work() if path.startswith(("forms/", "messages/"))]
        choice_field(self.fields, "path").choices = [("", _("Choose")), *((path, path) for path in free)]
