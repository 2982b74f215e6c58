"""Calls thought up from the API's own description: none ends in a 500, and every answer is as described."""

import os
from datetime import timedelta

import pytest
import requests
import schemathesis
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from samaan.accounts.models import ApiToken
from samaan.api.main import api
from tests.factories.accounts import make_user
from tests.factories.cases import make_case
from tests.factories.screening import make_screening

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("SAMAAN_TEST_CALLS", "3"))
ROLES = ("case_manager", "head_of_investigations")
description = schemathesis.openapi.from_dict(api.get_openapi_schema())


@pytest.fixture
def programs() -> dict[str, str]:
    """A token of each role, and something for them to find."""
    manager, head = make_user("case_manager"), make_user("head_of_investigations")
    make_case(case_manager=manager)
    make_screening()
    return {user.role_id: ApiToken.issue(user, lasting=timedelta(days=1)) for user in (manager, head)}


def call(case: schemathesis.Case, token: str) -> schemathesis.Response:
    """As a program calls, by Django's own client; a failure is an answer, as in life."""
    sent = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    sent.headers["Authorization"] = f"Bearer {token}"
    content_type = sent.headers.pop("Content-Type", "application/json")
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    client = Client(raise_request_exception=False)
    answer = client.generic(str(sent.method), sent.path_url, body, content_type, headers=dict(sent.headers))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = {name: [value] for name, value in answer.headers.items()}
    return schemathesis.Response(
        status_code=answer.status_code, headers=headers, content=content, request=sent, elapsed=0.0, verify=True
    )


@description.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_call_fails_and_every_answer_is_as_described(case, programs):
    for role in ROLES:
        cache.clear()
        with transaction.atomic():
            response = call(case, programs[role])
            transaction.set_rollback(True)
        checks = [not_a_server_error]
        if response.status_code < 400:
            checks += [content_type_conformance, response_schema_conformance]
        case.validate_response(response, checks=checks)
