"""Sessions in the database, as Django keeps them; every page reads one, so reading is planned once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from lianfang.core import sql


class SessionStore(db.SessionStore):
    """Django's own, but for how it reads."""

    def load(self) -> dict[str, Any]:
        """What the session holds; empty, and without its key, where it has run out or never was."""
        found = sql.lookup("core.access", "session_data", key=self.session_key or "", real=timezone.now())
        if found:
            held: dict[str, Any] = self.decode(found[0]["session_data"])
            return held
        self._session_key = None
        return {}
