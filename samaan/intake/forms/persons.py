"""The persons a report names: as many as needed, added and removed also without JavaScript."""

from collections.abc import Iterator, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from samaan.countrypack.forms import CodeField

MOST_ROWS = 20
OLDEST = 120


class NamedPersonForm(forms.Form):
    """Whatever is known of one person; nothing but their part in it is required. `number`: its row on the page."""

    number: int = 0

    role = CodeField("report_person_roles", label=_("Who is this person in what happened?"), required=False)
    given_names = forms.CharField(label=_("First name"), max_length=120, required=False)
    family_names = forms.CharField(label=_("Last names"), max_length=120, required=False)
    aliases = forms.CharField(label=_("Nickname"), max_length=200, required=False)
    sex = CodeField("sex", label=_("Sex"), required=False, blank="–")
    age = forms.IntegerField(label=_("Age, or your best guess"), min_value=0, max_value=OLDEST, required=False)
    nationality = CodeField("nationality", label=_("Nationality"), required=False, blank="–")
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )
    description = forms.CharField(
        label=_("How to recognise or find them"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        if self.says_something(given) and not given.get("role") and "role" not in self.errors:
            self.add_error("role", _("Say who this person is in what happened, or leave all of it empty."))
        return given

    @staticmethod
    def says_something(given: Mapping) -> bool:
        return any(value not in (None, "") for value in given.values())

    def known(self) -> dict | None:
        """The person as `receive_report` takes one; None when nothing was written."""
        given = dict(self.cleaned_data)
        if not self.says_something(given):
            return None
        phone = given.pop("phone")
        return given | {"phones": [phone] if phone else []}


class PersonRows:
    """The person forms of one page. `rows` in the posted data says which of them stand on it."""

    def __init__(self, data: Mapping | None = None, *, start_with: int = 0):
        self.data = data
        self._forms: list[NamedPersonForm] = []
        self.numbers = self.posted_numbers(data) if data is not None else list(range(start_with))

    @staticmethod
    def posted_numbers(data: Mapping) -> list[int]:
        numbers = [int(part) for part in str(data.get("rows", "")).split(",") if part.isdecimal() and len(part) < 4]
        return list(dict.fromkeys(numbers))[:MOST_ROWS]

    def add(self) -> int:
        """One more empty row; its number."""
        number = self.next
        if len(self.numbers) < MOST_ROWS:
            self.numbers.append(number)
        return number

    def remove(self, number: int) -> None:
        self.numbers = [each for each in self.numbers if each != number]

    @property
    def rows(self) -> str:
        return ",".join(map(str, self.numbers))

    @property
    def next(self) -> int:
        """The number of the row that would be added."""
        return max(self.numbers, default=-1) + 1

    @property
    def is_full(self) -> bool:
        return len(self.numbers) >= MOST_ROWS

    @property
    def forms(self) -> list[NamedPersonForm]:
        if [form.number for form in self._forms] != self.numbers:
            self._forms = [self.form(number) for number in self.numbers]
        return self._forms

    def form(self, number: int) -> NamedPersonForm:
        prefix = f"person-{number}"
        # A row that was just added is blank: nothing was posted for it.
        posted = self.data is not None and any(name.startswith(f"{prefix}-") for name in self.data)
        form = NamedPersonForm(self.data if posted else None, prefix=prefix)
        form.number = number
        return form

    def __iter__(self) -> Iterator[NamedPersonForm]:
        return iter(self.forms)

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms if form.is_bound)

    def known(self) -> list[dict]:
        found = [form.known() for form in self.forms if form.is_bound]
        return [person for person in found if person]
