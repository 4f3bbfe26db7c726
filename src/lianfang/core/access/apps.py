"""The access part as Django loads it: with the receivers of the sign-in log."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Accounts, roles, doors."""

    name = "lianfang.core.access"

    def ready(self) -> None:
        """Connect the sign-in log."""
        from lianfang.core.access import receivers

        receivers.connect()
