"""Bringing the database to the state this version of the program needs."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from samaan.server.connection import acting_as
from samaan.server.roles import APP, GUARD, JOB

# A backup reads tables behind row security as the guard (docs/adr/0016), so it must see each of them whole.
GUARD_READS = f"""
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT relname FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity
                   AND NOT has_table_privilege('{GUARD}', oid, 'SELECT')
    LOOP EXECUTE format('GRANT SELECT ON public.%I TO {GUARD}', name); END LOOP;
    FOR name IN SELECT relname FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity
                   AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polcmd IN ('r', '*')
                                    AND polroles @> ARRAY['{GUARD}'::regrole::oid]
                                    AND pg_get_expr(polqual, polrelid) = 'true')
    LOOP EXECUTE format('CREATE POLICY backup ON public.%I FOR SELECT TO {GUARD} USING (true)', name); END LOOP;
END $$
"""


def migrate(*, verbosity: int = 1) -> None:
    """Run what is new of the migrations, as the owner of the tables."""
    with acting_as("owner"):
        call_command("migrate", verbosity=verbosity, interactive=False)
        with connection.cursor() as cursor:
            # Which migrations ran is read by everyone and written by the owner alone.
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP}, {JOB}")
            cursor.execute(GUARD_READS)


def migrate_to(done: set[tuple[str, str]]) -> None:
    """Make the tables of an empty database as these migrations, and no others, make them."""
    with acting_as("owner"):
        executor = MigrationExecutor(connection)
        nodes = executor.loader.graph.node_map
        # The last of each app; a migration before it would be taken for a wish to go back.
        executor.migrate([key for key in nodes if key in done and not _followed(nodes[key], done)])


def _followed(node, done: set[tuple[str, str]]) -> bool:
    return any(child.key[0] == node.key[0] and child.key in done for child in node.children)
