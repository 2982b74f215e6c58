"""A field for a document: chosen as ever, and sent in pieces where the page's script runs."""

from typing import Any

from django import forms

from samaan.accounts.models import User
from samaan.vault import uploads
from samaan.vault.filetypes import TYPES

ACCEPTED = ",".join(sorted({ending for _kind, endings in TYPES.values() for ending in endings}))


class DocumentInput(forms.FileInput):
    template_name = "vault/document_input.html"
    # Whose uploads may be used; without somebody only the plain way is open.
    user: User | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        number = data.get(f"{name}-upload")
        if number and self.user:
            return uploads.arrived(number, by=self.user)
        return super().value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict:
        context = super().get_context(name, value, attrs)
        context["widget"]["in_pieces"] = self.user is not None
        return context


class DocumentField(forms.FileField):
    """A document; `of` says who sends it, so that a large one may come in pieces."""

    widget = DocumentInput

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return super().widget_attrs(widget) | {"accept": ACCEPTED}

    def of(self, user: User) -> None:
        self.widget.user = user
