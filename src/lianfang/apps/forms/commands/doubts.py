"""`lianfang report doubts`: what does not fit together in the reports of an area, and look for it now."""

from dataclasses import asdict
from typing import Annotated

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.commands.reports import Area, On
from lianfang.apps.forms.rules.doubts import CHECK_NAMES, OUTCOME_NAMES
from lianfang.core import doors
from lianfang.core.doors import Json


def doubts(
    area: Area,
    on: On = "",
    find: Annotated[bool, typer.Option("--find", help="先核对这一天的报表（须写--on）。")] = False,
    as_json: Json = False,
) -> None:
    """报表疑点：哪一份、对不上什么、核实了没有；不写日期为全部。"""
    code, by, at = areas.require_area(area), doors.cli_actor(), doors.now()
    day = doors.day(on) if on else None
    if find and day:
        operations.find_doubts(code, on=day, by=by, at=at)
    found = queries.doubts(area=code, by=by, on=day)
    if as_json:
        doors.print_json([asdict(one) for one in found])
        return
    rows = [
        (one.on, CHECK_NAMES[one.check], one.name, one.form_name, OUTCOME_NAMES.get(one.outcome, "待核实"))
        for one in found
    ]
    doors.print_table("报表疑点", ("日期", "疑点", "填报单位", "报表", "核实"), rows)
