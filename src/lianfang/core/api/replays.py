"""A call sent twice under one key is done once: the second gets the first one's answer.

Answer and effect are one transaction. Only what succeeded is kept: a refusal wrote nothing and may be asked
again.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from lianfang.core import sql
from lianfang.core.api import problems
from lianfang.core.api.models import Answered
from lianfang.kernel.errors import InputRefused, WrongCall

HEADER: Final = "Idempotency-Key"
LONGEST: Final = 200
VISIBLE: Final = "^[!-~]+$"
KEPT: Final = timedelta(days=2)
REFUSED_FROM: Final = 400
Run = Callable[..., HttpResponseBase]


class KeyReused(InputRefused):
    """A key that another call had."""

    code = "api.key_reused"
    sentence = "Idempotency-Key“{key}”已用于另一次调用。新的调用请用新的键。"
    status = 409


def once(run: Run) -> Run:
    """Decorate the run of an operation: with a key, do it once."""

    def answered(request: HttpRequest, **values: Any) -> HttpResponseBase:
        key = request.headers.get(HEADER)
        if key is None:
            return run(request, **values)
        if len(key) > LONGEST or not re.fullmatch(VISIBLE, key):
            return problems.refused(request, WrongCall(problem=f"{HEADER}应为1到{LONGEST}个可见ASCII字符。"))
        return _under(key, run, request, values)

    return answered


def _under(key: str, run: Run, request: HttpRequest, values: dict[str, Any]) -> HttpResponseBase:
    caller, asked = caller_of(request), _digest(request)
    with transaction.atomic():
        _wait_for(caller, key)
        known = Answered.objects.filter(caller=caller, key=key).first()
        if known is not None:
            return _again(known, asked, request)
        answer = run(request, **values)
        if isinstance(answer, HttpResponse) and answer.status_code < REFUSED_FROM:
            Answered.objects.create(
                caller=caller,
                key=key,
                asked=asked,
                status=answer.status_code,
                content_type=answer.headers["Content-Type"],
                content=answer.content,
                recorded_at=request.moment,  # type: ignore[attr-defined]
            )
    return answer


def caller_of(request: HttpRequest) -> str:
    """Whose key it is: a token's, else the actor's."""
    token = getattr(request, "token", None)
    return f"token:{token.id}" if token else f"actor:{request.actor.name}"  # type: ignore[attr-defined]


def _digest(request: HttpRequest) -> bytes:
    said = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(said).digest()


def _wait_for(caller: str, key: str) -> None:
    """Two calls with one key at once: the second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{caller} {key}"])


def _again(known: Answered, asked: bytes, request: HttpRequest) -> HttpResponse:
    if bytes(known.asked) != asked:
        return problems.refused(request, KeyReused(key=known.key))
    answer = HttpResponse(bytes(known.content), status=known.status, content_type=known.content_type)
    answer.headers["Idempotent-Replay"] = "true"
    return answer


def forget(*, at: datetime) -> int:
    """Delete answers whose callers will not ask again; returns how many."""
    return sql.run("core.api", "forget_answered", before=at - KEPT).rows
