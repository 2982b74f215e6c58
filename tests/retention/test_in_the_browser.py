"""Every page serves everybody: with a screen reader, on a telephone, in both languages."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import cases as of_cases
from tests.factories.retention import approved, director, hold, make_due_case, make_due_report, propose
from tests.retention.test_own_data import NOTE, ask
from tests.support.seeing import serves_everybody
from tests.support.sessions import prove, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def walk(look, live_server):
    """`walk(user, size, language, addresses)`: looks at each, having just proved who they are."""

    def through(user, size, language, addresses):
        user.language = language
        user.save()
        page = look(None, size)
        session = prove(signed_in(user)).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        for number, address in enumerate(addresses):
            page.goto(address)
            serves_everybody(page)
            if folder := os.environ.get("SAMAAN_TEST_PICTURES"):
                page.screenshot(path=Path(folder) / f"{number}-{user.role_id}-{size}-{language}.png", full_page=True)

    return through


def url(name, *args):
    return reverse(f"retention:{name}", args=args)


@pytest.mark.parametrize(("size", "language"), [("desk", "en"), ("phone", "es")])
def test_the_pages_of_disposal(walk, destroy, size, language):
    case, report = make_due_case(), make_due_report()
    gone = make_due_case(given_names="Xiomara", phones=["+18686009988"])
    certificate = destroy(approved(gone))
    placed, proposal = hold(report), propose(case)
    walk(
        director("deputy_director"),
        size,
        language,
        [
            url("list"), url("of_case", case.pk), url("hold", "case", case.pk), url("lift", placed.pk),
            url("proposal", proposal.pk), certificate.get_absolute_url(), gone.get_absolute_url(),
            report.get_absolute_url(), url("propose", "case", case.pk),
        ],
    )  # fmt: skip


@pytest.mark.parametrize(("size", "language"), [("desk", "es"), ("phone", "en")])
def test_the_pages_of_a_survivors_own_copy(walk, size, language):
    from samaan.cases import workflow as of_case
    from samaan.cases.models import Case

    case = of_cases.make_case()
    manager = case.case_manager
    with of_cases.acting(manager):
        of_case.add_note(Case.objects.get(pk=case.pk), by=manager, compartment="care", text=f"{NOTE} +58 414 5551234")
    addresses = [url("own_data_ask", case.pk)]
    walk(manager, size, language, addresses)
    wish = ask(case)
    tab = reverse("cases:panel", args=[case.pk, "retention"])
    walk(manager, size, language, [wish.get_absolute_url(), url("own_data_refuse", wish.pk), tab])
