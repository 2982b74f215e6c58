"""What asking about a person needs, and what answering does."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.common.formfields import choice_field
from samaan.people.asking import DECISIONS, LONGEST
from samaan.people.finding import Sought
from samaan.people.forms import OLDEST, LinesField, PhonesField
from samaan.people.models import Answer, Person

USUAL = timedelta(days=30)
ANSWERS = {
    Answer.WILL_CONTACT: _("It is the same person: I will contact them. Nothing is opened."),
    Answer.SHARED: _("It is the same person: open a part of the file to them."),
    Answer.NOT_SAME: _("It is not the same person."),
    Answer.CANNOT_SAY: _("I cannot say."),
}


class AskForm(forms.Form):
    """Whom somebody asks about, as they typed it, and why."""

    names = forms.CharField(label=_("Name"), max_length=200, required=False)
    birth_date = forms.CharField(label=_("Date of birth"), max_length=40, required=False)
    age = forms.IntegerField(label=_("Age in years"), min_value=0, max_value=OLDEST, required=False)
    phones = PhonesField(label=_("Telephone numbers"), required=False, help_text=_("One on each line."))
    documents = LinesField(label=_("Document numbers"), required=False, help_text=_("One on each line."))
    reason = forms.CharField(
        label=_("Why do you ask?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Whoever works with the person reads this, your name and what you typed above."),
    )

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        return {
            "names": person.called,
            "birth_date": person.birth_date,
            "age": person.age,
            "phones": person.phones,
            "documents": person.document_numbers or [],
        }

    def sought(self) -> Sought:
        given = self.cleaned_data
        return Sought(
            (given["names"],),
            tuple(given["phones"]),
            tuple(given["documents"]),
            birth_date=given["birth_date"],
            age=given["age"],
        )


class DecideForm(forms.Form):
    """The answer; where a part of the file is opened, which and until when."""

    answer = forms.ChoiceField(label=_("What do you answer?"), widget=forms.RadioSelect)
    compartments = forms.MultipleChoiceField(
        label=_("What is opened to them?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only when you open a part of the file."),
    )
    until = forms.DateField(
        label=_("Until the end of"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most ninety days. It ends by itself."),
    )

    def __init__(self, *args: Any, parts: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = [answer for answer in DECISIONS if parts or answer != Answer.SHARED]
        choice_field(self.fields, "answer").choices = [(answer.value, ANSWERS[answer]) for answer in offered]
        if not parts:
            del self.fields["compartments"], self.fields["until"]
            return
        labels = dict(countrypack.pack().choices("compartments"))
        choice_field(self.fields, "compartments").choices = [(part, labels.get(part, part)) for part in parts]
        self.initial.setdefault("until", timezone.localdate() + USUAL)

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        if day is None:
            return None
        end = timezone.make_aware(datetime.combine(day, time.max))
        return min(end, timezone.now() + LONGEST) if day <= timezone.localdate() + LONGEST else end
