"""Canaries: words of persons, and where they must not be heard."""

import re
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader

from tests.factories import cases as of_case
from tests.factories import forms as of_form
from tests.factories import intake as of_report
from tests.factories import referrals as of_referral
from tests.factories import retention as of_retention
from tests.factories import screening as of_screening
from tests.factories import sealed as of_sealed
from tests.matrix import world_of_keeping as of_keeping
from tests.matrix.asking import Met
from tests.matrix.world import COMPARTMENTS, word

SEALED = {*of_sealed.CONTACT.values(), "Ezequiel of the bakery"}
CANARIES = {
    of_case.NAME, of_case.SURNAME, of_case.PHONE, of_case.ADDRESS, of_report.NARRATIVE, of_referral.REASON,
    of_screening.YUSLEIDY["family_names"], *of_screening.ELEMENTS.values(), *map(word, COMPARTMENTS), *SEALED,
    of_form.FEARS, of_retention.WHY, of_keeping.HELD_FOR, of_keeping.CHECKED, of_keeping.TAKEN_OUT_FOR,
    of_keeping.RECIPIENT,
} - {"present"}  # fmt: skip
# Whoever neither works with reports nor with cases nor answers referrals reads not one of these words anywhere.
OUTSIDE = {
    "visitor", "left", "other_investigator", "former_manager", "other_manager", "recused", "other_provider", "partner",
    "childrens_officer", "prosecutor", "statistician", "administrator", "auditor", "own_administrator",
}  # fmt: skip
HREF = re.compile(r"""(?:href|action|src|hx-get|hx-post)=["']([^"']+)""")


def singing(text: str) -> set[str]:
    return {canary for canary in CANARIES if canary in text}


def heard(met: Met) -> set[str]:
    """In what was answered, whatever kind of file it is."""
    return singing(words_of(met.body))


def words_of(body: bytes) -> str:
    if body.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return body.decode(errors="replace")


def is_theirs(met: Met) -> bool:
    """What was opened or done; and the page of a step that is shown again, with what is still lacking."""
    is_page = met.headers.get("Content-Type", "").startswith("text/html")
    return met.answer in ("opens", "does") or (met.answer == "not-yet" and is_page)


def amiss(name: str, met: Met) -> Iterator[str]:
    """Words of persons where they have no business, and pages that could be kept."""
    addresses = " ".join([*HREF.findall(words_of(met.body)), met.headers.get("Location", "")])
    where = {"the log": met.logged, "an address": addresses, "a header": str(met.headers)}
    if name in OUTSIDE or not is_theirs(met):
        where["the answer"] = words_of(met.body)
    for place, text in where.items():
        if sung := singing(text):
            yield f"{name} finds {sorted(sung)} in {place}"
    if met.status == 200 and name not in ("visitor", "left") and "no-store" not in met.headers.get("Cache-Control", ""):
        yield f"{name} is given a page that may be kept"
