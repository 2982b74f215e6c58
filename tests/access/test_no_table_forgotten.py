"""Every table the web role can read is either behind row security or known to hold nobody's file."""

import pytest
from django.apps import apps
from django.db import connection

from samaan.access.models import Protected

# What these hold: colleagues' accounts, sign-in, jobs (ids only), the pack, the directory of services, how often
# a colleague searched or tried to open a file in an emergency, numbers of master keys and wrapped keys of no record,
# which backups were made, which telephones fill in forms, the booklet of the referral mechanism, figures none of which
# is small.
OPEN = {
    "accounts", "account", "auth", "axes", "countrypack", "directory", "django", "insights", "mfa", "places",
    "procrastinate", "vault_heldanswers", "people_searchallowance", "vault_masterversion", "vault_lastingkey",
    "vault_backup", "mechanism_booklet", "signin", "socialaccount", "walls_emergencyallowance", "devices_devicetoken",
    "staff_conductacceptance", "staff_invitation", "staff_reviewline", "staff_rolechange", "staff_training",
}  # fmt: skip


@pytest.mark.django_db
def test_every_readable_table_is_protected_or_known_to_be_open():
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm', 'v')
               AND has_table_privilege('samaan_app', oid, 'SELECT')""")
        tables = cursor.fetchall()
    forgotten = [
        name for name, protected in tables if not protected and name not in OPEN and name.split("_")[0] not in OPEN
    ]
    assert forgotten == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in apps.get_models() if issubclass(m, Protected)], ids=lambda m: m.__name__)
def test_every_protected_model_says_the_same_as_its_table(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_column, compartment, compartment_column FROM sec.protected_table WHERE name = %s",
            [model._meta.db_table],
        )
        declared = cursor.fetchone()
    column = model._meta.pk.column if model.record_field == "id" else model.record_field
    assert declared == (column, "summary" if model.compartment_field else model.compartment, model.compartment_field)
