"""Home and the inbox show an alert about anything that can be told."""

from uuid import uuid4

import pytest

from samaan.access import context
from samaan.alerts import registry
from samaan.alerts.models import Alert
from tests.factories.accounts import make_user
from tests.support.sessions import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", sorted(registry.MODELS))
@pytest.mark.parametrize("page", ["/", "/alerts/"])
def test_whatever_the_alert_is_about(page: str, kind: str):
    user = make_user("director")
    with context.acting(context.of_user(user)):
        Alert.objects.create(user=user, rule="report_received", event_kind="x", record_kind=kind, record_id=uuid4())
    assert "A report has come in" in signed_in(user).get(page).text
