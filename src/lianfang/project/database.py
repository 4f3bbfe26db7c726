"""The database as the doors need it: reachable, new enough, migrated."""

from typing import Final, cast

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from lianfang.core.access import rows
from lianfang.core.access.terms import Work
from lianfang.core.embedded.backend.base import DatabaseWrapper
from lianfang.kernel.errors import DomainError

OLDEST_SERVER: Final = 160000
MIGRATION_LOCK: Final = 4_712_100
MIGRATING: Final = Work("database.migrate", "moves whatever rows an edition of the program moves")


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


class RoleTooStrong(DomainError):
    """The program's role could look past the locks of the rows."""

    code = "database.role_too_strong"
    sentence = "数据库角色 {role} 能绕过行级安全，不能使用。请按 SECURITY.md 另建一个角色。"
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
    if not rows.are_closed(program_role()) or pending():
        migrate()
    check_role()


def program_role() -> str:
    """The role as which the program connects."""
    return str(connection.settings_dict["USER"])


def check_role() -> None:
    """Refuse a role on which the locks of the rows would not bind. Raises RoleTooStrong."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select r.rolsuper or r.rolbypassrls or pg_has_role(r.oid, t.relowner, 'member')"
            " from pg_roles r, pg_class t"
            " where r.rolname = current_user and t.oid = 'django_migrations'::regclass"
        )
        (strong,) = cursor.fetchone()
    if strong:
        raise RoleTooStrong(role=program_role())


def pending() -> bool:
    """Whether the program knows migrations that the database has not had."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Apply what is pending, as the owner of the tables, and bring the locks of the rows in line.

    Of two simultaneous callers the second waits and finds nothing to do.
    """
    role = program_role()
    wrapper = cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS])
    with wrapper.as_owner(), rows.acting_for(MIGRATING), wrapper.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            _apply(wrapper)
            rows.close_locks(role)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def _apply(wrapper: BaseDatabaseWrapper) -> None:
    executor = MigrationExecutor(wrapper)
    executor.migrate(executor.loader.graph.leaf_nodes())
