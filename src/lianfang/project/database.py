"""The database as the doors need it: present, migrated, with its built-in policy packs."""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor


def prepare() -> None:
    """Start the embedded database where it is used, and bring its tables up to this program's edition."""
    if pending():
        migrate()


def pending() -> bool:
    """Whether the program knows migrations that the database has not had."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Apply what is pending; of two simultaneous callers the second waits and finds nothing to do."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            executor = MigrationExecutor(connection)
            executor.migrate(executor.loader.graph.leaf_nodes())
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [MIGRATION_LOCK])


MIGRATION_LOCK = 4_712_002
