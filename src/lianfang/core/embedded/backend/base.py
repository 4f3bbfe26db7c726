"""The database wrapper that Django loads: PostgreSQL's own, the embedded server's start, two roles."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from lianfang.core.embedded import server
from lianfang.core.embedded.backend.creation import DatabaseCreation
from lianfang.kernel.errors import DomainError


class OwnerUnknown(DomainError):
    """Tables must be made or changed, and no address says as whom."""

    code = "database.owner_unknown"
    sentence = "数据库需要升级，请用 LIANFANG_OWNER_URL 给出表的所有者的地址后重试。"
    exit_code = 70


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL; the embedded one is running before we connect. Its usual role owns nothing."""

    creation_class = DatabaseCreation

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if self.settings_dict["EMBEDDED"]:
            server.ensure_running(settings.HOME, settings.SECRETS)
        return super().get_new_connection(conn_params)

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """Connect as the owner of the tables for a while; raises OwnerUnknown."""
        usual = self.settings_dict
        if usual["OWNER"] is None:
            raise OwnerUnknown
        self.close()
        self.settings_dict = {**usual, **usual["OWNER"], "NAME": usual["NAME"]}
        try:
            yield
        finally:
            self.close()
            self.settings_dict = usual
