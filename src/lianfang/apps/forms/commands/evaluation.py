"""`lianfang report evaluate`: how the units below an area report, with the rule that says so."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import queries
from lianfang.apps.forms.commands.reports import Area
from lianfang.apps.forms.commands.rollups import write_file
from lianfang.apps.forms.queries import Evaluation, Span
from lianfang.apps.forms.rules.rating import MEANT
from lianfang.apps.forms.terms import GRADE_NAMES
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.kernel.clock import ZONE

From = Annotated[str, typer.Option("--from", help="从哪一天；不写为到期日前六天。")]
Until = Annotated[str, typer.Option("--until", help="到哪一天；不写为今天。")]
ByUnit = Annotated[bool, typer.Option("--by-unit", help="逐个填报单位列；不写则逐个下级地区。")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="写成xlsx或csv文件。")]


def evaluate(
    *,
    area: Area,
    from_day: From = "",
    until: Until = "",
    form: Annotated[str, typer.Option(help="报表代码；不写为全部报表。")] = "",
    by_unit: ByUnit = False,
    out: Out = None,
    reason: Annotated[str, typer.Option(help="导出的理由。")] = "",
    as_json: Json = False,
) -> None:
    """单位报送评价：上报率、按时率、退回和重复问题，连同评分规则；不评居民，不自动追责。"""
    by, at = doors.cli_actor(), doors.now()
    last = doors.day(until) if until else at.astimezone(ZONE).date()
    first = doors.day(from_day) if from_day else last - timedelta(days=6)
    span = Span(areas.require_area(area), first, last, at, form)
    if out is not None:
        leaving = queries.evaluation_leaving(span, by=by, by_unit=by_unit)
        write_file(out, leaving, area=span.area, reason=reason, as_json=as_json)
        return
    found = queries.evaluation(span, by=by, by_unit=by_unit)
    if as_json:
        doors.print_json(queries.evaluated(found))
    else:
        _show(found)


def _show(found: Evaluation) -> None:
    head = ("单位", "应报", "未报", "迟报", "被退回", "重复", "得分", "评价")
    rows = []
    for one in (found.total, *found.lines):
        counts, rating = one.counts, one.rating
        again = counts.repeats + counts.findings
        score = "—" if rating.score is None else f"{rating.score:.1f}"
        told = (counts.expected, counts.missing, counts.late, counts.returned, again)
        rows.append((one.name, *told, score, GRADE_NAMES[rating.grade]))
    doors.print_table(f"单位报送评价 {found.span.from_day}至{found.span.until_day}", head, rows)
    parts = [
        (part.name, part.formula, f"{part.full:g}%", f"{part.none:g}%", part.weight)
        for part in found.rule.parts
    ]
    doors.print_table(
        f"评分规则第{found.rule.version}版", ("项目", "算法", "得100分", "得0分", "权重"), parts
    )
    doors.remarks.print(MEANT, markup=False, soft_wrap=True)
