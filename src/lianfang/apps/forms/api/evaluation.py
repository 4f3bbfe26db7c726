"""How units report, with the rule that says so, as data and as a file."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import FileResponse
from ninja import Schema

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import queries
from lianfang.apps.forms.queries import Span
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import exports
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.exports import ExportIn
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Day
from lianfang.kernel.clock import ZONE

router = DeniedByDefault(tags=["报表"])


class RulePartOut(Schema):
    """One thing that is measured: its formula, full points at `full`, none from `none` on, its weight."""

    code: str
    name: str
    formula: str
    full: float
    none: float
    weight: int


class RuleGradeOut(Schema):
    """A word, and from how many points on."""

    code: str
    name: str
    floor: float


class EvaluationRuleOut(Schema):
    """The version of the rule by which was rated; fewer reports than `least` are not rated."""

    version: int
    starts_on: date
    least: int
    source: str
    certainty: str
    parts: list[RulePartOut]
    grades: list[RuleGradeOut]


class MeasuredOut(Schema):
    """A share per hundred and its points; null where there is nothing to measure."""

    code: str
    value: float | None
    points: float | None


class EvaluatedOut(Schema):
    """A place or unit: what was due and came, what came again, what the rule says."""

    code: str
    name: str
    area: str
    units: int
    expected: int
    received: int
    missing: int
    on_time: int
    late: int
    returned: int
    confirmed: int
    repeats: int
    findings: int
    parts: list[MeasuredOut]
    score: float | None
    grade: str
    grade_name: str


class EvaluationOut(Schema):
    """How the units below an area reported; it rates reports of units, no citizen and no clerk."""

    area: str
    begins_on: date
    until: date
    form: str
    as_known_at: datetime
    meant: str
    rule: EvaluationRuleOut
    total: EvaluatedOut
    lines: list[EvaluatedOut]


def _span(request: ApiRequest, area: str, first: date | None, last: date | None, form: str | None) -> Span:
    until = last or request.moment.astimezone(ZONE).date()
    begins = first or until - timedelta(days=6)
    return Span(areas.require_area(area), begins, until, request.moment, form or "")


@router.get("/forms/evaluations/{area}", response=EvaluationOut)
@needs(Permission.VIEW_ROLLUP)
def evaluation(
    request: ApiRequest,
    area: AreaCode,
    begins_on: Day | None = None,
    until: Day | None = None,
    form: Code | None = None,
    by_unit: bool = False,
) -> dict[str, Any]:
    """单位报送评价：上报率、按时率、退回和重复问题，连同评分规则；默认最近七天"""
    span = _span(request, area, begins_on, until, form)
    return queries.evaluated(queries.evaluation(span, by=request.actor, by_unit=by_unit))


@router.post("/exports/forms/evaluation", response={200: None}, openapi_extra=exports.CONTENT)
@needs(Permission.EXPORT)
def export_evaluation(
    request: ApiRequest,
    given: ExportIn,
    begins_on: Day | None = None,
    until: Day | None = None,
    form: Code | None = None,
    by_unit: bool = False,
) -> FileResponse:
    """导出单位报送评价"""
    span = _span(request, given.area or request.actor.scope, begins_on, until, form)
    return exports.export(request, given, queries.evaluation_leaving(span, by=request.actor, by_unit=by_unit))
