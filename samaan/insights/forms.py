"""What the map is to show."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan import countrypack
from samaan.accounts.models import User
from samaan.insights import queries
from samaan.insights.periods import HalfYear
from samaan.insights.permissions import can_see_figures, can_see_services
from samaan.insights.queries import Sheet
from samaan.insights.withholding import ALL

REPORTS, SERVICES = "reports", "services"


class MapForm(forms.Form):
    """One layer at a time, and of the reports one half-year and one filter: two filters at once would tell of few."""

    layer = forms.ChoiceField(label=gettext_lazy("Show"))
    need = forms.ChoiceField(label=gettext_lazy("Need"), required=False)
    always_open = forms.BooleanField(label=gettext_lazy("Open day and night"), required=False)
    with_room = forms.BooleanField(label=gettext_lazy("With a free place now"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("Half-year"), required=False)
    only = forms.ChoiceField(label=gettext_lazy("Only"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layers = layers_for(user)
        self.periods = queries.periods() if can_see_figures(user) else []
        self.offer("layer", self.layers)
        self.offer("need", [("", _("Any need")), *countrypack.pack().choices("needs")])
        self.offer("period", [(period.starts_on.isoformat(), period.words) for period in self.periods])
        self.offer("only", [("", _("All reports")), *filters()])
        asked = self.data.get("layer")
        self.shown_layer = asked if asked in dict(self.layers) else self.layers[0][0]
        for name in ("need", "always_open", "with_room") if self.shown_layer == REPORTS else ("period", "only"):
            del self.fields[name]
        # What a page that asks for nothing shows stands in its form as well.
        first = {"layer": self.shown_layer, "period": self.periods[0].starts_on.isoformat() if self.periods else ""}
        self.data = first | {name: value for name, value in self.data.items() if value}

    def offer(self, name: str, choices: list) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def sheet(self) -> Sheet | None:
        """The figures that were asked for; none while no half-year is out."""
        said = self.cleaned_data
        if self.shown_layer == SERVICES:
            return queries.services_sheet(said["need"], always_open=said["always_open"], with_room=said["with_room"])
        period = self.half_year()
        return queries.reports_sheet(period, *narrowed(said["only"])) if period else None

    def half_year(self) -> HalfYear | None:
        """The half-year that was asked for, on the layer of reports."""
        asked = self.cleaned_data.get("period")
        return next((one for one in self.periods if one.starts_on.isoformat() == asked), None)


def narrowed(only: str) -> tuple[str, str]:
    split, _colon, value = only.partition(":")
    return split, value if split else ALL


def layers_for(user: User) -> list[tuple[str, str]]:
    found = [(REPORTS, _("Reports"))] if can_see_figures(user) else []
    return [*found, (SERVICES, _("Services"))] if can_see_services(user) else found


def filters() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (str(queries.SPLITS[split]), [(f"{split}:{code}", label) for code, label in values])
        for split, values in queries.splits().items()
    ]
