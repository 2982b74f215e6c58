"""Finding a service for people who are described, never named: a ranked list, and why the others are left out."""

from samaan.directory.finding.asking import Found, LeftOut, Offer, find, open_day_and_night, regions, services_for
from samaan.directory.finding.wanted import Point, Somebody, Wanted
from samaan.directory.finding.words import ages_in_words, answers_in_words

__all__ = [
    "Found",
    "LeftOut",
    "Offer",
    "Point",
    "Somebody",
    "Wanted",
    "ages_in_words",
    "answers_in_words",
    "find",
    "open_day_and_night",
    "regions",
    "services_for",
]
