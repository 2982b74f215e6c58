"""Who takes several people at once, why the others are left out, and what was looked for in vain."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from samaan.directory.finding import Point, Somebody, Wanted, find
from samaan.directory.models import Capacity, HoursException, Schedule, Service, UnmetSearch

pytestmark = pytest.mark.django_db

GIRL, MOTHER = Somebody("female", 16, 16), Somebody("female", 40, 40)


def codes(offers) -> list[str]:
    return [offer.service.code for offer in offers]


def test_a_girl_and_her_mother_are_placed_together_or_what_else_takes_both_is_said():
    apart = find(Wanted("emergency_shelter", (GIRL,)))
    together = find(Wanted("emergency_shelter", (GIRL, MOTHER)))

    assert codes(apart.offers) == ["catt_reception"]
    assert together.offers == []
    assert codes(together.instead) == ["poui_families"]
    assert "Takes together: girls of 16, women of 40" in together.instead[0].reasons


def test_why_others_are_left_out_is_said_in_words_by_reason():
    Capacity.objects.create(service=Service.objects.get(code="catt_reception"), kind="beds", contracted=6, free=0)

    found = find(Wanted("emergency_shelter", (GIRL,), now=True))

    said = {group.reason: [service.code for service in group.services] for group in found.left_out}
    assert found.offers == []
    assert next(iter(said)) == "Full"
    assert said["Full"] == ["catt_reception"]
    assert said["Takes men only"] == ["poui_shelter"]
    assert sorted(said["Takes ages 18 and over"]) == ["ctu_emergency_house", "saman_shelter"]


def test_what_can_wait_is_offered_last_with_a_word_that_it_is_full():
    service = Service.objects.get(code="ctu_emergency_house")
    Capacity.objects.create(service=service, kind="beds", contracted=6, free=0)
    woman = (Somebody("female", 30, 30),)

    found = find(Wanted("emergency_shelter", woman))
    Capacity.objects.update(free=2)
    with_room = find(Wanted("emergency_shelter", woman, now=True))

    assert codes(found.offers)[-1] == "ctu_emergency_house"
    assert "Full" in found.offers[-1].cautions
    assert "2 beds tonight" in next(o for o in with_room.offers if o.service == service).reasons


@pytest.fixture
def at(monkeypatch):
    """`at(2026, 12, 5, 9)`: what time it is, where the country is."""

    def set_clock(*moment: int) -> None:
        here = datetime(*moment, tzinfo=timezone.get_current_timezone())
        monkeypatch.setattr(timezone, "now", lambda: here)

    return set_clock


def legal_aid() -> Service:
    """Legal aid on weekdays from 8 to 16."""
    service = Service.objects.get(code="legal_aid")
    service.schedules.all().delete()
    Schedule.objects.bulk_create(
        Schedule(service=service, weekday=day, opens=time(8), closes=time(16)) for day in range(1, 6)
    )
    return service


def test_what_is_closed_says_until_when_and_what_is_open_says_so(at):
    legal_aid()
    at(2026, 12, 5, 9)  # a Saturday
    asked = Wanted("legal_aid", now=True)

    closed = find(asked)
    waiting = find(Wanted("legal_aid"))
    at(2026, 12, 7, 9)
    opened = find(asked)

    assert [group.reason for group in closed.left_out] == ["Closed until Monday 8:00"]
    assert "Closed until Monday 8:00" in waiting.offers[0].cautions
    assert "Open now" in opened.offers[0].reasons


def test_a_day_that_differs_and_a_night_over_midnight(at):
    service = legal_aid()
    HoursException.objects.create(service=service, first_day=date(2026, 12, 7), last_day=date(2026, 12, 7))
    Schedule.objects.create(service=service, weekday=5, opens=time(22), closes=time(2))

    at(2026, 12, 7, 9)
    assert find(Wanted("legal_aid", now=True)).left_out[0].reason == "Closed until Tuesday 8:00"
    at(2026, 12, 12, 1)
    assert find(Wanted("legal_aid", now=True)).total == 1


def test_the_nearest_comes_first_with_how_far_it_is():
    north, south = Service.objects.get(code="moh_north"), Service.objects.get(code="moh_south")
    for service, point in ((north, ("10.66", "-61.51")), (south, ("10.28", "-61.46"))):
        place = service.places.get().location
        place.latitude, place.longitude = point
        place.save()

    found = find(Wanted("medical", near=Point(10.28, -61.45)))

    assert codes(found.offers)[0] == "moh_south"
    assert "1 km away" in found.offers[0].reasons
    assert "43 km away" in next(offer for offer in found.offers if offer.service == north).reasons


def test_what_a_service_asks_for_is_asked_or_said():
    Service.objects.filter(code="legal_aid").update(nationalities=["VE"], households=["with_children"])

    fits = find(Wanted("legal_aid", nationality="VE", household="with_children"))
    others = find(Wanted("legal_aid", nationality="CO"))
    unsaid = find(Wanted("legal_aid"))

    assert codes(fits.offers) == ["legal_aid"]
    assert [group.reason for group in others.left_out] == ["Only for people from: Venezuela"]
    assert unsaid.offers[0].cautions == ["Only for people from: Venezuela", "Only for: With children"]


def test_a_search_in_vain_is_counted_once_by_hour_and_band_and_names_nobody(browse):
    asked = {"need": "emergency_shelter", "p": ["female:16", "female:40"], "region": "TT-TOB"}
    client = browse()

    for _time in range(2):
        client.get("/directory/", asked)
    browse().get("/directory/", asked)

    counted = UnmetSearch.objects.get()
    assert (counted.need, counted.region, counted.age_band, counted.sex) == (
        "emergency_shelter", "TT-TOB", "16_17", "female",
    )  # fmt: skip
    assert (counted.persons, counted.times) == (2, 2)
    assert (counted.hour.minute, counted.hour.second) == (0, 0)


def test_a_position_is_read_coarsely_and_nothing_else_is():
    assert Point.read("10.6549,-61.5019") == Point(10.65, -61.5)
    assert [Point.read(words) for words in ("", "here", "1", "91,0", "nan,nan", "1,2,3")] == [None] * 6
    assert Somebody.read("female:12-17") == Somebody("female", 12, 17)
    assert [Somebody.read(words) for words in ("she:16", "female:17-12", "female:999", "16")] == [None] * 4


def test_the_page_says_who_takes_them_and_why_others_do_not(browse):
    page = browse().get("/directory/", {"need": "emergency_shelter", "p": "female:16"}).content.decode()

    assert "Why others are left out" in page
    assert "Takes men only" in page
    assert "Takes girls of 16" in page
