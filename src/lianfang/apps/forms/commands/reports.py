"""`lianfang report expected|status`: what is expected, and where it stands."""

from collections import Counter
from dataclasses import asdict
from typing import Annotated, Any

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import queries
from lianfang.apps.forms.terms import STATE_NAMES, Expected
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.kernel.clock import ZONE

report = typer.Typer(no_args_is_help=True, help="报表：应报、上报、上报情况。")
Area = Annotated[str, typer.Option("--area", help="区划代码。")]
On = Annotated[str, typer.Option("--on", help="日期，如 2022-07-12；不写为今天。")]


def _expected(area: str, on: str, form: str = "") -> list[Expected]:
    by, at = doors.cli_actor(), doors.now()
    day = doors.day(on) if on else at.astimezone(ZONE).date()
    code = areas.require_area(area)
    return queries.expected(area=code, from_day=day, until_day=day, by=by, at=at, form=form or None)


@report.command()
def expected(
    area: Area, on: On = "", form: Annotated[str, typer.Option(help="报表代码。")] = "", as_json: Json = False
) -> None:
    """应报的报表：谁、哪张表、什么时候截止、到了哪一步。"""
    found = _expected(area, on, form)
    if as_json:
        doors.print_json([asdict(one) for one in found])
        return
    rows = [
        (one.form_name, one.name, one.due_at, STATE_NAMES[one.state], one.happened_at or "") for one in found
    ]
    doors.print_table("应报的报表", ("报表", "填报单位", "截止", "状态", "上报"), rows)


@report.command()
def status(area: Area, on: On = "", as_json: Json = False) -> None:
    """上报情况：每张报表应报多少、已报多少、各到哪一步。"""
    found = _expected(area, on)
    told = [_summed(code, found) for code in sorted({one.form for one in found})]
    if as_json:
        doors.print_json(told)
        return
    rows = [
        (one["name"], one["expected"], one["handed_in"], one["in_time"], one["states"]["missing"])
        for one in told
    ]
    doors.print_table("上报情况", ("报表", "应报", "已报", "按时", "未报"), rows)


def _summed(form: str, found: list[Expected]) -> dict[str, Any]:
    own = [one for one in found if one.form == form]
    states = Counter(one.state.value for one in own)
    handed = [one for one in own if one.report]
    return {
        "form": form,
        "name": own[0].form_name,
        "expected": sum(one.state != "not_due" for one in own),
        "handed_in": len(handed),
        "in_time": sum(not one.late for one in handed),
        "missing": states.get("missing", 0),
        "states": {state: states.get(state, 0) for state in STATE_NAMES},
    }
