"""How allauth behaves here: nobody registers, no mail leaves, secrets of second factors are sealed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from lianfang.core import sealing


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators; there is no mail to send."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for himself."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: object) -> None:
        """Accounts have no mail address; what allauth would tell stands in the sign-in and audit logs."""

    def send_notification_mail(self, *_: object, **__: object) -> None:
        """See `send_mail`."""


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors and recovery codes lie in the database sealed."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return sealing.seal(text).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return sealing.unseal(bytes.fromhex(encrypted_text))
