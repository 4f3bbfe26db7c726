"""Doubts: the list with its filters, the table of the checks."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import queries
from lianfang.apps.forms.queries import DoubtLine, DoubtList
from lianfang.apps.forms.rules.doubts import CHECKS
from lianfang.apps.forms.terms import CHECK_NAMES, DOUBT_OUTCOME_NAMES
from lianfang.apps.forms.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.core.typed import day_or

SEEN: Final = (("", _("全部")), ("no", _("待核实")), ("yes", _("已核实")))
TONES: Final = {"": "late", "explained": "good", "corrected": "good", "inspect": "bad"}


@needs(Permission.VIEW_REPORTS)
@require_GET
def doubts(request: PageRequest) -> HttpResponse:
    """Doubts of one's area by day, check, form and whether somebody looked."""
    asked, actor = request.GET, request.actor
    area = asked.get("area", "") or actor.scope
    found = queries.doubts(
        area=area,
        by=actor,
        on=day_or(asked.get("on", ""), None),
        check=asked.get("check", ""),
        form=asked.get("form", ""),
        seen={"yes": True, "no": False}.get(asked.get("seen", "")),
    )
    page = page_of(found, asked)
    context = {
        "sides": sides(actor, "forms:doubts"),
        "place": areas.names([area]).get(area, ""),
        "page": page,
        "told": list(zip(page.rows, told(page.rows), strict=True)),
        "fields": _filters(asked, found),
        "names": CHECK_NAMES,
        "outcomes": DOUBT_OUTCOME_NAMES,
        "tones": TONES,
        "waiting": found.waiting,
    }
    return render(request, "forms/doubts.html", context)


def told(rows: Sequence[DoubtLine]) -> list[str]:
    """What the evidence of each says."""
    return [gettext(text).format(**facts) for text, facts in queries.sentences(rows)]


def _filters(asked: QueryDict, found: DoubtList) -> list[dict[str, Any]]:
    forms = sorted(found.forms.items())
    choices: dict[str, tuple[str, list[tuple[str, str]]]] = {
        "check": (_("疑点"), [("", _("全部")), *CHECK_NAMES.items()]),
        "form": (_("报表"), [("", _("全部")), *forms]),
        "seen": (_("核实"), list(SEEN)),
    }
    day = {"label": _("日期"), "name": "on", "kind": "date", "value": asked.get("on", ""), "id": "on"}
    return [day] + [
        {
            "label": label,
            "name": name,
            "kind": "choice",
            "choices": given,
            "value": asked.get(name, ""),
            "id": name,
        }
        for name, (label, given) in choices.items()
    ]


@needs(Permission.VIEW_REPORTS)
@require_GET
def checks(request: PageRequest) -> HttpResponse:
    """The checks of truth: what each looks at, how it errs, when it says something."""
    context = {"sides": sides(request.actor, ""), "checks": list(CHECKS.values())}
    return render(request, "forms/checks.html", context)
