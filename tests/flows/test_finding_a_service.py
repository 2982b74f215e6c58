"""A first responder asks: what is open, has room, and takes a girl of sixteen together with her mother?"""

import time

import pytest

from samaan.directory.models import Capacity, Service
from tests.factories.accounts import make_user
from tests.support import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
BOTH = "Una adolescente de 12 a 17 y su madre"


def make_family_house() -> Service:
    """A house that takes women and girls of every age, with two beds."""
    service = Service.objects.get(code=cast.service("womens_shelter"))
    Service.objects.filter(pk=service.pk).update(min_age=None, regions=[], whatsapp="+18685550105")
    Capacity.objects.create(service=service, kind="beds", contracted=6, free=2)
    return service


def test_a_girl_and_her_mother_in_spanish_on_a_telephone_in_three_taps(visit):
    house = make_family_house()
    responder = visit("es", phone=True)
    responder.is_signed_in_as(make_user("first_responder", cast.organisation("police"), language="es"))
    responder.goes_to("/directory/")
    responder.is_served_well()

    began = time.monotonic()
    responder.follows(cast.need_name("shelter", "es"))
    responder.follows(BOTH)
    responder.sees("2 camas esta noche")
    call = responder.page.locator(f"a[href='tel:{house.phone}']").first
    call.click(trial=True)
    assert time.monotonic() - began < 60

    responder.is_served_well()
    assert responder.page.locator("a[href='whatsapp://send?phone=18685550105']").is_visible()
    responder.page.get_by_text("Por qué no aparecen otros").click()
    responder.sees("Solo recibe a hombres")
    responder.follows("Lugares libres")
    responder.sees("2 camas libres")
    responder.is_served_well()


def test_in_english_on_a_desk_without_javascript(visit):
    responder = visit("en", javascript=False)
    responder.is_signed_in_as(make_user("first_responder", cast.organisation("police")))
    responder.goes_to("/directory/")
    responder.follows("Another need, an exact age, a region, a language")
    responder.chooses("What is needed?", cast.need_name("medical", "en"))
    responder.chooses("Where?", cast.region_name("map", "en"))
    responder.presses("Find services")
    responder.sees(cast.service_name("clinic_there", "en"))
    offered = responder.page.locator("ol.offers").inner_text()
    assert cast.service_name("clinic_elsewhere", "en") not in offered
