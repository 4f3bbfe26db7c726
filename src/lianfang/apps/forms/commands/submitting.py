"""`lianfang report submit`: a filled spreadsheet, of one reporter or many, or a zero report."""

from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.operations import HandedIn, SomeRefused
from lianfang.apps.forms.terms import Filled
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.kernel.errors import WrongCall

Form = Annotated[str, typer.Argument(metavar="FORM", help="报表代码。")]
Unit = Annotated[str, typer.Option("--unit", help="填报单位：区划代码或单位编号；多个的只交这一个。")]
File = Annotated[
    Path | None,
    typer.Option("--file", exists=True, dir_okay=False, help="填好的表格，由form spreadsheet写出。"),
]
Zero = Annotated[bool, typer.Option("--zero", help="零报告：签认没有情况；须写 --unit。")]
On = Annotated[str | None, typer.Option("--on", help="零报告的日期；不写为今天。")]
Slot = Annotated[str, typer.Option("--slot", help="零报告的哪一期。")]
Reason = Annotated[str, typer.Option("--reason", help="更正的理由；已报过的必须写。")]
Explanation = Annotated[str, typer.Option("--explanation", help="对存疑之处的说明。")]


def submit(
    form: Form,
    *,
    unit: Unit = "",
    file: File = None,
    zero: Zero = False,
    on: On = None,
    slot: Slot = "day",
    reason: Reason = "",
    explanation: Explanation = "",
    json: Json = False,
) -> None:
    """上报：填好的表格，一个或多个填报单位；或零报告。同一文件再交一次不会重复。"""
    by, at = doors.cli_actor(), doors.now()
    if zero == (file is not None) or (zero and not unit):
        raise WrongCall(problem="请写--file，或写--zero和--unit")
    if file is None:
        told = operations.submit(
            form,
            unit,
            on=doors.day(on),
            slot=slot,
            filled=Filled(zero=True, explanation=explanation),
            client=uuid4(),
            by=by,
            at=at,
            reason=reason,
        )
        found = [HandedIn(unit, 0, told)]
    else:
        sheet = queries.read_spreadsheet(file)
        found = operations.submit_spreadsheet(
            sheet, form=form, by=by, at=at, reporter=unit, reason=reason, explanation=explanation
        )
    _tell(found, json=json)


def _tell(found: list[HandedIn], *, json: bool) -> None:
    if json:
        doors.print_json(found)
    else:
        rows = ((one.row or "", one.reporter, _said(one)) for one in found)
        doors.print_table("上报", ("行", "填报单位", "结果"), rows)
    refused = sum(bool(one.refusal) for one in found)
    if refused:
        raise SomeRefused(count=refused)


def _said(one: HandedIn) -> str:
    told = one.submitted
    if told is None:
        return one.refusal
    if told.again:
        return "已经报过，没有变化"
    return f"{'更正' if told.sequence > 1 else '已上报'}{'，迟报' if told.late else ''}"
