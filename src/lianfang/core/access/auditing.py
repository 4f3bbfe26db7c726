"""The auditor's pages: is the chain whole, who looked beyond, exported, unmasked, signed in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from lianfang.core.access import queries
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.roles import ROLE_NAMES
from lianfang.core.access.terms import OUTCOME_NAMES
from lianfang.core.audit import queries as audit
from lianfang.core.audit.models import AuditEvent
from lianfang.core.pages import PageRequest
from lianfang.core.paging import SIZE, Page, skipped_before
from lianfang.kernel.errors import NotFound

Line = tuple[object, ...]


class Log:
    """One log as a page shows it: its name, its columns, where its lines come from and how they read."""

    def __init__(
        self,
        name: str,
        columns: tuple[str, ...],
        rows: Callable[[], QuerySet[Any]],
        line: Callable[[Any], Line],
    ) -> None:
        self.name, self.columns, self.rows, self.line = name, columns, rows, line


def _audited(action: str) -> Callable[[], QuerySet[AuditEvent]]:
    return lambda: AuditEvent.objects.filter(action=action).order_by("-id")


def _unmasking(event: AuditEvent) -> Line:
    role = ROLE_NAMES.get(event.role, event.role)
    return (
        event.at,
        event.actor,
        role,
        event.subject.removeprefix("person:"),
        event.area,
        event.facts.get("reason"),
    )


LOGS: Final = {
    "looks": Log(
        "紧急查看",
        ("开始", "何人", "何地", "理由", "至", "当地负责人知悉"),
        queries.break_glasses,
        lambda one: (one.begins_at, one.actor, one.area, one.reason, one.ends_at, one.seen_by or "未知悉"),
    ),
    "exports": Log(
        "导出",
        ("时间", "何人", "身份", "内容", "辖区", "行数", "理由", "水印"),
        queries.exports,
        lambda one: (
            one.at,
            one.actor,
            ROLE_NAMES.get(one.role, one.role),
            one.what,
            one.area,
            one.rows,
            one.reason,
            one.mark,
        ),
    ),
    "unmaskings": Log(
        "查看完整号码",
        ("时间", "何人", "身份", "人员", "辖区", "理由"),
        _audited("people.unmasked"),
        _unmasking,
    ),
    "sign-ins": Log(
        "登录",
        ("时间", "账户", "结果", "来自"),
        queries.sign_ins,
        lambda one: (one.at, one.username, OUTCOME_NAMES[one.outcome], one.address),
    ),
}


@needs(Permission.VIEW_AUDIT)
def overview(request: PageRequest) -> HttpResponse:
    """What there is to audit; the chain is walked when asked."""
    verdict = audit.verify() if request.GET.get("verify") else None
    counts = [{"code": code, "name": log.name, "count": log.rows().count()} for code, log in LOGS.items()]
    context = {"verdict": verdict, "logs": counts, "lines": AuditEvent.objects.count()}
    return render(request, "access/audit.html", context)


@needs(Permission.VIEW_AUDIT)
def log(request: PageRequest, log: str) -> HttpResponse:
    """One log, newest first. Raises NotFound."""
    if log not in LOGS:
        raise NotFound(what="记录", value=log)
    shown = LOGS[log]
    rows = shown.rows()
    total = rows.count()
    skipped = skipped_before(request.GET, total)
    lines = [[_cell(cell) for cell in shown.line(one)] for one in rows[skipped : skipped + SIZE]]
    context = {"log": shown, "code": log, "logs": LOGS, "page": Page.beside(lines, request.GET, total)}
    return render(request, "access/audit_log.html", context)


def _cell(value: object) -> dict[str, object]:
    return {"value": value, "moment": isinstance(value, datetime)}
