"""/design/: every component in every state, with invented content."""

from datetime import datetime, timedelta
from types import SimpleNamespace as Sample

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan.web.templatetags.samaan import BADGES


class SampleForm(forms.Form):
    """One field of each kind."""

    place = forms.CharField(
        label=gettext_lazy("Where did it happen?"), help_text=gettext_lazy("A village, a street, a bar: what you know.")
    )
    day = forms.DateField(
        label=gettext_lazy("When?"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Region"), choices=[("", "–"), ("arima", "Arima"), ("tobago", "Tobago")]
    )
    danger = forms.ChoiceField(
        label=gettext_lazy("Is somebody in danger now?"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("unknown", gettext_lazy("I do not know"))],
    )
    signs = forms.MultipleChoiceField(
        label=gettext_lazy("What have you seen?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("papers", gettext_lazy("Somebody else keeps their papers")),
            ("watched", gettext_lazy("They are watched or locked in")),
        ],
    )
    words = forms.CharField(label=gettext_lazy("In your words"), required=False, widget=forms.Textarea({"rows": 3}))
    photo = forms.FileField(label=gettext_lazy("Photo, PDF or audio"), required=False)
    call = forms.BooleanField(label=gettext_lazy("You may call me"), required=False)


def design(request: HttpRequest) -> HttpResponse:
    """For whoever builds or checks pages; on a real system only for people who are signed in."""
    if not (settings.DEBUG or settings.DEMO or request.user.is_authenticated):
        raise Http404
    return render(
        request,
        "web/design.html",
        {
            "base": "web/base.html" if request.user.is_authenticated else "web/plain.html",
            "badges": list(BADGES),
            "good": SampleForm(prefix="good"),
            "form": SampleForm({}, prefix="bad"),
            **samples(),
        },
    )


def samples() -> dict:
    """Invented records, as of now."""
    now = timezone.now()
    late = now - timedelta(hours=3)
    left = [timedelta(days=9), timedelta(days=3), timedelta(hours=12), timedelta(minutes=30)]
    return {
        "moments": [now, now - timedelta(days=1), now - timedelta(days=40), now - timedelta(days=500), now.date()],
        "deadlines": [now + time + timedelta(minutes=1) for time in left] + [late, now - timedelta(days=4)],
        "late": late,
        "sealed_states": ["sealed", "waiting", "approved", "closed", "empty"],
        "steps": [
            Sample(label=_("Accept referral"), url="/design/", style="post"),
            Sample(label=_("Ask a question"), url="/design/", style=""),
            Sample(label=_("Decline"), url="/design/", style="danger"),
        ],
        "events": [
            Sample(what=_("Referral sent to the shelter"), who="Marisol Leal", when=now, key=True),
            Sample(what=_("Risk raised to high"), who="Kerwin Ali", when=late, note=_("He found her number.")),
            Sample(what=_("Report received"), when=now - timedelta(days=2)),
        ],
        "rows": [
            Sample(reference="R-2026-0214", place="Chaguanas", badge="high", due=late),
            Sample(reference="R-2026-0213", place="Siparia", badge="medium", due=now + timedelta(hours=1, minutes=1)),
            Sample(reference="R-2026-0209", place="Tobago", badge="low", due=now + timedelta(days=3)),
        ],
        "tabs": [
            Sample(label=_("Summary"), url="/design/", current=True),
            Sample(label=_("Referrals"), url="/design/", count=2),
            Sample(label=_("Notes"), url="/design/"),
            Sample(label=_("Timeline"), url="/design/"),
        ],
        "talk": conversation(now),
    }


def conversation(now: datetime) -> list[Sample]:
    """A chat with every kind of message."""
    her = "Marisol Leal"
    map_file = Sample(name="map.pdf", url="/design/", size=48213)
    read = {"state": _("Read"), "attachments": [map_file]}
    return [
        Sample(id=1, who=her, at=now - timedelta(hours=3), text=_("Can she come today?")),
        Sample(id=2, mine=True, at=now - timedelta(hours=2), text=_("Yes. There is a bed, and a nurse."), **read),
        Sample(id=3, note=True, at=now, text=_("The service was marked as delivered")),
        Sample(id=4, who=her, at=now, text=_("She has arrived."), first_unread=True),
    ]
