"""What the acts of the consent ledger ask for."""

from collections.abc import Iterable
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.db.models import Case as DatabaseCase
from django.db.models import Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.access.consent import Ledger
from samaan.access.models import ConsentEntry
from samaan.accounts.models import Organisation
from samaan.cases.compartments import ALL
from samaan.cases.consent import (
    BEST_INTERESTS,
    GUARDIAN,
    LASTS,
    PERSON,
    Assent,
    Explained,
    Form,
    NoGuardian,
    Terms,
    Who,
)
from samaan.cases.consent_shown import choice_of
from samaan.cases.forms import CaseForm, DayInput
from samaan.cases.workflow.consent import Withdrawal
from samaan.common.formfields import choice_field, narrow
from samaan.countrypack.forms import CodeField, CodesField
from samaan.directory.models import Service
from samaan.vault import files

SHORT = {"rows": 3}
BOXES = forms.CheckboxSelectMultiple


def text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=forms.Textarea(SHORT), help_text=help_text
    )


class OrganisationsField(forms.ModelMultipleChoiceField):
    """Organisations by name, as tick boxes."""

    widget = BOXES

    def __init__(self, **kwargs: Any):
        super().__init__(Organisation.objects.none(), **kwargs)


class AnswerForm(CaseForm):
    """What was asked of the survivor and what they answered; what must be said of it, samaan.cases.consent checks."""

    ALWAYS: tuple[str, ...] = ("explained", "language", "form", "given_on")

    nonce = forms.UUIDField(widget=forms.HiddenInput, required=False)
    basis = forms.ChoiceField(label=_("Who answers?"), choices=Who.choices, widget=forms.RadioSelect)
    guardian = forms.CharField(label=_("The guardian’s name"), required=False, max_length=200)
    relation = CodeField("relationships", label=_("What the guardian is to the person"), required=False)
    no_guardian = forms.ChoiceField(
        label=_("Why no guardian decides"), required=False, choices=[("", _("Choose")), *NoGuardian.choices]
    )
    determined_by = forms.CharField(
        label=_("Who determined what is best for the child"),
        required=False,
        max_length=200,
        help_text=_("Name and office, such as the Children’s Authority."),
    )
    reasons = text(_("Why it is best for the child"))
    assent = forms.ChoiceField(
        label=_("What the child says"), required=False, choices=[("", _("Choose")), *Assent.choices]
    )
    compartments = forms.MultipleChoiceField(label=_("What may be shared?"), required=False, widget=BOXES)
    words = text(_("In the person’s own words"), _("What they said may be known, as they said it."))
    limits = text(_("What must not be shared or done"))
    organisations = OrganisationsField(label=_("With which organisations?"), required=False)
    kinds = CodesField("organisation_kinds", label=_("With every organisation of a kind?"), required=False)
    purposes = CodesField("need_groups", label=_("What for?"), required=False)
    ends_on = forms.DateField(
        label=_("Until when?"), required=False, widget=DayInput, help_text=_("The last day. Sharing ends by itself.")
    )
    explained = forms.MultipleChoiceField(
        label=_("How was it explained?"), required=False, choices=Explained.choices, widget=BOXES
    )
    language = CodeField("languages", label=_("Language in which it was explained"), required=False)
    form = forms.ChoiceField(
        label=_("How was the answer given?"), required=False, choices=Form.choices, widget=forms.RadioSelect
    )
    given_on = forms.DateField(label=_("On which day?"), required=False, widget=DayInput)
    taken_by = forms.CharField(
        label=_("Who took the answer?"), required=False, max_length=200, help_text=_("Left empty when it was you.")
    )
    scan = forms.FileField(
        label=_("The signed paper"), required=False, help_text=_("A photo or a PDF, kept among the documents.")
    )

    def prepare(self) -> None:
        choice_field(self.fields, "compartments").choices = [(code, choice_of(code)) for code in ALL]
        choice_field(self.fields, "organisations").queryset = self.receivers()
        offered = (GUARDIAN, BEST_INTERESTS) if self.case.is_child else (PERSON, GUARDIAN)
        narrow(self.fields, "basis", lambda code: code in offered)
        for name in self.ALWAYS:
            self.fields[name].required = True
        today = timezone.localdate()
        first = {"basis": offered[0], "nonce": uuid4(), "given_on": today, "ends_on": today + LASTS}
        for name, value in first.items():
            self.initial.setdefault(name, value)

    def receivers(self) -> QuerySet[Organisation]:
        """Those that offer services, and those named already; the ones named first."""
        named = [int(pk) for pk in self.initial.get("organisations", ())]
        offering = Service.objects.filter(is_active=True).values("organisation")
        found = Organisation.objects.filter(Q(pk__in=offering) | Q(pk__in=named), is_active=True)
        named_first = [DatabaseCase(When(pk__in=named, then=0), default=1)] if named else []
        return found.order_by(*named_first, "name")

    def clean_scan(self) -> Any:
        upload = self.cleaned_data["scan"]
        if upload:
            files.check(upload)
        return upload or None

    def terms(self) -> Terms:
        """Only after `is_valid()`."""
        names = Terms.__dataclass_fields__.keys() & self.cleaned_data.keys()
        return Terms(**{name: self.cleaned_data[name] for name in names})


