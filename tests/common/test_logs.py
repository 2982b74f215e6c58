"""The text log: no secret of a link, no id of a record, nothing that somebody typed into an address."""

import io
import logging

import pytest
from django.test import Client

from tests.factories.accounts import make_user
from tests.factories.cases import make_case
from tests.factories.staff import link_of, make_invitation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def logged(monkeypatch) -> io.StringIO:
    """What the program's own handler writes."""
    (handler,) = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    return written


def test_a_link_that_still_opens_an_account_is_not_in_it(logged):
    token = link_of(make_invitation())
    assert Client().post(f"/invitation/{token}/", {"full_name": "Ingrid Salas", "password": "x"}).status_code == 422
    assert "422 Unprocessable" in logged.getvalue() and "in invitation" in logged.getvalue()
    assert token not in logged.getvalue()


def test_nor_which_record_somebody_tried_to_see(logged, browse):
    case = make_case()
    assert browse(make_user("investigator", "iom")).get(f"/cases/{case.pk}/").status_code == 404
    assert "404 Not Found in cases:case" in logged.getvalue()
    assert str(case.pk) not in logged.getvalue()


def test_nor_a_name_that_was_typed_where_there_is_no_page(logged):
    assert Client().get("/Dayanara Villasmil/").status_code == 404
    assert "404 Not Found in no page" in logged.getvalue()
    assert "Dayanara" not in logged.getvalue()


def test_nor_the_address_of_a_form_that_was_forged(logged):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/language/", {"language": "es"}).status_code == 403
    assert "403 Forbidden in set_language" in logged.getvalue() and "/language/" not in logged.getvalue()
