"""What happened to a form, in words, for the timelines of the records it is about."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from samaan import countrypack

Names = Mapping[int, str]


def form_of(data: dict) -> dict[str, str]:
    """Which form, and in which version, as the pack at work calls it."""
    instrument = countrypack.pack().instruments.get(data.get("instrument", ""))
    name = instrument.label if instrument else data.get("instrument", "")
    return {"form": name, "version": data.get("version", "")}


def begun(data: dict, names: Names) -> tuple[str, str]:
    return _("Form begun: %(form)s") % form_of(data), ""


def answered(data: dict, names: Names) -> tuple[str, str]:
    return _("Form filled in further: %(form)s") % form_of(data), ""


def finished(data: dict, names: Names) -> tuple[str, str]:
    return _("Form finished: %(form)s") % form_of(data), ""


def reopened(data: dict, names: Names) -> tuple[str, str]:
    return _("Form opened again to be corrected: %(form)s") % form_of(data), ""


def withdrawn(data: dict, names: Names) -> tuple[str, str]:
    return _("Form withdrawn: %(form)s") % form_of(data), ""


def carried_over(data: dict, names: Names) -> tuple[str, str]:
    return _("Form went on in version %(version)s: %(form)s") % form_of(data), ""


SENTENCES: dict[str, Callable[[dict, Names], tuple[str, str]]] = {
    "form.begun": begun,
    "form.answered": answered,
    "form.finished": finished,
    "form.reopened": reopened,
    "form.withdrawn": withdrawn,
    "form.carried_over": carried_over,
}
