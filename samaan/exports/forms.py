"""What the pages of exports ask."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan.accounts.models import User
from samaan.cases.models import Document
from samaan.common.formfields import choice_field
from samaan.countrypack import pack
from samaan.exports import queries
from samaan.exports.models import Envelope, Purpose, RecipientKey

UNKEPT = {"autocomplete": "off", "spellcheck": "false"}


class AskForm(forms.Form):
    """For whom, why, in which envelope. `registered_key` or `public_key` where it is a key."""

    purpose = forms.ChoiceField(label=_("What is it for?"), choices=Purpose)
    reason = forms.CharField(
        label=_("Why, in your own words"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Whoever approves or audits it reads it."),
    )
    recipient = forms.CharField(
        label=_("Who gets it?"),
        max_length=200,
        help_text=_("A person and their organisation. It stands on every page."),
        widget=forms.TextInput(UNKEPT),
    )
    envelope = forms.ChoiceField(label=_("How is it protected?"), choices=Envelope, widget=forms.RadioSelect)
    registered_key = forms.ModelChoiceField(
        RecipientKey.objects.none(), label=_("Registered key"), required=False, empty_label=_("None")
    )
    public_key = forms.CharField(
        label=_("Or another public key, for this export only"),
        required=False,
        max_length=100,
        widget=forms.TextInput(UNKEPT),
        help_text=_("It begins with age1. You compare its fingerprint with the recipient afterwards."),
    )

    def __init__(
        self, *args: Any, user: User, documents: Sequence[Document] = (), formats: Sequence[str] = (), **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        keys = queries.keys(user)
        field = choice_field(self.fields, "registered_key")
        field.queryset = RecipientKey.objects.filter(pk__in=[key.pk for key in keys])
        field.label_from_instance = lambda key: key.name
        if len(formats) > 1:
            offered = [(code, code.upper()) for code in formats]
            self.fields["format"] = forms.ChoiceField(label=_("Kind of file"), choices=offered)
        if documents:
            kinds = dict(pack().choices("document_kinds"))
            labels = [(str(one.pk), f"{kinds.get(one.kind, one.kind)}: {one.file.name}") for one in documents]
            self.fields["documents"] = forms.MultipleChoiceField(
                label=_("Documents that go with it"),
                choices=labels,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


class AnswerForm(forms.Form):
    """Why it is refused."""

    answer = forms.CharField(
        label=_("Why not?"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Whoever asked reads it."),
    )


class KeyForm(forms.Form):
    """A recipient's public key."""

    name = forms.CharField(label=_("Whose key is it?"), max_length=200, widget=forms.TextInput(UNKEPT))
    public_key = forms.CharField(
        label=_("Public key"),
        max_length=100,
        widget=forms.TextInput(UNKEPT),
        help_text=_("It begins with age1. The recipient makes it with the program age and keeps the secret part."),
    )
