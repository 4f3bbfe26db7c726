"""Test databases: made and dropped by the owner of the tables, used by the program's own role."""

from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql import creation

from lianfang.core.access import rows

if TYPE_CHECKING:
    from lianfang.core.embedded.backend.base import DatabaseWrapper


class DatabaseCreation(creation.DatabaseCreation):
    """Django's own, as the owner."""

    connection: "DatabaseWrapper"

    def create_test_db(self, *args: Any, **kwargs: Any) -> str:
        """Make a test database with all its tables and their locks."""
        program = self.connection.settings_dict["USER"]
        with self.connection.as_owner():
            name: str = super().create_test_db(*args, **kwargs)
            rows.close_locks(program)
        return name

    def destroy_test_db(self, *args: Any, **kwargs: Any) -> None:
        """Drop a test database."""
        with self.connection.as_owner():
            super().destroy_test_db(*args, **kwargs)
