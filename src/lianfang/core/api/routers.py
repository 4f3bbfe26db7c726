"""Routers of the API: an operation without a declared permission does not exist."""

import inspect
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest
from ninja import NinjaAPI, Router
from ninja.decorators import decorate_view
from ninja.errors import AuthenticationError
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder
from ninja.security import HttpBearer

from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import NOBODY, Actor
from lianfang.core.api import problems, replays
from lianfang.core.api.limits import TokenLimit
from lianfang.core.api.shapes import Problem
from lianfang.kernel.errors import NotAllowed, WrongCall

SAFE: Final = {"GET", "HEAD", "OPTIONS"}
LIMIT: Final = TokenLimit()
KEY_PARAMETER: Final = {
    "in": "header",
    "name": replays.HEADER,
    "required": False,
    "description": "同一个键的同一次调用只办一次，再次调用得到第一次的答复。",
    "schema": {"type": "string", "maxLength": replays.LONGEST, "pattern": replays.VISIBLE},
}


class Undeclared(Exception):
    """An operation that says not which permission it needs: a defect of the program."""


class TokenNeeded(NotAllowed):
    """A session may read here; what changes something needs a token."""

    code = "api.token_needed"
    sentence = "这个操作会改动数据，须用令牌调用；浏览器登录只能查看。令牌由管理员签发。"


class TokenReadsOnly(NotAllowed):
    """A token that may only look."""

    code = "api.token_reads_only"
    sentence = "这个令牌只能查看。需要改动数据的，请管理员另发令牌。"


class UnknownParameter(WrongCall):
    """A parameter that an operation does not have: a filter misspelt would else look like its answer."""

    code = "api.unknown_parameter"
    sentence = "{path}没有参数“{names}”。请核对拼写，可用参数见 /api/docs。"


class Bearer(HttpBearer):
    """Let an operation's callers through: those whose actor has its permission.

    A token names its actor. Somebody signed in at the pages may read with their session; to write, a token
    is needed, as other sites can make a browser send its session but not a token.
    """

    def __init__(self, permission: Permission) -> None:
        super().__init__()
        self.permission = permission

    def __call__(self, request: HttpRequest) -> Actor:
        """The actor; raises AuthenticationError for nobody, a NotAllowed for who may not."""
        actor: Actor = getattr(request, "actor", NOBODY)
        token = getattr(request, "token", None)
        if actor == NOBODY or not actor.scopes:
            raise AuthenticationError
        check(actor, self.permission)
        if request.method not in SAFE:
            _check_writes(token)
        return actor

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Tokens are read where the actor of every request is found."""
        raise NotImplementedError


def _check_writes(token: Any) -> None:
    if token is None:
        raise TokenNeeded
    if token.read_only:
        raise TokenReadsOnly


class DeniedByDefault(Router):
    """A router whose operations each declare a permission, and answer only to those who have it."""

    def add_api_operation(
        self, path: str, methods: list[str], view_func: Callable[..., Any], **options: Any
    ) -> None:
        """Add an operation; raises Undeclared for one without `@needs`."""
        permission = getattr(view_func, "permission", None)
        if not isinstance(permission, Permission):
            raise Undeclared(f"{view_func.__module__}.{view_func.__name__}")
        view_func = _asking_only(path, view_func)
        extra: dict[str, Any] = {"x-permission": permission.value}
        if not SAFE.issuperset(methods):
            decorate_view(replays.once)(view_func)
            extra["parameters"] = [KEY_PARAMETER]
        options["openapi_extra"] = extra | (options.get("openapi_extra") or {})
        options["auth"] = Bearer(permission)
        options["throttle"] = [LIMIT]
        options["summary"] = options.get("summary") or _summary(view_func)
        super().add_api_operation(path, methods, view_func, **options)


def _asking_only(path: str, view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, which refuses parameters of the address that it does not know: none is overlooked."""
    given = dict(list(inspect.signature(view).parameters.items())[1:])
    known = {name for name in given if f"{{{name}}}" not in path}

    @wraps(view)
    def asked(request: HttpRequest, **values: Any) -> Any:
        unknown = sorted(set(request.GET) - known)
        if unknown:
            raise UnknownParameter(names="、".join(unknown), path=path)
        return view(request, **values)

    return asked


def _summary(view: Callable[..., Any]) -> str:
    said = (view.__doc__ or "").strip().splitlines()
    if not said:
        raise Undeclared(f"{view.__module__}.{view.__name__}: no summary")
    return said[0].rstrip(".。")


class PlainJson(BaseRenderer):
    """JSON as people can read it: Chinese stays Chinese."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """An answer as text."""
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False)


class Api(NinjaAPI):
    """The API: every refusal is a problem, and its document says so."""

    def __init__(self, **options: Any) -> None:
        super().__init__(docs_url=None, openapi_url=None, renderer=PlainJson(), **options)
        problems.install(self)

    def get_openapi_operation_id(self, operation: Any) -> str:
        """Name an operation by its app and function: `people.find`."""
        part = operation.view_func.__module__.split(".")[2]
        return f"{part}.{operation.view_func.__name__}"

    def document(self) -> dict[str, Any]:
        """The OpenAPI document: what ninja knows, and that every operation may answer with a problem."""
        found: dict[str, Any] = dict(self.get_openapi_schema(path_prefix="/api"))
        reference = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        definitions = reference.pop("$defs", {})
        found["components"].setdefault("schemas", {}).update(definitions | {"Problem": reference})
        schemes = {"Bearer": {"type": "http", "scheme": "bearer", "description": "lianfang token 发给的令牌"}}
        found["components"]["securitySchemes"] = schemes
        told = {"$ref": "#/components/schemas/Problem"}
        refusal = {"description": "不能完成", "content": {problems.CONTENT_TYPE: {"schema": told}}}
        for operation in operations_of(found):
            operation["responses"]["default"] = refusal
            operation["security"] = [{"Bearer": []}]
        return found


def operations_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Every operation of an OpenAPI document."""
    return [one for path in document["paths"].values() for one in path.values()]
