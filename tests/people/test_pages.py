"""The page on which people are found."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories.accounts import make_user
from tests.factories.cases import make_case, make_person

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/people/"


@pytest.fixture
def anna():
    return make_user("investigator")


def found(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_it_stands_in_the_menu_of_who_works_with_persons(browse, anna):
    assert 'href="/people/"' in found(browse(anna).get("/"))
    assert 'href="/people/"' not in found(browse(make_user("first_responder", "ttps")).get("/"))


def test_a_misspelt_name_is_found_with_why_and_where(browse, anna):
    case = make_case(investigator=anna, given_names="Marisol", family_names="Vásquez Prieto", aliases="La Chama")
    page = found(browse(anna).post(PATH, {"names": "Basques Marisol"}))
    assert "1 person may be meant" in page
    assert "Marisol Vásquez Prieto" in page
    assert "Also known as La Chama" in page
    assert "about 24, Female, Venezuela" in page
    assert "The same name: Marisol" in page
    assert "Basques sounds like Vasquez" in page
    assert case.pseudonym in page and case.get_absolute_url() in page


def test_by_telephone_and_document_number(browse, anna):
    make_person(anna, phones=["868 555 0123"], document_numbers=["V-12.345.678"])
    assert "The same telephone number" in found(browse(anna).post(PATH, {"phone": "+1 868 555 0123"}))
    assert "The same document number" in found(browse(anna).post(PATH, {"document": "v12345678"}))


def test_it_speaks_spanish(browse):
    anna = make_user("investigator", language="es")
    make_person(anna, given_names="Francisco", family_names="Peña")
    page = found(browse(anna).post(PATH, {"names": "Paco Pena"}))
    assert "Puede tratarse de 1 persona" in page
    assert "Paco y Francisco pueden ser formas cortas del mismo nombre" in page


def test_who_may_not_see_the_person_finds_nobody(browse, anna):
    make_person(anna)
    page = found(browse(make_user("investigator")).post(PATH, {"names": "Dayanara Villasmil"}))
    assert "Nobody you can see is like that" in page
    assert "Prieto" not in page


def test_nothing_asked_is_said_beside_the_field(browse, anna):
    response = browse(anna).post(PATH, {"age_band": "18_20"})
    assert response.status_code == 422
    assert "Write a name, a telephone number or a document number." in response.content.decode()


def test_after_too_many_it_says_from_when_on(browse, anna, settings):
    settings.PEOPLE_SEARCHES_PER_HOUR = 1
    client = browse(anna)
    client.post(PATH, {"names": "Dayanara"})
    response = client.post(PATH, {"names": "Dayanara"})
    assert response.status_code == 429
    assert "You can search again from" in response.content.decode()


def test_who_has_no_business_here_is_refused(browse):
    assert browse(make_user("first_responder", "ttps")).get(PATH).status_code == 403


def test_an_address_never_searches(browse, anna):
    make_person(anna)
    assert "Dayanara Villasmil" not in found(browse(anna).get(PATH, {"names": "Dayanara"}))


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_it_works_without_script_and_for_everybody(look, size, language):
    anna = make_user("investigator", language=language)
    for given, age in [("Marisol", 15), ("Marysol", 24), ("Mariselys", None)]:
        make_case(investigator=anna, given_names=given, family_names="Villasmil Prieto", age=age)
    page = look(anna, size, java_script_enabled=False)
    page.goto(PATH)
    page.locator("#id_names").fill("marisol biyasmil")
    page.locator("form[role=search].panel button").click()
    expect(page.locator(".found-person")).to_have_count(3)
    page = look(anna, size)
    page.goto(PATH)
    page.locator("#id_names").fill("marisol biyasmil")
    page.locator("form[role=search].panel button").click()
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    root = "document.documentElement"
    assert not page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"), "the page scrolls sideways"
