"""What a case's timeline says of exports."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from samaan.exports.models import Kind

Names = Mapping[int, str]


def exported(data: dict, names: Names) -> tuple[str, str]:
    """Under which number, and whether it was the file or a line of a list."""
    what = _("Taken out as a file") if data.get("scope") == Kind.CASE_FILE else _("Taken out in a list of cases")
    return what, str(data.get("number", ""))


SENTENCES: dict[str, Callable[[dict, Names], tuple[str, str]]] = {"case.exported": exported}
