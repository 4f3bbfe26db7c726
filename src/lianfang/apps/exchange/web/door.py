"""The door for other servers: whoever signs with a key that we know hands over, without an account."""

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from lianfang.apps.exchange import operations
from lianfang.apps.exchange.terms import LARGEST
from lianfang.core.api import problems
from lianfang.core.buckets import Limit
from lianfang.core.doors import now
from lianfang.core.openly import caller, openly
from lianfang.core.refusals import TooMuchAtOnce
from lianfang.kernel.errors import DomainError

ENVELOPES: Final = Limit("exchange.envelopes", 60, 600)
"""Envelopes of one caller: sixty at once, six a minute from then on."""


@openly()
@require_POST
def envelopes(request: HttpRequest) -> HttpResponse:
    """Take an envelope; the answer is our signed receipt, also for one that was taken before (409)."""
    try:
        ENVELOPES.take(caller(request))
        found = operations.receive(_text(request), at=now())
    except operations.TakenBefore as refusal:
        return problems.problem(
            refusal.status, refusal.code, str(refusal), facts=refusal.facts, receipt=refusal.receipt
        )
    except DomainError as refusal:
        return problems.refused(request, refusal)
    told: dict[str, Any] = {"receipt": found.receipt}
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/json")


def _text(request: HttpRequest) -> str:
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise TooMuchAtOnce
    return body.decode(errors="replace")
