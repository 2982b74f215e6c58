"""The pages of exports and of watching serve everybody, on both sizes and in both languages, without a script too."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from samaan import countrypack
from samaan.access import context
from samaan.countrypack.parts import Limits
from samaan.exports.models import Export
from samaan.watching import workflow as of_watching
from samaan.watching.models import Concern, Rule
from tests.exports.conftest import WHY
from tests.factories.cases import acting
from tests.support.seeing import serves_everybody
from tests.support.sessions import prove, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
EVERYWHERE = [("desk", "en"), ("phone", "es")]


@pytest.fixture
def tab(look, live_server):
    """`tab(user, size, language)`: a tab of somebody who has just proved who they are."""

    def of(user, size: str = "desk", language: str = "en", **options):
        user.language = language
        user.save(update_fields=["language"])
        page = look(None, size, **options)
        session = prove(signed_in(user)).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return of


@pytest.mark.parametrize(("size", "language"), EVERYWHERE)
def test_from_asking_to_the_file(tab, manager, case, make, size, language):
    page = tab(manager, size, language, java_script_enabled=language == "en")
    page.goto(reverse("exports:case", args=[case.pk]))
    if language == "en":
        serves_everybody(page)
    page.fill("textarea[name=reason]", WHY)
    page.fill("input[name=recipient]", "The High Court")
    page.check("input[name=envelope][value=password]")
    page.locator("form.form button").first.click()
    page.wait_for_url("**/exports/*-*/")
    with acting(manager):
        export = Export.objects.get()
    make(export)
    page.reload()
    page.locator("form[action$='/unlock/'] button").click()
    password = page.locator("code").inner_text()
    assert re.fullmatch(r"(\w{4}-){4}\w{4}", password)
    if language == "en":
        serves_everybody(page)
    with page.expect_download() as fetched:
        page.locator("form[action$='/file/'] button").click()
    assert fetched.value.suggested_filename == f"samaan-{export.reference}.7z"


@pytest.mark.parametrize(("size", "language"), EVERYWHERE)
def test_every_page_serves_everybody(tab, director, manager, ask, job_role, monkeypatch, size, language):
    monkeypatch.setitem(countrypack.pack().limits.__dict__, "cases_alone", 0)
    export = ask()
    with acting(manager):
        more = of_watching.ask("case", by=manager, number=5, reason="Many came today.")
    with job_role(), context.acting(context.of_job("test")):
        of_watching.raise_concern(Rule.MANY_RECORDS, timezone.localdate(), {"count": 41, "threshold": 30}, user=manager)
    with acting(director):
        concern = Concern.objects.get()
    page = tab(director, size, language)
    for address in (
        reverse("exports:exports"),
        export.get_absolute_url(),
        reverse("exports:recipients"),
        reverse("exports:list"),
        reverse("watching:limits"),
        reverse("watching:ask", args=["case"]),
        more.get_absolute_url(),
        reverse("watching:concerns"),
        concern.get_absolute_url(),
    ):
        assert page.goto(address).status == 200, address
        serves_everybody(page)


@pytest.mark.parametrize(("size", "language"), EVERYWHERE)
def test_the_page_of_a_limit_serves_everybody(tab, manager, case, monkeypatch, size, language):
    monkeypatch.setattr(Limits, "a_day", lambda self, role, what: 0)
    page = tab(manager, size, language)
    assert page.goto(case.get_absolute_url()).status == 429
    serves_everybody(page)
    page.locator("main a").first.click()
    page.wait_for_url("**/limits/ask/case/")