class RecordForm(AnswerForm):
    """Somebody agrees."""

    ALWAYS = (*AnswerForm.ALWAYS, "compartments", "purposes", "ends_on")


class RefuseForm(AnswerForm):
    """Somebody says no; what is left empty is refused altogether."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["compartments"].label = _("What may not be shared?")
        self.fields["compartments"].help_text = _("Nothing ticked means nothing at all may be shared.")
        self.fields["organisations"].label = _("Not with which organisations?")
        self.fields["organisations"].help_text = _("Nothing ticked means nobody.")
        self.fields["kinds"].label = _("Not with any organisation of a kind?")
        self.fields["purposes"].help_text = _("Nothing ticked means for no purpose.")
        for name in ("ends_on", "limits"):
            del self.fields[name]


class WithdrawForm(CaseForm):
    """What is taken back, by whom, when."""

    basis = forms.ChoiceField(label=_("Who withdraws it?"), choices=Who.choices, widget=forms.RadioSelect)
    what = forms.ChoiceField(
        label=_("What is withdrawn?"),
        choices=[("all", _("All of it")), ("part", _("A part of it"))],
        widget=forms.RadioSelect,
        initial="all",
    )
    compartments = forms.MultipleChoiceField(label=_("May no longer be shared"), required=False, widget=BOXES)
    organisations = OrganisationsField(label=_("May no longer see anything"), required=False)
    kinds = CodesField("organisation_kinds", label=_("May no longer see anything: every"), required=False)
    form = forms.ChoiceField(label=_("How was it withdrawn?"), choices=Form.choices, widget=forms.RadioSelect)
    given_on = forms.DateField(label=_("On which day?"), widget=DayInput)
    words = text(_("In the person’s own words"))

    def about(self, entry: ConsentEntry, ledger: Ledger, receivers: Iterable[int]) -> Self:
        """Only what is left of the entry, and who was shared with on it (`receivers`), can be taken out."""
        parts, left = ledger.left(entry)
        pack = countrypack.pack()
        choice_field(self.fields, "compartments").choices = [(code, pack.label("compartments", code)) for code in parts]
        named = {*receivers, *(found for found in left if isinstance(found, int))}
        choice_field(self.fields, "organisations").queryset = Organisation.objects.filter(pk__in=named)
        narrow(self.fields, "kinds", lambda code: code in left)
        if not choice_field(self.fields, "kinds").choices:
            del self.fields["kinds"]
        self.initial.setdefault("basis", entry.basis)
        return self

    def prepare(self) -> None:
        self.initial.setdefault("form", Form.SPOKEN)
        self.initial.setdefault("given_on", timezone.localdate())

    def clean(self) -> dict:
        asked = super().clean() or {}
        named = any(asked.get(name) for name in ("compartments", "organisations", "kinds"))
        if asked.get("what") == "part" and not named:
            self.add_error("what", _("Tick what is withdrawn."))
        return asked

    def withdrawal(self) -> Withdrawal:
        """Only after `is_valid()`."""
        asked = self.cleaned_data
        part = asked["what"] == "part"
        return Withdrawal(
            basis=asked["basis"],
            compartments=asked["compartments"] if part else (),
            organisations=list(asked["organisations"]) if part else (),
            kinds=asked.get("kinds", ()) if part else (),
            given_on=asked["given_on"],
            form=asked["form"],
            words=asked["words"],
        )


class CopyForm(CaseForm):
    """In which language the survivor reads, and whether the paper could put them in danger."""

    language = forms.ChoiceField(label=_("Language of the survivor"), widget=forms.RadioSelect)
    plain = forms.TypedChoiceField(
        label=_("Could somebody see this paper who must not?"),
        coerce=lambda answer: answer == "plain",
        initial="plain",
        widget=forms.RadioSelect,
        choices=[
            ("plain", _("Yes: a plain copy, without names, numbers or signs")),
            ("full", _("No: with the name of the unit, the receivers and the reference")),
        ],
    )

    def prepare(self) -> None:
        choice_field(self.fields, "language").choices = [("en", "English"), ("es", "Español")]
