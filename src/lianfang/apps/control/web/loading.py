"""Pages on which files of temperatures and of test results come in: the account, and what came back."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _

from lianfang.apps.control import operations
from lianfang.apps.control.terms import Loaded
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.core.uploads import kept
from lianfang.kernel.errors import DomainError

READINGS = {
    "title": _("按文件登记体温"),
    "columns": _("人员编号、身份证号或姓名和电话；日期；上午或下午；体温；症状"),
}
RESULTS = {
    "title": _("按文件登记检测结果"),
    "columns": _("人员编号、身份证号或姓名和电话；采样日期；结果；Ct值；检测机构"),
}


@needs(Permission.ADD_READING)
def load_readings(request: PageRequest) -> HttpResponse:
    """Take a file of temperatures."""
    return _loading(request, operations.load_readings, READINGS)


@needs(Permission.ADD_RESULT)
def load_results(request: PageRequest) -> HttpResponse:
    """Take a file of test results."""
    return _loading(request, operations.load_results, RESULTS)


def _loading(request: PageRequest, load: Callable[..., Loaded], words: dict[str, str]) -> HttpResponse:
    """Show the account of a file; rows that came back go with the page, to be mended and sent again."""
    context: dict[str, Any] = dict(words)
    status = 200
    if request.method == "POST":
        try:
            with kept(request.FILES.get("file")) as path:
                rejects = path.with_name("rejects.xlsx")
                context["account"] = load(path, by=request.actor, at=request.moment, rejects=rejects)
                context["rejects"] = _encoded(rejects)
        except DomainError as refusal:
            context["problem"], status = str(refusal), status_of(refusal)
    return render(request, "control/load.html", context, status=status)


def _encoded(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode() if path.exists() else ""
