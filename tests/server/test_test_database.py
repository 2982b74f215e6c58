"""The tests' own ground: which role they run as, and that nothing stays behind."""

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection


def current_user() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_test_runs_as_the_role_of_the_web_pages():
    assert current_user() == "samaan_app"


@pytest.mark.django_db
def test_the_role_of_the_web_pages_makes_no_tables():
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE public.mine ()")


def test_the_role_of_the_worker_is_a_choice(job_role):
    with job_role():
        assert current_user() == "samaan_job"
    assert current_user() == "samaan_app"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", [1, 2])
def test_committed_rows_are_gone_in_the_next_test(attempt):
    assert not ContentType.objects.filter(app_label="left-behind").exists()
    ContentType.objects.create(app_label="left-behind", model="row")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", [1, 2])
def test_rows_of_the_template_are_back_in_the_next_test(attempt):
    assert ContentType.objects.filter(app_label="contenttypes").exists()
    ContentType.objects.all().delete()


def test_the_administrator_sees_everything(admin_connection: psycopg.Connection):
    row = admin_connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row == (True,)
