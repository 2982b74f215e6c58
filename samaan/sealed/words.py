"""What happened to a sealed field, in words, for the timelines of the records that keep one."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.sealed.classes import CLASSES

Names = Mapping[int, str]


def label_of(data: dict) -> str:
    named = CLASSES.get(data.get("sealed_class", ""))
    return str(named.label) if named else ""


def reason_of(data: dict) -> str:
    return countrypack.pack().label("reveal_reasons", data.get("reason"))


def entered(data: dict, names: Names) -> tuple[str, str]:
    if data.get("version", 1) > 1:
        return _("Sealed field replaced: %(field)s") % {"field": label_of(data)}, ""
    return _("Sealed field written: %(field)s") % {"field": label_of(data)}, ""


def revealed(data: dict, names: Names) -> tuple[str, str]:
    return _("Sealed field opened: %(field)s") % {"field": label_of(data)}, reason_of(data)


def asked(data: dict, names: Names) -> tuple[str, str]:
    return _("A second person was asked to approve opening: %(field)s") % {"field": label_of(data)}, reason_of(data)


def asked_beyond_limit(data: dict, names: Names) -> tuple[str, str]:
    what = _("Beyond the day’s limit, a second person was asked to approve opening: %(field)s")
    return what % {"field": label_of(data)}, reason_of(data)


def approved(data: dict, names: Names) -> tuple[str, str]:
    return _("Opening approved, once: %(field)s") % {"field": label_of(data)}, names.get(data.get("asked_by", 0), "")


def refused(data: dict, names: Names) -> tuple[str, str]:
    return _("Opening refused: %(field)s") % {"field": label_of(data)}, names.get(data.get("asked_by", 0), "")


def lapsed(data: dict, names: Names) -> tuple[str, str]:
    return _("Nobody answered in time whether to open: %(field)s") % {"field": label_of(data)}, ""


SENTENCES: dict[str, Callable[[dict, Names], tuple[str, str]]] = {
    "sealed.entered": entered,
    "sealed.revealed": revealed,
    "sealed.asked": asked,
    "sealed.asked_beyond_limit": asked_beyond_limit,
    "sealed.approved": approved,
    "sealed.refused": refused,
    "sealed.lapsed": lapsed,
}
