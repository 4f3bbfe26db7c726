"""The commands `lianfang export …`: reports as a table, as data values of DHIS2; what has no counterpart."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.exchange import operations, queries
from lianfang.apps.exchange.commands.files import Area, Form, MetadataFile, On, Out
from lianfang.apps.exchange.operations import Span
from lianfang.apps.exchange.terms import PERIOD_NAMES, PeriodKind, Unmapped
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.core.exports.tables import format_of
from lianfang.kernel.errors import WrongCall

Until = Annotated[str | None, typer.Option("--until", help="到哪一天；不写为只有一天。")]
Accepted = Annotated[bool, typer.Option("--accepted", help="只要已接收的。")]
Period = Annotated[PeriodKind, typer.Option("--period", help="周期：daily、weekly、monthly。")]
Reason = Annotated[str, typer.Option("--reason", help="导出的理由；留痕，文件带水印。")]
exporting = typer.Typer(no_args_is_help=True, help="导出：报表的表格、DHIS2数据值集。")


@exporting.command("report")
def report(  # noqa: PLR0917  its options
    form: Form,
    area: Area,
    out: Out,
    reason: Reason,
    on: On = None,
    until: Until = None,
    accepted: Accepted = False,
    as_json: Json = False,
) -> None:
    """一张报表的各份填报，写成xlsx、csv或parquet，带字典；可用 import report 原样导回。"""
    span = _span(form, area, on, until, accepted=accepted)
    left = operations.export_table(span, format_of(out), reason=reason, by=doors.cli_actor(), at=doors.now())
    written = doors.write_files(out, left.files)
    doors.tell(
        {"files": written, "rows": left.rows},
        f"{left.rows}份报表已写入 {'、'.join(map(str, written))}",
        json=as_json,
    )


@exporting.command()
def dhis2(  # noqa: PLR0917  its options
    form: Form,
    area: Area,
    out: Out,
    on: On = None,
    until: Until = None,
    period: Period = PeriodKind.DAILY,
    accepted: Accepted = False,
    metadata: MetadataFile = None,
    reason: Reason = "上报DHIS2",
    as_json: Json = False,
) -> None:
    """一张报表的DHIS2数据值集（JSON）；不给元数据时按代码，给了元数据时按对方的标识。"""
    span = _span(form, area, on, until, accepted=accepted)
    left = operations.export_data_values(
        span,
        period,
        reason=reason,
        by=doors.cli_actor(),
        at=doors.now(),
        metadata=queries.metadata_of(metadata),
    )
    (written,) = doors.write_files(out, left.files)
    told = {"file": written, "values": left.rows, "unmapped": left.unmapped}
    doors.tell(told, f"{left.rows}个数据值（按{PERIOD_NAMES[period]}）已写入 {written}", json=as_json)
    if not as_json:
        _show(left.unmapped)


@exporting.command("dhis2-mapping")
def mapping(  # noqa: PLR0917  its options
    form: Form,
    metadata: Annotated[
        Path, typer.Option("--metadata", exists=True, dir_okay=False, help="对方导出的元数据JSON。")
    ],
    area: Area,
    on: On = None,
    period: Period = PeriodKind.DAILY,
    as_json: Json = False,
) -> None:
    """核对一张报表与对方的元数据：哪些字段、单位按代码对得上，哪些对不上、为什么。"""
    by, at = doors.cli_actor(), doors.now()
    found = queries.mapping(
        form,
        area=areas.require_area(area),
        on=doors.day(on),
        period=period,
        metadata=queries.metadata_of(metadata),
        by=by,
        at=at,
    )
    doors.tell(found, f"对得上：字段{len(found.fields)}个，单位{len(found.units)}个。", json=as_json)
    if not as_json:
        _show(found.unmapped)


def _span(form: str, area: str, on: str | None, until: str | None, *, accepted: bool) -> Span:
    first = doors.day(on)
    last = doors.day(until) if until else first
    if last < first:
        raise WrongCall(problem=f"--until {last}早于 --on {first}。")
    return Span(form, areas.require_area(area), first, last, accepted)


def _show(unmapped: Sequence[Unmapped]) -> None:
    for one in unmapped:
        doors.remarks.print(
            f"{one.what}“{one.code}”：{one.reason}。{one.remedy}。", markup=False, soft_wrap=True
        )
