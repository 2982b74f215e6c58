"""What goes, in words."""

from collections.abc import Iterable

from django.utils.translation import ngettext_lazy

CONTENTS = {
    "notes": ngettext_lazy("%(n)d note", "%(n)d notes", "n"),
    "tasks": ngettext_lazy("%(n)d task to do", "%(n)d tasks to do", "n"),
    "documents": ngettext_lazy("%(n)d document", "%(n)d documents", "n"),
    "referrals": ngettext_lazy("%(n)d open referral", "%(n)d open referrals", "n"),
    "team": ngettext_lazy(
        "%(n)d person of other organisations who stays on the team",
        "%(n)d persons of other organisations who stay on the team",
        "n",
    ),
}


def contents(counted: Iterable[list]) -> list[str]:
    return [str(CONTENTS[code] % {"n": number}) for code, number in counted if number and code in CONTENTS]
