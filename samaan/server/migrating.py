"""Bringing the database to the state this version of the program needs."""

from django.core.management import call_command
from django.db import connection

from samaan.server.connection import acting_as
from samaan.server.roles import APP, JOB


def migrate(*, verbosity: int = 1) -> None:
    """Run what is new of the migrations, as the owner of the tables."""
    with acting_as("owner"):
        call_command("migrate", verbosity=verbosity, interactive=False)
        with connection.cursor() as cursor:
            # Which migrations ran is read by everyone and written by the owner alone.
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP}, {JOB}")
