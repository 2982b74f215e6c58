"""What the acts on a case ask for."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.access.records import excluded_user_ids
from samaan.accounts.models import User
from samaan.cases.models import Case, Part, Risk
from samaan.cases.permissions import can_keep_out
from samaan.common.formfields import choice_field
from samaan.countrypack.forms import CodeField, CodesField
from samaan.people.forms import PersonForm
from samaan.vault.forms import DocumentField

LONG = {"rows": 5}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


class ColleagueField(forms.ModelChoiceField):
    """A colleague, with their organisation beside the name."""

    def __init__(self, **kwargs: Any):
        super().__init__(User.objects.none(), empty_label=_("Choose"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}, {obj.organisation}"


def colleagues(permission: str, case: Case | None = None) -> Any:
    """Who may be chosen: the role allows it, and no conflict of interest stands against it."""
    found = User.objects.filter(is_active=True, role__permissions__contains=[permission]).select_related("organisation")
    return found.exclude(pk__in=excluded_user_ids(case.pk)) if case else found


def compartment_choices(held: Iterable[str], *, leave_out: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The compartments somebody holds, in the pack's words and order."""
    return [
        (code, label)
        for code, label in countrypack.pack().choices("compartments")
        if code in set(held) and code not in leave_out
    ]


class CaseForm(forms.Form):
    """A form about one case, for one person who holds some of its compartments."""

    def __init__(self, *args: Any, case: Case, user: User, held: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.case, self.reader, self.held = case, user, set(held)
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and first values."""


class FactsForm(forms.Form):
    """What stands in clear on a case."""

    region = CodeField("regions", label=_("Region"), required=False)
    category = CodeField("beneficiary_categories", label=_("Category"))
    exploitation = CodesField("exploitation_types", label=_("Suspected exploitation"), required=False)


class OpenForm(FactsForm):
    case_manager = ColleagueField(
        label=_("Case manager"), required=False, help_text=_("Can also be chosen later. They are told at once.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choice_field(self.fields, "case_manager").queryset = colleagues("case.manage")


class AssignForm(CaseForm):
    to = ColleagueField(label=_("Case manager"))
    reason = CodeField("reassign_reasons", label=_("Why does the case change hands?"))

    def prepare(self) -> None:
        choice_field(self.fields, "to").queryset = colleagues("case.manage", self.case).exclude(
            pk=self.case.case_manager_id
        )
        if not self.case.case_manager_id:
            del self.fields["reason"]


class JoinForm(CaseForm):
    user = ColleagueField(label=_("Who"))
    part = forms.ChoiceField(label=_("What will they do?"), choices=Part, widget=forms.RadioSelect)

    def prepare(self) -> None:
        choice_field(self.fields, "user").queryset = colleagues("case.view", self.case).exclude(
            pk__in=[pk for pk in (self.case.case_manager_id, self.reader.pk) if pk]
        )


class RiskForm(CaseForm):
    level = forms.ChoiceField(
        label=_("How great is the risk?"),
        choices=[choice for choice in Risk.choices if choice[0] != Risk.UNKNOWN],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(LONG),
        max_length=4000,
        help_text=_("Everybody who sees the case reads this. Keep matters of health in a health note."),
    )
    next_review = forms.DateField(
        label=_("Look at it again on"),
        required=False,
        widget=DayInput,
        help_text=_("Left empty, the country’s interval for this level counts."),
    )

    def clean_next_review(self) -> Any:
        day = self.cleaned_data["next_review"]
        today = timezone.localdate()
        if day and not today <= day <= today + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return day


class NoteForm(CaseForm):
    nonce = forms.UUIDField(widget=forms.HiddenInput, required=False)
    compartment = forms.ChoiceField(label=_("Who may read it"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("Note"), widget=forms.Textarea(LONG), max_length=20000)

    def prepare(self) -> None:
        choices = compartment_choices(self.held, leave_out=["identity"])
        choice_field(self.fields, "compartment").choices = choices
        self.fields["compartment"].help_text = _("Only people who hold this part of the case see the note.")
        self.initial.setdefault("compartment", "care" if "care" in self.held else "summary")
        self.initial["nonce"] = uuid4()


class CorrectionForm(CaseForm):
    nonce = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Correction"),
        widget=forms.Textarea(LONG),
        max_length=20000,
        help_text=_("The note stays as it was written; your correction stands beside it."),
    )

    def prepare(self) -> None:
        self.initial["nonce"] = uuid4()


class TaskForm(CaseForm):
    nonce = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("What is to be done?"), max_length=300)
    due = forms.DateField(label=_("By when?"), widget=DayInput)
    owner = ColleagueField(label=_("Who does it?"))
    compartment = forms.ChoiceField(label=_("Who may see it"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        people = {user.pk for user in self.case.team()} | {self.reader.pk}
        choice_field(self.fields, "owner").queryset = User.objects.filter(pk__in=people).select_related("organisation")
        choice_field(self.fields, "compartment").choices = compartment_choices(self.held, leave_out=["identity"])
        self.initial.update(owner=self.reader.pk, nonce=uuid4())
        self.initial.setdefault("compartment", "care" if "care" in self.held else "summary")


class DocumentForm(CaseForm):
    file = DocumentField(
        label=_("File"),
        help_text=_(
            "A photo, a PDF, an Office document, a sound or video recording, or plain text. What a file says about its "
            "maker, place and time is taken out."
        ),
    )
    kind = CodeField("document_kinds", label=_("What is it?"))
    evidence = forms.BooleanField(
        label=_("It is evidence: keep the untouched original as well, sealed"),
        required=False,
        help_text=_("The original opens only with a reason and after proving again who you are."),
    )

    def prepare(self) -> None:
        """A kind of document has its place; only places this person holds are offered."""
        entries = countrypack.pack().codelist("document_kinds").offered()
        kinds = [(entry.code, entry.label) for entry in entries if entry.more["compartment"] in self.held]
        choice_field(self.fields, "kind").choices = [("", _("Choose")), *kinds]
        cast(DocumentField, self.fields["file"]).of(self.reader)

    @property
    def compartment(self) -> str:
        entry = countrypack.pack().entry("document_kinds", self.cleaned_data["kind"])
        return entry.more["compartment"] if entry else "summary"


class ConflictForm(CaseForm):
    """Oneself; for those who may keep others out, anybody who could come to see the case."""

    about = ColleagueField(label=_("Who must not see this case?"))
    reason = forms.CharField(
        label=_("What keeps them out?"),
        widget=forms.Textarea(LONG),
        max_length=2000,
        required=False,
        help_text=_("Of yourself nobody asks why. The person it is about does not see this."),
    )

    def prepare(self) -> None:
        colleagues = User.objects.filter(is_active=True).exclude(pk__in=excluded_user_ids(self.case.pk))
        if not can_keep_out(self.reader, self.case):
            colleagues = colleagues.filter(pk=self.reader.pk)
        choice_field(self.fields, "about").queryset = colleagues.select_related("organisation")
        self.initial["about"] = self.reader.pk


class LiftForm(CaseForm):
    reason = forms.CharField(label=_("Why may they see it again?"), widget=forms.Textarea(LONG), max_length=2000)


class CloseForm(CaseForm):
    reason = CodeField("case_close_reasons", label=_("Why is the case closed?"), widget=forms.RadioSelect)


class ReopenForm(CaseForm):
    reason = CodeField("case_reopen_reasons", label=_("Why is it opened again?"), widget=forms.RadioSelect)


class SurvivorForm(CaseForm, FactsForm, PersonForm):
    """Who the survivor is; the contact fields only for those who hold that part."""

    field_order = [*PersonForm.base_fields, *FactsForm.base_fields]

    def prepare(self) -> None:
        if "contact" not in self.held:
            for name in PersonForm.CONTACT:
                del self.fields[name]

    def changes_of_case(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.changed_data if name in FactsForm.base_fields}


class ListForm(forms.Form):
    """The filters above the work list."""

    q = forms.CharField(label=_("Reference or pseudonym"), required=False, max_length=40)
    whose = forms.ChoiceField(label=_("Whose"), required=False, choices=[("", _("All I may see")), ("mine", _("Mine"))])
    risk = forms.ChoiceField(label=_("Risk"), required=False, choices=[("", _("Any")), *Risk.choices])
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("open", _("Open")), ("closed", _("Closed")), ("all", _("Any"))]
    )
    late = forms.BooleanField(label=_("Review is late"), required=False)
