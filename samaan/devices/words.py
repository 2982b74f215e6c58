"""What happened to a form that came from a phone, in words, for the timelines of the records it is about."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from samaan.questionnaires.words import Names, form_of


def filed(data: dict, names: Names) -> tuple[str, str]:
    return _("Form from a phone filed here: %(form)s") % form_of(data), ""


def attached(data: dict, names: Names) -> tuple[str, str]:
    return _("File added to a form from a phone: %(form)s") % form_of(data), ""


SENTENCES: dict[str, Callable[[dict, Names], tuple[str, str]]] = {"form.filed": filed, "form.attached": attached}
