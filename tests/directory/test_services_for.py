"""Who is offered what, in which order, and why: on the services of the pack."""

import pytest
from django.db import IntegrityError
from django.utils import translation

from samaan.directory.finding import services_for
from samaan.directory.models import Location, Service

pytestmark = pytest.mark.django_db


def codes(**wanted) -> list[str]:
    return [offer.service.code for offer in services_for(**wanted)]


def test_a_woman_is_sent_by_the_referral_map_in_its_order():
    assert codes(need="emergency_shelter", age=24, sex="female", region="TT-POS") == [
        "saman_shelter",
        "ctu_emergency_house",
    ]


def test_a_girl_of_sixteen_goes_to_the_childrens_authority_only():
    (offer,) = services_for("emergency_shelter", age=16, sex="female", region="TT-CHA", language="es")

    assert offer.service.code == "catt_reception"
    assert offer.turn == 1
    assert offer.reasons == [
        "First to be asked by the referral map",
        "Works in the whole country",
        "Takes girls of 16",
        "Speaks Spanish",
        "Open day and night",
        "Answers within 2 hours",
    ]
    assert offer.cautions == []


def test_a_child_of_unknown_age_is_never_offered_a_place_for_adults():
    assert codes(need="emergency_shelter", is_child=True) == ["catt_reception"]
    assert "catt_reception" not in codes(need="emergency_shelter", is_child=False)


@pytest.mark.parametrize(("sex", "found"), [("male", ["poui_shelter"]), ("female", ["ctu_emergency_house"])])
def test_a_house_for_one_sex_takes_only_that_sex(sex, found):
    assert codes(need="emergency_shelter", age=30, sex=sex, region="TT-TOB") == found


def test_somebody_of_unknown_sex_is_offered_everything_and_told_so():
    offers = {offer.service.code: offer for offer in services_for("emergency_shelter", age=30, sex="")}

    assert "Only for: female" in offers["saman_shelter"].cautions
    assert "Only for: male" in offers["poui_shelter"].cautions


def test_what_is_near_comes_first_and_what_is_elsewhere_not_at_all():
    assert codes(need="medical", region="TT-TOB") == ["moh_tobago"]
    assert codes(need="medical", region="TT-SIP") == ["moh_south"]


def test_who_speaks_the_language_comes_first_and_the_others_ask_for_an_interpreter():
    offers = services_for("counselling", age=30, language="es")

    assert [offer.service.code for offer in offers] == ["fia_counselling", "lwc_counselling", "msdfs_family"]
    assert offers[-1].cautions == ["Does not speak Spanish: bring an interpreter"]


def test_a_provider_the_map_does_not_name_comes_last_with_a_warning():
    Service.objects.filter(code="heroes_youth").update(need="food")

    last = services_for("food", age=20)[-1]

    assert last.service.code == "heroes_youth"
    assert last.turn is None
    assert last.cautions == ["Not in the referral map for this person: use it only with a reason"]


def test_an_inactive_service_or_organisation_is_not_offered():
    Service.objects.filter(code="catt_reception").update(is_active=False)

    assert codes(need="emergency_shelter", age=16) == []


def test_the_reasons_speak_spanish():
    with translation.override("es"):
        (offer,) = services_for("emergency_shelter", age=16, sex="female", language="es")

    assert offer.reasons == [
        "Primera opción según el mapa de remisión",
        "Atiende a niñas y adolescentes de 16 años",
        "Habla español",
        "Abierto día y noche",
        "Responde en 2 horas",
    ]


def test_finding_asks_the_database_for_the_services_their_room_and_what_is_shown(django_assert_num_queries):
    services_for("emergency_shelter", age=16)

    with django_assert_num_queries(7):
        services_for("emergency_shelter", age=16)


def test_the_database_keeps_a_sealed_place_without_an_address():
    house = Service.objects.get(code="saman_shelter")
    with pytest.raises(IntegrityError):
        Location.objects.create(
            code="a_house", organisation=house.organisation, is_sealed=True, address="12 Some Street"
        )
