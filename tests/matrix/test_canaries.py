"""Words of persons stand nowhere but on the pages of whoever may read them: not in addresses, headers, logs, errors."""

import logging
import re

import pytest

from samaan.web.views import errors
from tests.factories import cases as of_case
from tests.factories import intake as of_report
from tests.factories import referrals as of_referral
from tests.factories import screening as of_screening
from tests.matrix.asking import Asker, taken_back
from tests.matrix.meeting import MATRIX
from tests.matrix.world import COMPARTMENTS, word

pytestmark = pytest.mark.django_db
CANARIES = {
    of_case.NAME, of_case.SURNAME, of_case.PHONE, of_case.ADDRESS, of_report.NARRATIVE, of_referral.REASON,
    of_screening.YUSLEIDY["family_names"], *of_screening.ELEMENTS.values(), *map(word, COMPARTMENTS),
} - {"present"}  # fmt: skip
# Whoever neither works with reports nor with cases nor answers referrals reads not one of these words anywhere.
OUTSIDE = [
    "left", "other_investigator", "former_manager", "other_manager", "recused", "other_provider", "partner",
    "childrens_officer", "prosecutor", "statistician", "administrator", "auditor",
]  # fmt: skip
LOOKS = [row for row in MATRIX.pages if row.method == "GET"]
READS = [row for row in MATRIX.operations if row.method == "GET"]
HREF = re.compile(r"""(?:href|action|src|hx-get|hx-post)=["']([^"']+)""")


def singing(text: str) -> set[str]:
    return {canary for canary in CANARIES if canary in text}


def every_look(asked, name):
    """Each page and each answer of the API as this person meets it."""
    asker = asked.askers[name]
    for row in LOOKS:
        yield row, asker.page(row)
    for row in READS:
        yield row, asker.call(row)


@pytest.mark.parametrize("name", OUTSIDE)
def test_whoever_has_no_business_here_hears_none(asked, name):
    """By all addresses of pages and API, whose answers are pages, errors and redirects."""
    assert {row.name: heard for row, met in every_look(asked, name) if (heard := singing(met.body.decode()))} == {}


def test_the_control_the_case_manager_hears_them(asked):
    heard = set()
    for _row, met in every_look(asked, "manager"):
        heard |= singing(met.body.decode())
    assert {of_case.NAME, of_referral.REASON, *map(word, COMPARTMENTS)} <= heard


@pytest.mark.parametrize("name", ["manager", "investigator", "head", "provider"])
def test_no_canary_stands_in_an_address(asked, name):
    """Addresses stay in a browser's history and in a proxy's log."""
    asker = asked.askers[name]
    addresses = " ".join(found for row in LOOKS for found in HREF.findall(asker.page(row).body.decode()))
    assert addresses.count("/") > 100
    assert singing(addresses) == set()


@pytest.mark.parametrize("name", ["manager", "investigator"])
def test_no_page_may_be_kept(asked, name):
    """Neither by the browser for the next person at this desk nor by anything on the way."""
    kept = []
    for row in LOOKS:
        with taken_back():
            response = asked.askers[name].ask_page(row)
        if response.status_code == 200 and "no-store" not in response.headers.get("Cache-Control", ""):
            kept.append(row.name)
    assert kept == []


def test_the_logs_say_none_even_of_what_fails(asked, caplog):
    """Every step sent by somebody who may take it and somebody who may not, with all loggers open."""
    with caplog.at_level(logging.DEBUG):
        for row in MATRIX.pages:
            for name in ("manager", "other_provider"):
                asked.askers[name].page(row)
    assert singing(caplog.text) == set()


def test_an_error_page_has_no_word_of_anybody(asked, rf):
    asker = asked.askers["manager"]
    refusals = [row for row in MATRIX.pages if row.answers["manager"] in ("nothing", "refused", "too-late")]
    met = [Asker.page(asker, row) for row in refusals]
    assert {one.status for one in met} >= {403, 404, 409}
    assert {canary for one in met for canary in singing(one.body.decode())} == set()
    assert singing(errors.server_error(rf.get("/")).content.decode()) == set()
