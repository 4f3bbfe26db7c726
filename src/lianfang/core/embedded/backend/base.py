"""The database wrapper that Django loads: PostgreSQL's own, plus the start of the embedded server."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from lianfang.core.embedded import server


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL; where the settings name no other server, the embedded one is running before we connect."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        server.ensure_running(settings.HOME, settings.SECRETS)
        return super().get_new_connection(conn_params)
