"""The database as the doors need it: reachable, new enough, migrated."""

from typing import Final

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from lianfang.kernel.errors import DomainError

OLDEST_SERVER: Final = 160000
MIGRATION_LOCK: Final = 4_712_100


class DatabaseUnreachable(DomainError):
    """The server that LIANFANG_DATABASE_URL names does not answer."""

    code = "database.unreachable"
    sentence = "数据库连接不上：{reason}请检查 LIANFANG_DATABASE_URL 和数据库服务。"
    exit_code = 70


class ServerTooOld(DomainError):
    """The server is older than PostgreSQL 16."""

    code = "database.too_old"
    sentence = "数据库版本为 {found}，需要 PostgreSQL 16 或更高版本。"
    exit_code = 70


def prepare() -> None:
    """Start the embedded database where it is used, and bring its tables up to this program's edition."""
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        raise DatabaseUnreachable(reason=problem) from problem
    version = connection.connection.info.server_version
    if version < OLDEST_SERVER:
        raise ServerTooOld(found=f"{version // 10000}.{version % 10000}")
    if pending():
        migrate()


def pending() -> bool:
    """Whether the program knows migrations that the database has not had."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Apply what is pending; of two simultaneous callers the second waits and finds nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            _apply(connections[DEFAULT_DB_ALIAS])
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def _apply(wrapper: BaseDatabaseWrapper) -> None:
    executor = MigrationExecutor(wrapper)
    executor.migrate(executor.loader.graph.leaf_nodes())
