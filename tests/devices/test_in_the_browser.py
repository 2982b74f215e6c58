"""The pages about telephones on a telephone: in Spanish, and open to everybody."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.factories.accounts import make_user
from tests.factories.devices import instance, make_device, phone_of
from tests.factories.forms import forms_at_work
from tests.support.seeing import serves_everybody
from tests.support.sessions import prove, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def manager() -> Iterator:
    with forms_at_work():
        yield make_user("case_manager", language="es")


def test_the_pages_serve_everybody(manager, look):
    phone_of(manager).send(instance("<safety><risk>high</risk></safety>"))
    make_device(manager, "Teléfono azul del equipo móvil con un nombre muy largo")
    page = look(manager, "phone")

    page.goto("/phones/")
    assert page.get_by_role("heading", name="Teléfonos que completan formularios", level=1).is_visible()
    serves_everybody(page)

    page.goto("/from-my-phone/")
    serves_everybody(page)
    page.get_by_role("link", name="Evaluación de necesidades").click()
    serves_everybody(page)
    page.get_by_role("link", name="Archivarlo en su expediente").click()
    serves_everybody(page)


def test_a_phone_is_added_and_its_settings_are_shown(manager, look, live_server):
    page = look(None, "phone")
    session = prove(signed_in(manager)).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    page.goto("/phones/new/")
    serves_everybody(page)
    page.get_by_label("¿Cómo llama usted a este teléfono?").fill("Teléfono azul")
    page.get_by_role("button", name="Agregarlo").click()

    picture = page.get_by_alt_text("Código QR con los ajustes de este teléfono")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    serves_everybody(page)
