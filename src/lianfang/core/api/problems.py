"""Errors as problem+json, from the one tree of errors."""

import json
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from lianfang.core import incidents, refusals
from lianfang.kernel.errors import DomainError

CONTENT_TYPE: Final = "application/problem+json"
TITLES: Final = {
    400: "调用有误",
    401: "需要令牌",
    403: "不允许",
    404: "没有找到",
    405: "方法不适用",
    409: "与已有的冲突",
    422: "输入不能接受",
    429: "过于频繁",
    500: "程序出错",
}
SAYINGS: Final = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "json_invalid": "不是有效的JSON",
    "string_too_short": "不能为空",
    "string_too_long": "太长",
    "too_long": "太多",
    "too_short": "太少",
    "enum": "不在可用的取值之内",
    "literal_error": "不在可用的取值之内",
}
"""What pydantic finds wrong, in our words; anything else is named by its type."""


def problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """A refusal as an answer of the API."""
    told = {
        "type": f"/api/docs#{code}",
        "title": TITLES.get(status, "不能完成"),
        "status": status,
        "detail": detail,
        "code": code,
        "facts": {},
        "faults": [],
        "incident": "",
    }
    body = json.dumps(told | more, ensure_ascii=False, default=str)
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE)


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A domain error, with its facts."""
    status = refusals.status_of(error)
    return problem(status, error.code, str(error), facts=error.facts)


def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A request that is not what the document says: every fault at once."""
    faults = [{"place": ".".join(map(str, one["loc"])), "problem": _saying(one)} for one in error.errors]
    return problem(422, "call.malformed", "请求与接口文档不符，各处问题见faults。", faults=faults)


def _saying(fault: dict[str, Any]) -> str:
    return SAYINGS.get(fault["type"]) or f"值不合要求（{fault['type']}）"


def unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody, or a token that does not hold."""
    answer = problem(401, "access.no_token", "请在Authorization中提供有效的令牌：Bearer …。")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    """More calls than the token may make; `Retry-After` says when to come back."""
    return problem(429, "api.too_often", "调用超过了这个令牌的限额，请稍后再试。")


def stopped(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework turned down, such as a body that is no JSON."""
    return problem(error.status_code, "call.wrong", f"请求不被接受：{error}")


def absent(request: HttpRequest, error: Http404) -> HttpResponse:
    """An address that leads nowhere."""
    return problem(404, "call.no_such_address", "没有这个地址，可用的地址见 /api/docs。")


def unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    """What nobody foresaw: its trace is kept under a number; what the row lock refused is a refusal."""
    refusal = refusals.refusal_of(error)
    if refusal is not None:
        return refused(request, refusal)
    number = incidents.keep(error)
    return problem(500, "incident", f"程序出错，编号 {number}。请把编号告诉管理员。", incident=number)


HANDLERS: Final[tuple[tuple[type[Exception], Any], ...]] = (
    (DomainError, refused),
    (ValidationError, malformed),
    (AuthenticationError, unauthenticated),
    (Throttled, throttled),
    (HttpError, stopped),
    (Http404, absent),
    (Exception, unforeseen),
)


def install(api: NinjaAPI) -> None:
    """Let every error leave this API as problem+json."""
    for kind, handler in HANDLERS:
        api.add_exception_handler(kind, handler)
