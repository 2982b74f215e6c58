"""One report form on one page: what was posted, whether it is to be sent, and everything typed kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samaan.intake import receipts
from samaan.intake.forms.persons import PersonRows
from samaan.intake.forms.problems import problems
from samaan.intake.forms.reporting import ReportForm, without_errors
from samaan.vault import held


class FormPage:
    """Buttons named `do` say what is wanted: `send`, `add-person`, `remove-2`; anything else keeps what is typed."""

    def __init__(self, request: HttpRequest, form_class: type[ReportForm], *, start_with: int = 0, user: Any = None):
        self.request = request
        self.do = request.POST.get("do", "keep")
        data = request.POST if request.method == "POST" else held.take(user, request.path) if user else None
        self.is_held = data is not None and request.method != "POST"
        self.rows = PersonRows(data, start_with=start_with)
        if data is None:
            self.form = form_class(initial={"form_number": receipts.new_form_number()})
        else:
            self.form = form_class(data, request.FILES)
        self.focus = ""
        if data is not None and not self.wants_to_send:
            self.rearrange()

    @property
    def wants_to_send(self) -> bool:
        return self.request.method == "POST" and self.do == "send"

    def rearrange(self) -> None:
        if self.do == "add-person":
            self.focus = f"person-{self.rows.add()}"
        name, _, number = self.do.partition("-")
        if name == "remove" and number.isdecimal():
            self.rows.remove(int(number))
            self.focus = "persons"
        without_errors(self.form)
        for form in self.rows:
            if form.is_bound:
                without_errors(form)

    @property
    def form_number(self) -> str:
        return self.form.cleaned_data["form_number"]

    def is_valid(self) -> bool:
        # Both, so that everything to mend is said at once.
        return all([self.form.is_valid(), self.rows.is_valid()])

    def given(self, **answers: Any) -> dict:
        """What `receive_report` takes."""
        return {
            "channel": self.form.chosen_channel,
            "answers": self.form.answers() | answers,
            "persons": self.rows.known(),
            "contact": self.form.contact(),
            "files": self.form.cleaned_data["files"],
            "earlier_code": self.form.cleaned_data["earlier_code"],
            "form_number": self.form_number,
        }

    def answer(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page with everything typed on it; files have to be chosen again, and the page says so."""
        context |= {
            "form": self.form,
            "rows": self.rows,
            "focus": self.focus,
            "page_problems": problems(self.form, *self.rows),
            "files_lost": bool(self.request.FILES) or self.is_held,
            "is_held": self.is_held,
        }
        return render(self.request, template, context, status=status)
