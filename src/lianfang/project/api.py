"""The API put together: every app's operations, the document, the page that shows it."""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from http import HTTPStatus
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt

from lianfang.apps.alerts import api as alerts
from lianfang.apps.areas import api as areas
from lianfang.apps.bulletin import api as bulletin
from lianfang.apps.cases import api as cases
from lianfang.apps.control import api as control
from lianfang.apps.directives import api as directives
from lianfang.apps.documents import api as documents
from lianfang.apps.exchange import api as exchange
from lianfang.apps.facilities import api as facilities
from lianfang.apps.forms import api as forms
from lianfang.apps.health import api as health
from lianfang.apps.hotline import api as hotline
from lianfang.apps.inspection import api as inspection
from lianfang.apps.intake import api as intake
from lianfang.apps.people import api as people
from lianfang.apps.policy import api as policy
from lianfang.apps.reporting import api as reporting
from lianfang.apps.testing import api as testing
from lianfang.apps.venues import api as venues
from lianfang.core.access import api as access
from lianfang.core.access.doors import public
from lianfang.core.api import problems
from lianfang.core.api.door import straight
from lianfang.core.api.routers import Api
from lianfang.core.audit import api as audit
from lianfang.core.retention import api as retention
from lianfang.core.webhooks import api as webhooks
from lianfang.project import api_page

DESCRIPTION: Final = (
    "页面和命令能做的，这里都能做。调用时在Authorization中写令牌（Bearer …）；"
    "每个操作需要的权限写在x-permission。列表按cursor翻页；成批的操作逐条答复；会改动数据的调用可带Idempotency-Key，同一个键只办一次；"
    "不能完成时答复application/problem+json，code不变，detail说明怎样改。"
)
ROUTERS: Final = (
    reporting.router,
    people.router,
    control.orders,
    control.observations,
    control.leaving,
    control.field,
    cases.router,
    testing.planning,
    testing.rounds,
    testing.tubes,
    facilities.sites,
    facilities.lodgings,
    facilities.transfers,
    facilities.care,
    facilities.staff,
    venues.router,
    health.router,
    directives.papers,
    directives.plans,
    directives.meetings,
    directives.tasks,
    alerts.router,
    inspection.plans,
    inspection.findings,
    inspection.rosters,
    inspection.papers,
    hotline.router,
    documents.router,
    exchange.bringing,
    exchange.handing,
    exchange.leaving,
    forms.evaluation,
    forms.reports,
    forms.rollups,
    forms.doubts,
    forms.closings,
    bulletin.router,
    intake.router,
    intake.desk,
    areas.router,
    policy.router,
    access.router,
    audit.router,
    retention.router,
    webhooks.router,
)

api = Api(title="联防", version="1", description=DESCRIPTION, urls_namespace="api")
for router in ROUTERS:
    api.add_router("", router)


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The OpenAPI document; it is the same until the program is."""
    return api.document()


@public
def openapi(request: HttpRequest) -> HttpResponse:
    """The document for programs."""
    text = json.dumps(document(), ensure_ascii=False)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@lru_cache(maxsize=1)
def operations_shown() -> dict[str, list[api_page.Shown]]:
    """Operations as the page shows them."""
    return api_page.groups(document())


@public
def docs(request: HttpRequest) -> HttpResponse:
    """The document for people: readable without a script."""
    return render(request, "ui/api.html", {"document": document(), "groups": operations_shown()})


@public
def absent(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address under /api/: a problem, not a page."""
    return problems.absent(request, Http404())


def urls() -> list[URLPattern | URLResolver]:
    """The API's addresses, every one under /api/."""
    own = [path("openapi.json", openapi, name="openapi"), path("docs", docs, name="docs")]
    return [*own, *_operations(), path("<path:rest>", absent, name="absent")]


def _operations() -> Iterator[URLPattern]:
    """The addresses of operations; each checks its caller itself, so that a refusal is a problem."""
    patterns, _, _ = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = straight(public(_refusing(pattern.callback)))
            yield pattern


def _refusing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same view, its refusal of a method a problem like any other."""

    @csrf_exempt  # a session alone may not write here, see routers.Bearer
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        answer = view(request, *args, **values)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return answer
        refusal = problems.problem(
            answer.status_code, "call.method", "这个地址不接受这种方法，可用的见Allow。"
        )
        refusal.headers["Allow"] = answer.headers["Allow"]
        return refusal

    return answered
