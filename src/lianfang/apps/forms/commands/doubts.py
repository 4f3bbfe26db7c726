"""`lianfang report doubts`: what does not fit together in the reports of an area, and look for it now."""

from dataclasses import asdict
from typing import Annotated

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.commands.reports import Area
from lianfang.apps.forms.terms import CHECK_NAMES, DOUBT_OUTCOME_NAMES
from lianfang.core import doors
from lianfang.core.doors import Json

On = Annotated[str, typer.Option("--on", help="日期，如 2022-07-12；不写为全部。")]
Find = Annotated[
    bool, typer.Option("--find", help="先核对：写了日期核对那一天，不写核对昨天、前天和更正过的各天。")
]
Waiting = Annotated[bool, typer.Option("--waiting", help="只看待核实的。")]


def doubts(
    area: Area,
    on: On = "",
    waiting: Waiting = False,
    find: Find = False,
    as_json: Json = False,
) -> None:
    """报表疑点：哪一份、对不上什么、核实了没有。核对两次不会重复提出；有没有疑点退出码都是0。"""
    code, by, at = areas.require_area(area), doors.cli_actor(), doors.now()
    day = doors.day(on) if on else None
    if find and day:
        operations.find_doubts(code, on=day, by=by, at=at)
    elif find:
        operations.look_through(code, by=by, at=at)
    found = list(queries.doubts(area=code, by=by, on=day, seen=False if waiting else None))
    if as_json:
        doors.print_json([asdict(one) for one in found])
        return
    told = [text.format(**facts) for text, facts in queries.sentences(found)]
    rows = [
        (
            one.on,
            CHECK_NAMES[one.check],
            one.name,
            one.form_name,
            said,
            DOUBT_OUTCOME_NAMES.get(one.outcome, "待核实"),
        )
        for one, said in zip(found, told, strict=True)
    ]
    doors.print_table("报表疑点", ("日期", "疑点", "填报单位", "报表", "依据", "核实"), rows)
