"""What is asked of whoever invites a guest, and of the guest."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samaan import countrypack


class InviteForm(forms.Form):
    """Whom the link is for. How the code reaches them is up to the sender: never the same way."""

    name = forms.CharField(label=_("Whom is it for?"), max_length=120, help_text=_("Who answers at the provider."))
    way = forms.ChoiceField(
        label=_("How does the link reach them?"),
        widget=forms.RadioSelect,
        choices=[
            ("mail", _("By e-mail, now")),
            ("copy", _("I copy it, for WhatsApp or another message")),
        ],
        initial="mail",
    )
    email = forms.EmailField(
        label=_("Their e-mail"), required=False, help_text=_("Later they are told by e-mail that something waits.")
    )
    language = forms.ChoiceField(label=_("Language of the e-mail"), choices=[])

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        languages = dict(settings.LANGUAGES)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, languages[code]) for code in settings.OFFERED_LANGUAGES]

    def clean(self) -> dict:
        asked = super().clean() or {}
        if asked.get("way") == "mail" and not asked.get("email") and "email" not in self.errors:
            raise ValidationError({"email": _("Give the address the link is sent to.")})
        return asked


CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits, which you were told on the telephone or in another message."),
        widget=forms.TextInput(CODE),
        error_messages={"required": _("Type the six digits.")},
    )


class EnterForm(CodeForm):
    """The link's own half lies behind the # of its address, which no server sees: a script moves it in here."""

    key = forms.CharField(
        label=_("Link"),
        max_length=400,
        help_text=_("Paste the whole link that was sent to you."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "data-key": ""}),
        error_messages={"required": _("Paste the link that was sent to you.")},
    )
    field_order = ["key", "code"]

    def clean_key(self) -> str:
        return self.cleaned_data["key"].strip().rpartition("#")[2]


class SurveyForm(forms.Form):
    """The pack's questions, each from 1 to 5 or left out: nobody has to answer anything."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        pack = countrypack.pack()
        answers = [*pack.choices("survey_answers"), ("", _("I do not want to say"))]
        for code, question in pack.choices("survey_questions"):
            self.fields[code] = forms.ChoiceField(
                label=question, choices=answers, required=False, widget=forms.RadioSelect
            )

    def clean(self) -> dict:
        asked = super().clean() or {}
        if not self.errors and not any(asked.get(name) for name in self.fields if name != "key"):
            raise ValidationError(_("Answer at least one question."))
        return asked

    def answers(self) -> dict[str, int]:
        return {code: int(value) for code, value in self.cleaned_data.items() if value and code != "key"}


class OwnSurveyForm(SurveyForm):
    """By whoever was served: the link's half lies behind the #."""

    key = forms.CharField(
        label=_("Link"),
        max_length=400,
        help_text=_("Paste the whole link that was sent to you."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "data-key": ""}),
        error_messages={"required": _("Paste the link that was sent to you.")},
    )

    def clean_key(self) -> str:
        return self.cleaned_data["key"].strip().rpartition("#")[2]
