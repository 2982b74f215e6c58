"""What the acts on a referral ask for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.common.formfields import DayInput, choice_field
from samaan.countrypack.forms import CodeField
from samaan.referrals import phrases
from samaan.referrals.consent import GIVEN, ConsentGiven
from samaan.referrals.models import Appointment, Referral
from samaan.referrals.offering import Offering, others_for
from samaan.referrals.outside import WhyOutside, check_why
from samaan.referrals.validators import check_ahead, check_days, check_expected, check_past, check_reason
from samaan.vault import files

LONG = {"rows": 4}
# A browser without randomUUID makes an id of its own; the same one again must lead to the same UUID.
NONCES = UUID("6a1f2b0e-3f52-4d0b-9a3c-5a0d7e0c9b41")


class ServiceField(forms.ModelChoiceField):
    """A service, with the organisation that gives it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.organisation} · {obj}"


class PastDayField(forms.DateField):
    widget = DayInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        check_past(value)


class ServicesForm(forms.Form):
    """Which services are asked, how soon they must answer, and why some are outside the referral map."""

    services = forms.MultipleChoiceField(
        label=_("Services"), error_messages={"required": _("Choose at least one service.")}
    )
    priority = CodeField("referral_priorities", label=_("How urgent is it?"), widget=forms.RadioSelect)
    outside_reason = CodeField(
        "outside_map_reasons",
        label=_("Why outside the referral map?"),
        required=False,
        help_text=_("Whoever keeps the map is told the need, the provider and this reason; nothing of the person."),
    )
    outside_note = forms.CharField(
        label=_("In a few words"),
        required=False,
        widget=forms.Textarea(LONG),
        max_length=2000,
        help_text=_("Only your side reads this."),
    )

    def __init__(self, *args: Any, offered: Iterable[Offering], **kwargs: Any):
        super().__init__(*args, **kwargs)
        answering = [offering for offering in offered if offering.answers]
        self.outside = {offering.service.code for offering in answering if offering.outside}
        choices = [(offering.service.code, offering.service.name) for offering in answering]
        choice_field(self.fields, "services").choices = choices

    def clean(self) -> dict:
        asked = super().clean() or {}
        if self.outside & set(asked.get("services", ())):
            check_why(self.why_outside(asked))
        return asked

    def why_outside(self, asked: dict | None = None) -> WhyOutside:
        given = self.cleaned_data if asked is None else asked
        return WhyOutside(given.get("outside_reason", ""), given.get("outside_note", ""))

    @property
    def ticked(self) -> set[str]:
        """The services chosen so far, for the boxes of the page."""
        return set(self.data.getlist("services") if hasattr(self.data, "getlist") else self.initial.get("services", ()))


class ConsentForm(forms.Form):
    """On what basis the slice may be shared: consent on record, where it covers all of it, or the law."""

    ON_RECORD = "on_record"

    basis = CodeField("lawful_bases", label=_("Why may this be shared?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason, when it is shared without consent"),
        required=False,
        widget=forms.Textarea(LONG),
        max_length=2000,
    )
    limits = forms.CharField(
        label=_("What must not be shared or done"), required=False, widget=forms.Textarea(LONG), max_length=2000
    )

    def __init__(
        self, *args: Any, covered: bool = False, by_law: Iterable[str] = (), child: bool = False, **kwargs: Any
    ):
        """`covered`: consent on record allows it. `by_law`: bases that need no reason beside them."""
        super().__init__(*args, **kwargs)
        field = choice_field(self.fields, "basis")
        on_record = [(self.ON_RECORD, _("The consent on record"))] if covered else []
        elsewhere = GIVEN if child else (*GIVEN, "best_interests")
        field.choices = [*on_record, *(choice for choice in field.choices if choice[0] not in elsewhere)]
        basis = self["basis"].value() or self.ON_RECORD
        self.fields["reason"].required = basis != self.ON_RECORD and basis not in by_law

    def consent(self) -> ConsentGiven:
        asked = self.cleaned_data
        if asked["basis"] == self.ON_RECORD:
            return ConsentGiven(basis=GIVEN[0], limits=asked["limits"])
        return ConsentGiven(**asked)


class ReasonForm(forms.Form):
    """A reason of a list, and a remark where the list says too little."""

    codelist = ""
    question: Any = ""
    remark_hint: Any = ""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"] = CodeField(self.codelist, label=self.question, widget=forms.RadioSelect)
        self.fields["remark"] = forms.CharField(
            label=_("Remark"),
            required=False,
            widget=forms.Textarea(LONG),
            max_length=2000,
            help_text=self.remark_hint,
        )

    def clean(self) -> dict:
        asked = super().clean() or {}
        check_reason(asked.get("reason", ""), asked.get("remark", ""))
        return asked


class OfReferral(forms.Form):
    """A form that offers what depends on the referral."""

    referral: Referral

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any):
        self.referral = referral
        super().__init__(*args, **kwargs)


class WhyDeclineForm(ReasonForm):
    codelist = "referral_decline_reasons"
    question = _("Why do you decline?")
    remark_hint = _("The sender reads this.")


