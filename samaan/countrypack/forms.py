"""Form fields whose choices come from a code list, in the language of the page."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.countrypack.active import pack


class CodeField(forms.ChoiceField):
    """One code of a list. `blank` is the first choice; required fields ask to choose, others offer none."""

    def __init__(self, codelist: str, *, blank: str | Promise | None = None, **kwargs: Any):
        self.codelist = codelist
        self.blank = blank
        super().__init__(choices=self.offered, **kwargs)

    def offered(self) -> list[tuple[str, Any]]:
        if self.blank is None and isinstance(self.widget, forms.RadioSelect):
            return pack().choices(self.codelist)
        return [("", self.blank or _("Choose")), *pack().choices(self.codelist)]


class CodesField(forms.MultipleChoiceField):
    """Several codes of a list, as tick boxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, codelist: str, **kwargs: Any):
        self.codelist = codelist
        super().__init__(choices=self.offered, **kwargs)

    def offered(self) -> list[tuple[str, str]]:
        return pack().choices(self.codelist)


class NeedField(forms.ChoiceField):
    """A need, under the headings of its group."""

    def __init__(self, *, blank: str | Promise | None = None, **kwargs: Any):
        self.blank = blank
        super().__init__(choices=self.offered, **kwargs)

    def offered(self) -> list[tuple[Any, Any]]:
        return [("", self.blank or _("Choose")), *pack().grouped_choices("needs", column="group", groups="need_groups")]
