"""A first responder asks: what is near, open, and takes a girl of sixteen?"""

import pytest

from tests.factories.accounts import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_in_spanish_on_a_telephone(visit):
    responder = visit("es", phone=True)
    responder.is_signed_in_as(make_user("first_responder", "ttps", language="es"))
    responder.goes_to("/directory/")
    responder.sees("Abierto día y noche")
    responder.is_served_well()

    responder.chooses("¿Qué se necesita?", "Albergue de emergencia")
    responder.chooses("¿Para quién?", "Mujer")
    responder.page.locator("input[name=age]").fill("16")
    responder.presses("Buscar servicios")
    responder.sees("Atiende a niñas y adolescentes de 16 años")
    responder.sees("1 servicio")
    responder.is_served_well()

    responder.follows("Centro de recepción")
    responder.sees("Reservado. A las personas se las lleva allí.")
    responder.is_served_well()


def test_in_english_on_a_desk_without_javascript(visit):
    responder = visit("en", javascript=False)
    responder.is_signed_in_as(make_user("first_responder", "ttps"))
    responder.goes_to("/directory/")
    responder.chooses("What is needed?", "Medical care")
    responder.chooses("Where?", "Tobago")
    responder.presses("Find services")
    responder.sees("Medical care, Tobago")
    responder.does_not_see("Medical care, north and east")