class DeclineForm(OfReferral, WhyDeclineForm):
    """Whoever has an account also sees who else there is."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["suggested"] = ServiceField(
            others_for(self.referral),
            label=_("Who could help instead?"),
            required=False,
            help_text=_("If you know: the sender can ask them with one tap."),
        )


class NotDeliverForm(ReasonForm):
    codelist = "not_delivered_reasons"
    question = _("Why was the service not delivered?")
    remark_hint = _("The sender reads this.")


class InformForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"),
        required=False,
        widget=forms.Textarea(LONG),
        max_length=4000,
        help_text=_("Left empty when you have written it in the conversation already."),
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class WaitingListForm(forms.Form):
    expected_on = forms.DateField(label=_("When do you expect to begin?"), widget=DayInput, validators=[check_expected])
    position = forms.IntegerField(
        label=_("Place on the list"), required=False, min_value=1, max_value=9999, help_text=_("If you know it.")
    )


class SendBackForm(forms.Form):
    done = forms.CharField(label=_("What was done?"), widget=forms.Textarea(LONG), max_length=4000)
    needed = forms.CharField(
        label=_("What is still needed?"),
        widget=forms.Textarea(LONG),
        max_length=4000,
        help_text=_("The sender reads both, and can ask the next provider with one tap."),
    )
    need = CodeField("needs", label=_("What kind of help is that?"))


class AppointmentForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DayInput)
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    minutes = forms.TypedChoiceField(
        label=_("How long?"),
        coerce=int,
        initial=60,
        choices=[
            (15, _("15 minutes")),
            (30, _("30 minutes")),
            (60, _("1 hour")),
            (120, _("2 hours")),
            (240, _("4 hours")),
        ],
    )
    note = forms.CharField(
        label=_("What to know about it"),
        required=False,
        widget=forms.Textarea(LONG),
        max_length=2000,
        help_text=_("Whom to ask for, what to bring. Never where a shelter is."),
    )

    @classmethod
    def initial_of(cls, appointment: Appointment | None) -> dict[str, Any]:
        if appointment is None:
            return {}
        local = timezone.localtime(appointment.starts_at)
        about = {"minutes": appointment.minutes, "note": appointment.note}
        return {"day": local.date(), "time": local.time().replace(second=0, microsecond=0)} | about

    def clean(self) -> dict:
        asked = super().clean() or {}
        day, time = asked.pop("day", None), asked.pop("time", None)
        if day and time:
            asked["starts_at"] = timezone.make_aware(datetime.combine(day, time))
            try:
                check_ahead(asked["starts_at"])
            except ValidationError as refused:
                self.add_error("day", refused.message_dict["starts_at"])
        return asked


class WithdrawForm(ReasonForm):
    codelist = "referral_withdraw_reasons"
    question = _("Why is the referral withdrawn?")
    remark_hint = _("Only your side reads this. The provider learns that it was withdrawn, and sees nothing else.")


class AskForm(forms.Form):
    question = forms.CharField(label=_("What do you need to know?"), widget=forms.Textarea(LONG), max_length=4000)
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class DeliverForm(forms.Form):
    note = forms.CharField(
        label=_("What was given?"),
        widget=forms.Textarea(LONG),
        max_length=4000,
        help_text=_("What, how much, how often. Never where a shelter is."),
    )
    began_on = PastDayField(label=_("First day"))
    ended_on = PastDayField(label=_("Last day"), required=False, help_text=_("Left empty when it was one day."))

    def clean(self) -> dict:
        asked = super().clean() or {}
        first, last = asked.get("began_on"), asked.get("ended_on")
        if first:
            check_days(first, last)
        return asked


class DeliverSessionsForm(DeliverForm):
    sessions = forms.IntegerField(
        label=_("How many funded sessions?"), min_value=0, max_value=500, initial=1, help_text=_("They count down.")
    )


class FeedbackForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("How well could you work with this referral?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            (5, _("Very well: everything needed was there")),
            (4, _("Well")),
            (3, _("Fairly")),
            (2, _("With difficulty")),
            (1, _("Hardly at all")),
        ],
    )
    need_met = CodeField("feedback_answers", label=_("Was the person’s need met?"), widget=forms.RadioSelect)
    comment = forms.CharField(label=_("Comment"), required=False, widget=forms.Textarea(LONG), max_length=4000)


class MessageForm(forms.Form):
    """A message: words, a standard answer, or a file with words."""

    text = forms.CharField(required=False, max_length=4000, strip=True)
    phrase = forms.ChoiceField(required=False, choices=[(code, code) for code in phrases.ALL])
    attachment = forms.FileField(required=False)
    mention = forms.TypedMultipleChoiceField(required=False, coerce=int)
    nonce = forms.CharField(max_length=80)

    def __init__(self, *args: Any, people: Iterable[int] = (), **kwargs: Any):
        """`people`: whom the message may name."""
        super().__init__(*args, **kwargs)
        choice_field(self.fields, "mention").choices = [(pk, str(pk)) for pk in people]

    def clean_nonce(self) -> UUID:
        nonce = self.cleaned_data["nonce"]
        try:
            return UUID(nonce)
        except ValueError:
            return uuid5(NONCES, nonce)

    def clean_attachment(self) -> Any:
        upload = self.cleaned_data["attachment"]
        if upload:
            files.check(upload)
        return upload

    def clean(self) -> dict:
        asked = super().clean() or {}
        if not self.errors and not (asked["text"] or asked["phrase"] or asked["attachment"]):
            raise ValidationError(_("Write a message first."))
        return asked


def basis_label(code: str) -> str:
    return countrypack.pack().label("lawful_bases", code)
