"""What the sign-in log hears from Django, and from the lock-out after failures."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from lianfang.core.access import operations
from lianfang.core.access.models import User
from lianfang.core.access.terms import Outcome


def connect() -> None:
    """Let the log hear; each receiver once."""
    for signal, receiver in (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _failed),
        (user_locked_out, _locked),
    ):
        signal.connect(receiver, dispatch_uid=f"access.{receiver.__name__}")


def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    way = Outcome.ENTERED if getattr(request, "entered", False) else Outcome.SIGNED_IN
    request.session["began"] = timezone.now().timestamp()
    _note(request, user, user.username, way)


def _signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        _note(request, user, user.username, Outcome.SIGNED_OUT)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    typed = str(credentials.get("username", ""))
    _note(request, User.objects.filter(username=typed).first(), typed, Outcome.FAILED)


def _locked(request: HttpRequest, username: str, **_: Any) -> None:
    _note(request, User.objects.filter(username=username).first(), username, Outcome.LOCKED)


def _note(request: HttpRequest | None, account: User | None, username: str, outcome: Outcome) -> None:
    address = str(request.META.get("REMOTE_ADDR", "")) if request else ""
    operations.note_sign_in(
        account=account, username=username, outcome=outcome, address=address, real=timezone.now()
    )
