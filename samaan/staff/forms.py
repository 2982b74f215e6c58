"""What the acts on organisations and accounts ask for."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samaan import countrypack
from samaan.accounts.models import Organisation, Role, Unit, User
from samaan.common.formfields import choice_field
from samaan.countrypack.forms import CodeField
from samaan.staff import giving, kinds, queries

LONG = {"rows": 4}
LANGUAGES = [("en", "English"), ("es", "Español")]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


class RoleField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any):
        super().__init__(Role.objects.order_by("code"), empty_label=_("Choose"), **kwargs)


class ColleagueField(forms.ModelChoiceField):
    """A colleague, with their role beside the name."""

    def __init__(self, **kwargs: Any):
        super().__init__(User.objects.none(), empty_label=_("Choose"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}, {obj.role}"


class InviteForm(forms.Form):
    """By somebody who administers one organisation or several."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=_("Choose"))
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The link goes there, and nothing else is written.")
    )
    role = RoleField(
        label=_("Role"), help_text=_("Some roles open much: a second person then confirms the invitation.")
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("None"))
    language = forms.ChoiceField(label=_("Language of the e-mail and the pages"), choices=LANGUAGES)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = queries.administered_by(user)
        choice_field(self.fields, "organisation").queryset = offered
        choice_field(self.fields, "unit").queryset = Unit.objects.filter(organisation__in=offered)
        if len(offered) == 1:
            self.fields["organisation"].initial = offered[0].pk
            choice_field(self.fields, "role").queryset = Role.objects.filter(
                pk__in=[role.pk for role in giving.roles_to_give(offered[0])]
            )


class AcceptForm(forms.Form):
    """Whoever was invited says who they are."""

    full_name = forms.CharField(label=_("Your full name"), max_length=120)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords differ."))
        return cleaned


class ProposeForm(forms.Form):
    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))
    reason = forms.CharField(label=_("Why should it work here?"), widget=forms.Textarea(LONG), max_length=2000)
    terms = forms.CharField(
        label=_("Terms of reference"),
        widget=forms.Textarea(LONG),
        max_length=4000,
        help_text=_("What it does for survivors, under which agreement, and who signed it when."),
    )
    contact_name = forms.CharField(label=_("Who answers for it"), max_length=120)
    contact_email = forms.EmailField(
        label=_("Their e-mail address"), help_text=_("They are invited once the organisation is approved.")
    )
    contact_phone = forms.CharField(label=_("Their telephone"), max_length=40, required=False)
    contact_role = RoleField(label=_("Their role"))
    contact_language = forms.ChoiceField(label=_("Their language"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = kinds.that_may_be_proposed()
        labels = countrypack.pack().choices("organisation_kinds")
        choice_field(self.fields, "kind").choices = [("", _("Choose")), *(row for row in labels if row[0] in offered)]
        roles = countrypack.pack().roles.values()
        codes = [role.code for role in roles if set(role.organisation_kinds) & set(offered)]
        choice_field(self.fields, "contact_role").queryset = Role.objects.filter(pk__in=codes).order_by("code")


class DecideForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("approve", _("Approve")), ("refuse", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Why"), widget=forms.Textarea(LONG), max_length=2000, required=False, help_text=_("Needed to refuse.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == "refuse" and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say why."))
        return cleaned


class EndForm(forms.Form):
    reason = CodeField("end_reasons", label=_("Why does the account end?"), widget=forms.RadioSelect)


class RoleForm(forms.Form):
    role = RoleField(label=_("Role"), help_text=_("A role that opens much counts once a second person has agreed."))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("None"))

    def __init__(self, *args: Any, colleague: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        roles = [role.pk for role in giving.roles_to_give(colleague.organisation)]
        choice_field(self.fields, "role").queryset = Role.objects.filter(pk__in=roles).order_by("code")
        choice_field(self.fields, "unit").queryset = Unit.objects.filter(organisation=colleague.organisation_id)
        self.fields["role"].initial, self.fields["unit"].initial = colleague.role_id, colleague.unit_id


class TrainingForm(forms.Form):
    kind = CodeField("training_kinds", label=_("Training"))
    completed_on = forms.DateField(label=_("Completed on"), widget=DayInput)


class StandInForm(forms.Form):
    to = ColleagueField(label=_("Who stands in?"))
    starts_on = forms.DateField(
        label=_("From"), widget=DayInput, required=False, help_text=_("Left empty: from now on.")
    )
    ends_on = forms.DateField(label=_("Until and with"), widget=DayInput)
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("For instance: annual leave."))

    def __init__(self, *args: Any, colleague: User, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choice_field(self.fields, "to").queryset = queries.colleagues_of(colleague).exclude(pk=user.pk)


class HandOverForm(forms.Form):
    to = ColleagueField(label=_("To whom?"))
    reason = CodeField("reassign_reasons", label=_("Why does the work change hands?"))

    def __init__(self, *args: Any, colleague: User, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choice_field(self.fields, "to").queryset = queries.colleagues_of(colleague).exclude(pk=user.pk)


class ListForm(forms.Form):
    """The filters above the list of accounts."""

    q = forms.CharField(label=_("Name or address"), required=False, max_length=80)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    state = forms.ChoiceField(
        label=_("Accounts"), required=False, choices=[("", _("Active and locked")), ("ended", _("Ended"))]
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = queries.organisations_of(user).values_list("code", "name")
        choice_field(self.fields, "organisation").choices = [("", pgettext_lazy("organisations", "All")), *offered]
