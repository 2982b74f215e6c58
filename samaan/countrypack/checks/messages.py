"""E-mails: complete in each language, and without anything of a person."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.checks import common
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import record, suggest, text

NEEDED = (
    "alert",
    "alert_critical",
    "directory_due",
    "guest_invited",
    "guest_message",
    "invitation",
    "password_reset",
)
SHAPE = record({"subject": text, "language": text, "code": text, "body": text})
WORD = re.compile(r"\{([^{}]*)\}")


def check(source: Source) -> Iterator[Fault]:
    messages = source.content["messages"]
    complete, prepared = common.languages(source)
    for row in messages:
        yield from one_message(row, [*complete, *prepared])
    written = {(row["code"], row.get("language")) for row in messages}
    for code in sorted({*needed(source), *(row["code"] for row in messages)}):
        for language in complete:
            file = f"messages/{code}.{language}.md"
            if (code, language) not in written and not source.unreadable(file):
                yield Fault(file, 0, "", _("The message is missing in this language."), _("Write it."))


def needed(source: Source) -> tuple[str, ...]:
    """Who has a code of conduct has its words."""
    staff = source.content["country"].get("staff")
    conduct = isinstance(staff, dict) and staff.get("code_of_conduct")
    return (*NEEDED, "code_of_conduct") if conduct else NEEDED


def one_message(row: Row, languages: list[str]) -> Iterator[Fault]:
    yield from SHAPE(row, row, "")
    yield from common.known(row, "language", languages)
    if f".{row.get('language')}.md" not in row.file:
        yield row.fault("language", _("The file’s name says another language."), _("Name it like alert.en.md."))
    for column, allowed in (("subject", ()), ("body", vocabulary.MESSAGE_WORDS)):
        for word in WORD.findall(str(row.get(column, ""))):
            if word not in allowed:
                problem = _("{%(word)s} may not stand here.") % {"word": word}
                remedy = suggest(word, list(allowed)) or _("A subject holds fixed words only.")
                yield row.fault(column, problem, remedy)
