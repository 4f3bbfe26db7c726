"""Send one message over HTTP: short patience, no redirects."""

import urllib.error
import urllib.request
from email.message import Message as Headers
from http.client import HTTPException
from typing import IO, Any, Final

from lianfang.core.webhooks.terms import Answer, Message

PATIENCE: Final = 10


class Unmoved(urllib.request.HTTPRedirectHandler):
    """A webhook that moved is told so by whoever registered it, not followed."""

    def redirect_request(  # noqa: PLR0917  the signature is urllib's
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Headers, newurl: str
    ) -> None:
        """Follow nothing."""


_OPENER: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}), Unmoved)


def post(message: Message) -> Answer:
    """Send a message; what does not arrive is an answer too."""
    return call(message)[0]


def call(message: Message, *, longest: int = 0) -> tuple[Answer, bytes]:
    """Send a message, and what the other side said to it, as far as `longest` bytes."""
    request: Any = urllib.request.Request(  # noqa: S310  the scheme was checked when the address was given
        message.url, data=message.body, headers=dict(message.headers), method="POST"
    )
    try:
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            return Answer(answer.status), answer.read(longest)
    except urllib.error.HTTPError as refusal:
        return Answer(refusal.code, refusal.reason or ""), refusal.read(longest)
    except (OSError, HTTPException, ValueError) as problem:
        return Answer(0, f"{type(problem).__name__}: {problem}"), b""
