"""A first responder asks: what is near, open, and takes a girl of sixteen?"""

import pytest

from tests.factories.accounts import make_user
from tests.support import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_in_spanish_on_a_telephone(visit):
    responder = visit("es", phone=True)
    responder.is_signed_in_as(make_user("first_responder", cast.organisation("police"), language="es"))
    responder.goes_to("/directory/")
    responder.sees("Abierto día y noche")
    responder.is_served_well()

    responder.chooses("¿Qué se necesita?", cast.need_name("shelter", "es"))
    responder.chooses("¿Para quién?", "Mujer")
    responder.page.locator("input[name=age]").fill("16")
    responder.presses("Buscar servicios")
    responder.sees("Atiende a niñas y adolescentes de 16 años")
    responder.sees("1 servicio")
    responder.is_served_well()

    responder.follows(cast.service_name("girls_shelter", "es"))
    responder.sees("Reservado. A las personas se las lleva allí.")
    responder.is_served_well()


def test_in_english_on_a_desk_without_javascript(visit):
    responder = visit("en", javascript=False)
    responder.is_signed_in_as(make_user("first_responder", cast.organisation("police")))
    responder.goes_to("/directory/")
    responder.chooses("What is needed?", cast.need_name("medical", "en"))
    responder.chooses("Where?", cast.region_name("map", "en"))
    responder.presses("Find services")
    responder.sees(cast.service_name("clinic_there", "en"))
    responder.does_not_see(cast.service_name("clinic_elsewhere", "en"))
