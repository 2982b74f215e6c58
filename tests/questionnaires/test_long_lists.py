"""A list too long for the page is suggested from while its name is written."""

import pytest

from tests.factories.accounts import make_user
from tests.factories.forms import begin, forms_at_work, save
from tests.questionnaires.test_save_answers import answers
from tests.xforms.workbooks import table

pytestmark = pytest.mark.django_db
MANY = 1100
SURVEY = table({"type": "select_one place", "name": "place", "en": "Where?", "es": "¿Dónde?"})
HEAD = "| list_name | name | label::English (en) | label::Español (es) |\n"
PLACES = HEAD + "\n".join(f"| place | p{n} | Village {n} | Pueblo {n} |" for n in range(MANY))


def test_names_are_suggested_while_they_are_written_and_nothing_is_kept(browse):
    with forms_at_work(SURVEY, PLACES):
        submission = begin()
        client = browse(submission.begun_by)
        page = client.get(f"/forms/{submission.pk}/part/place/").content.decode()
        assert page.count("<option") == 0 and f'hx-post="/forms/{submission.pk}/suggest/"' in page

        address, sent = f"/forms/{submission.pk}/suggest/", {"at": "/data/place", "/data/place": "lage 107"}
        assert client.post(address, sent).content.decode().count("<option") == 11, "107 and 1070 to 1079"
        assert "Village 107" in client.post(address, sent).content.decode()
        assert "<option" not in client.post(address, sent | {"/data/place": "elsewhere"}).content.decode()
        assert client.post(address, sent | {"at": "/data/nothing"}).status_code == 404
        assert browse(make_user("case_manager")).post(address, sent).status_code == 404
        assert answers(submission) == {}

        save(submission, {"/data/place": "p107"})
        assert 'value="Village 107"' in client.get(f"/forms/{submission.pk}/part/place/").content.decode()
