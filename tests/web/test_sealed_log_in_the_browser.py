"""The auditor's page as it is seen: on a desk and a phone, in both languages, whole and changed."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from samaan.audit import delivery
from samaan.server.connection import acting_as
from tests.factories.accounts import make_user
from tests.support.sealed_log import Log
from tests.support.seeing import serves_everybody

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def log(tmp_path, admin_connection) -> Log:
    made = Log(tmp_path, admin_connection, make_user("director"))
    made.grow(*range(30))
    return made


def verified(log: Log) -> None:
    with acting_as("auditor"):
        result = log.verify()
    with acting_as("auditor"):
        result.keep()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("state", ["whole", "changed", "standing still"])
def test_the_page_is_open_to_everybody(look, log, state, size, language):
    verified(log)
    if state == "changed":
        log.rewrite("UPDATE audit_event SET purpose = 'care' WHERE id = %s", log.event(3))
        verified(log)
    if state == "standing still":
        log.write(99)
        long_ago = timezone.now() - timedelta(hours=2)
        log.rewrite("UPDATE audit_event SET recorded_at = %s WHERE id = %s", long_ago, log.event(99))
        with acting_as("sealer"):
            delivery.note_trouble("file", "/mnt/witness/samaan-checkpoints.jsonl: Permission denied")
    page = look(make_user("auditor", language=language), size)
    page.goto("/log/")
    expect(page.locator("h1")).to_have_text({"en": "Sealed log", "es": "Registro sellado"}[language])
    serves_everybody(page)
    if folder := os.environ.get("SAMAAN_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"log-{state.replace(' ', '-')}-{size}-{language}.png", full_page=True)


def test_a_proof_comes_without_a_script(look, log):
    page = look(make_user("auditor"), java_script_enabled=False)
    page.goto("/log/")
    page.get_by_label("Number of the event").fill(str(log.event(4)))
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the proof").click()
    assert download.value.suggested_filename == f"event-{log.event(4)}.proof.json"
