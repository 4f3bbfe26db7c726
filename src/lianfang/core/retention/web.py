"""The page of retention: what is kept for how long, what a run would delete, which files nothing names."""

from django.http import HttpResponse
from django.shortcuts import render

from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.retention import files, operations
from lianfang.core.retention.registry import purposes


@needs(Permission.RETAIN)
def retention(request: PageRequest) -> HttpResponse:
    """Purposes with term and ground, and the files; sent as a form, a dry run too, which deletes nothing."""
    tried = request.method == "POST"
    due = operations.run(by=request.actor, at=request.moment, dry_run=True) if tried else ()
    rows = {one.purpose.code: one.rows for one in due}
    context = {
        "tried": tried,
        "lines": [{"purpose": one, "rows": rows.get(one.code)} for one in purposes()],
        "files": files.count(at=request.moment),
    }
    return render(request, "retention/retention.html", context)
