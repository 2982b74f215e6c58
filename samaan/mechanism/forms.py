"""What is asked of whoever keeps the referral map."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.common.formfields import DayInput, choice_field
from samaan.countrypack import durations
from samaan.countrypack.forms import CodesField
from samaan.countrypack.parts import Route
from samaan.mechanism import editing
from samaan.mechanism.showing import CONSENTS, WHOM

LONG = {"rows": 3}
PLACES = {"providers": 5, "for_children": 3}


class BeginForm(forms.Form):
    reason = forms.CharField(
        label=_("What changes, and why?"),
        widget=forms.Textarea(LONG),
        max_length=1000,
        help_text=_("The second person reads this first. No names of survivors."),
    )
    holds_from = forms.DateField(
        label=_("From which day does it hold?"),
        required=False,
        widget=DayInput,
        help_text=_("Left empty: from its approval. Until the day, the map of today holds."),
    )


def duration(value: str) -> None:
    if value:
        try:
            durations.parse(value)
        except ValueError:
            raise forms.ValidationError(_("Write a number and a unit: 30m, 24h or 14d.")) from None


class RouteForm(forms.Form):
    """One need of the map. Each place of an order is a choice of its own: it works with a keyboard and on paper."""

    for_whom = forms.ChoiceField(label=_("For whom?"), required=False, choices=list(WHOM.items()))
    sexes = CodesField("sex", label=_("Only for"), required=False, help_text=_("Nothing ticked: for everybody."))
    who_may_refer = CodesField(
        "organisation_kinds",
        label=_("Who may refer?"),
        required=False,
        help_text=_("Kinds of organisation. Nothing ticked: everybody who sends referrals."),
    )
    minimum = CodesField("slice_fields", label=_("What must the provider know at least?"))
    consent = forms.ChoiceField(label=_("Consent"), choices=list(CONSENTS.items()), widget=forms.RadioSelect)

    def __init__(self, answers: Any, *, need: str, row: Mapping[str, Any], defaults: Mapping[str, Any]):
        """`row`: the need as it is written now, empty for a new one."""
        self.need, self.row, self.defaults = need, row, defaults
        pack = countrypack.pack()
        named = (*row.get("providers", ()), *(row.get("for_children") or ()))
        self.offering = editing.offering(need, also=tuple(named))
        self.languages = pack.languages
        self.spoken = pack.country["languages"]["complete"]
        codes = [code for code, _label in pack.choices("referral_priorities")]
        self.priorities = [(code, pack.brief("referral_priorities", code)) for code in codes]
        super().__init__(answers, initial=self.as_it_is())
        self.add_places()
        self.add_times()
        self.add_words()
        self.order_fields([name for name in self.fields if name.startswith(tuple(PLACES))])

    def as_it_is(self) -> dict[str, Any]:
        """What the boxes hold at first."""
        now = {**self.defaults, **self.row}
        found = {name: now.get(name) for name in ("for_whom", "sexes", "who_may_refer", "minimum", "consent")}
        for column in PLACES:
            for place, code in enumerate(now.get(column) or (), 1):
                found[f"{column}_{place}"] = code
        for level, within in (now.get("answer_within") or {}).items():
            found[f"within_{level}"] = within
        for language, words in (now.get("note") or {}).items():
            found[f"note_{language}"] = words
        for code, said in (now.get("commits_to") or {}).items():
            for language, words in said.items():
                found[f"commits_{code}_{language}"] = words
        return found

    def add_places(self) -> None:
        labels = {
            "providers": _("Asked as number %(place)s"),
            "for_children": _("For a child, asked as number %(place)s"),
        }
        for column, most in PLACES.items():
            now = len(self.row.get(column) or ())
            for place in range(1, max(most, now) + 1):
                field = forms.ChoiceField(label=labels[column] % {"place": place}, required=False)
                self.fields[f"{column}_{place}"] = field
                choice_field(self.fields, f"{column}_{place}").choices = [("", _("Nobody")), *self.offering]
        self.fields["providers_1"].required = True

    def add_times(self) -> None:
        for level, label in self.priorities:
            self.fields[f"within_{level}"] = forms.CharField(
                label=_("Time to answer: %(priority)s") % {"priority": label},
                required=False,
                max_length=6,
                validators=[duration],
                help_text=_("Such as 4h or 3d. Left empty: the country’s own clock."),
            )

    def add_words(self) -> None:
        named = {language: countrypack.pack().label("languages", language) for language in self.languages}
        for code, name in self.offering:
            for language in self.languages:
                self.fields[f"commits_{code}_{language}"] = forms.CharField(
                    label=_("What %(provider)s commits to (%(language)s)")
                    % {"provider": name, "language": named[language]},
                    required=False,
                    widget=forms.Textarea({"rows": 2}),
                    max_length=500,
                )
        for language in self.languages:
            self.fields[f"note_{language}"] = forms.CharField(
                label=_("What the sender should know (%(language)s)") % {"language": named[language]},
                required=False,
                widget=forms.Textarea({"rows": 2}),
                max_length=500,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for column in PLACES:
            codes = self.order(given, column)
            if len(set(codes)) < len(codes):
                self.add_error(f"{column}_1", _("Each is asked once."))
        for stem in [*(f"commits_{code}" for code, _name in self.offering), "note"]:
            self.refuse_half(given, stem)
        return given

    def order(self, given: Mapping[str, Any], column: str) -> list[str]:
        names = [
            name for name in self.fields if name.startswith(f"{column}_") and name.removeprefix(f"{column}_").isdigit()
        ]
        return [given[name] for name in names if given.get(name)]

    def refuse_half(self, given: Mapping[str, Any], stem: str) -> None:
        """Words are said in every language of the country, or in none."""
        said = [language for language in self.languages if given.get(f"{stem}_{language}")]
        for language in self.spoken:
            if said and language not in said:
                self.add_error(f"{stem}_{language}", _("Say it in this language too."))

    def words(self, stem: str) -> dict[str, str]:
        found = {language: self.cleaned_data.get(f"{stem}_{language}", "").strip() for language in self.languages}
        return {language: words for language, words in found.items() if words}

    def written(self) -> dict[str, Any]:
        """The row as the file of the pack says it: only what differs from the usual."""
        return {"need": self.need} | {name: value for name, value in self.values() if value not in ("", [], {}, None)}

    def values(self) -> Iterator[tuple[str, Any]]:
        given = self.cleaned_data
        children = self.order(given, "for_children")
        providers = self.order(given, "providers")
        yield "providers", providers
        yield "for_children", children
        for name in ("who_may_refer", "minimum", "consent"):
            if given[name] != self.defaults.get(name):
                yield name, given[name]
        yield "for_whom", given["for_whom"]
        yield "sexes", given["sexes"]
        yield (
            "answer_within",
            {level: given[f"within_{level}"] for level, _label in self.priorities if given[f"within_{level}"]},
        )
        yield "commits_to", {code: said for code in (*providers, *children) if (said := self.words(f"commits_{code}"))}
        yield "note", self.words("note")


class NeedForm(forms.Form):
    """A need the map does not name yet."""

    need = forms.ChoiceField(label=_("Need"))

    def __init__(self, *args: Any, routes: Mapping[str, Route], **kwargs: Any):
        super().__init__(*args, **kwargs)
        free = [choice for choice in countrypack.pack().choices("needs") if choice[0] not in routes]
        choice_field(self.fields, "need").choices = free
