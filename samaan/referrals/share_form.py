"""The form that chooses, field by field, what each provider will see."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.cases.models import Document
from samaan.countrypack.forms import CodeField
from samaan.referrals import slice as slices
from samaan.referrals.models import Referral
from samaan.referrals.slice import Offer
from samaan.referrals.workflow import Share

# Said once for each draft by what was asked for, and never left out.
ALWAYS = "need"
# What takes more than a line to say.
LONG = {"reason", "special_note", "health_summary", "legal_matters"}


class Line(NamedTuple):
    """A field as the page shows it: what it is called, its value or the input for one, and the boxes."""

    label: str
    words: str
    value: forms.BoundField | None
    share: forms.BoundField


class ShareForm(forms.Form):
    """One box for each field and draft; an input where the case does not know the value."""

    def __init__(
        self, *args: Any, drafts: list[Referral], offers: Iterable[Offer], documents: list[Document], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.drafts = drafts
        self.offers = [offer for offer in offers if offer.code != ALWAYS]
        self.documents = documents
        typed = typed_in(drafts)
        for offer in self.offers:
            if not offer.is_known:
                self.fields[f"value_{offer.code}"] = value_field(offer, typed.get(offer.code) or offer.earlier)
            self.fields[f"share_{offer.code}"] = self.boxes(ticked(drafts, offer))
        for document in documents:
            chosen = [str(draft.pk) for draft in drafts if document.pk in draft.slice.documents]
            self.fields[f"document_{document.pk}"] = self.boxes(chosen)

    def boxes(self, initial: list[str]) -> forms.MultipleChoiceField:
        one = len(self.drafts) == 1
        choices = [(str(draft.pk), _("Share") if one else draft.service.name) for draft in self.drafts]
        return forms.MultipleChoiceField(
            choices=choices, initial=initial, required=False, widget=forms.CheckboxSelectMultiple
        )

    def needed_lines(self) -> list[Line]:
        """What some provider needs to know by the referral map, or what is already shared."""
        return [self.line(offer) for offer in self.offers if self.is_needed(offer)]

    def further_lines(self) -> list[Line]:
        """What may be shared besides."""
        return [self.line(offer) for offer in self.offers if not self.is_needed(offer)]

    def is_needed(self, offer: Offer) -> bool:
        required = any(offer.code in slices.minimum(draft.need) for draft in self.drafts)
        return required or bool(self[f"share_{offer.code}"].value())

    def line(self, offer: Offer) -> Line:
        value = None if offer.is_known else self[f"value_{offer.code}"]
        return Line(offer.label, offer.words, value, self[f"share_{offer.code}"])

    def document_lines(self) -> list[Line]:
        pack = countrypack.pack()
        return [
            Line(document.file.name, pack.label("document_kinds", document.kind), None, self[f"document_{document.pk}"])
            for document in self.documents
        ]

    def share_for(self, draft: Referral) -> Share:
        """What was chosen for one draft. Only after `is_valid()`."""
        asked, key = self.cleaned_data, str(draft.pk)
        return Share(
            codes=[ALWAYS, *(offer.code for offer in self.offers if key in asked[f"share_{offer.code}"])],
            typed={o.code: asked[f"value_{o.code}"] for o in self.offers if not o.is_known},
            documents=[document.pk for document in self.documents if key in asked[f"document_{document.pk}"]],
        )


def value_field(offer: Offer, initial: str) -> forms.Field:
    if offer.code in slices.LISTS:
        return CodeField(slices.LISTS[offer.code], label=offer.label, required=False, initial=initial)
    if offer.code in slices.QUESTIONS:
        choices = [("", _("Choose")), *slices.YES_NO.items()]
        return forms.ChoiceField(label=offer.label, required=False, choices=choices, initial=initial)
    words = forms.Textarea({"rows": 3}) if offer.code in LONG else forms.TextInput()
    if offer.code == slices.SEALED:
        words.attrs |= {"autocomplete": "off", "placeholder": _("Sealed; left empty, what was written stays")}
    return forms.CharField(label=offer.label, required=False, max_length=2000, widget=words, initial=initial)


def typed_in(drafts: list[Referral]) -> dict[str, str]:
    """What was typed into these drafts before."""
    lines = [line for draft in drafts for line in draft.slice.shared]
    return {line["code"]: line["value"] for line in lines if isinstance(line["value"], str)}


def ticked(drafts: list[Referral], offer: Offer) -> list[str]:
    """The drafts that share this field; one still empty that a provider needs to know is ticked in advance."""
    found = []
    for draft in drafts:
        shared = {line["code"] for line in draft.slice.shared}
        needed = not offer.is_known and offer.code in slices.minimum(draft.need)
        if offer.code in shared or needed:
            found.append(str(draft.pk))
    return found
