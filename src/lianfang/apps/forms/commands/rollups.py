"""`lianfang report rollup`: a form's figures of a place and those below, as known at any moment."""

from pathlib import Path
from typing import Annotated, Any

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.commands.reports import Area, On
from lianfang.apps.forms.operations import RollupAsked
from lianfang.apps.forms.terms import FormRollup
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.core.exports.leaving import Leaving, write
from lianfang.core.exports.sheets import Format
from lianfang.core.exports.tables import format_of
from lianfang.core.forms.terms import ROLLUP_NAMES
from lianfang.kernel import area_code
from lianfang.kernel.area_code import Level
from lianfang.kernel.clock import ZONE

Slot = Annotated[str, typer.Option(help="哪一期；不写为全天，几期按各项的汇总办法合并。")]
KnownAt = Annotated[str, typer.Option("--as-known-at", help="按何时已记录的情况，如2022-07-12T17:00。")]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="写成xlsx、csv或parquet文件，带字典，各级都在内；不能已存在。"),
]


def rollup(
    form: Annotated[str, typer.Argument(help="报表代码。")],
    *,
    area: Area,
    on: On = "",
    slot: Slot = "",
    as_known_at: KnownAt = "",
    levels: Annotated[int, typer.Option(min=0, max=5, help="往下几级。")] = 1,
    out: Out = None,
    reason: Annotated[str, typer.Option(help="导出的理由。")] = "",
    as_json: Json = False,
) -> None:
    """逐级汇总一张报表：各项数字，旁边是应报、已报、按时、未报；或写成文件。"""
    by, at = doors.cli_actor(), doors.now()
    known = doors.moment(as_known_at) if as_known_at else at
    day = doors.day(on) if on else at.astimezone(ZONE).date()
    code = areas.require_area(area)
    asked: dict[str, Any] = {"slot": slot, "known_at": known, "by": by}
    if out is not None:
        wanted = RollupAsked(form, code, day, known, slot)
        _write(out, wanted, reason=reason, as_json=as_json)
        return
    lowest = Level(min(area_code.level_of(code) + levels, Level.GRID))
    found = queries.rollup(form, area=code, from_day=day, lowest=lowest, **asked)
    if as_json:
        doors.print_json(queries.plain(found, lowest=lowest))
    else:
        _show(found, lowest)


def _write(out: Path, asked: RollupAsked, *, reason: str, as_json: bool) -> None:
    left = operations.export_rollup(
        asked, format_of(out), reason=reason, by=doors.cli_actor(), at=doors.now()
    )
    written = doors.write_files(out, left.files)
    doors.tell(
        {"files": written, "rows": left.rows},
        f"{left.rows}个地区已写入 {'、'.join(map(str, written))}",
        json=as_json,
    )


def write_file(out: Path, told: Leaving, *, area: str, reason: str, as_json: bool) -> None:
    """Write a list that leaves into a file, as its ending says."""
    ending = out.suffix.removeprefix(".")
    kind = Format(ending) if ending in set(Format) else Format.XLSX
    with out.open("wb") as file:
        rows = write(file, kind, told, area=area, reason=reason, by=doors.cli_actor(), at=doors.now())
    doors.tell({"file": out, "rows": rows}, f"写到 {out}，共 {rows} 行。", json=as_json)


def _show(found: FormRollup, lowest: Level) -> None:
    shown = queries.plain(found, lowest=lowest)
    columns = ("expected", "received", "on_time", "missing", "zero")
    places = [(one["name"] or one["area"], *(one[name] for name in columns)) for one in shown["places"]]
    head = ("地区", "应报", "已报", "按时", "未报", "零报告")
    doors.print_table(f"{found.name} {found.from_day}", head, places)
    here = found.nodes.get(found.area)
    figures = here.figures if here else {}
    told = [(field, figures[field.code].value) for field in found.fields if field.code in figures]
    lines = [
        (field.name, "—" if value is None else f"{value:g}", ROLLUP_NAMES[field.rollup])
        for field, value in told
    ]
    doors.print_table("各项数字", ("项目", "数字", "汇总办法"), lines)
