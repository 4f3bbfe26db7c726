"""The commands `lianfang rollup` and `lianfang brief …`."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from lianfang.apps.reporting import operations, queries
from lianfang.apps.reporting.terms import COLUMNS, Rollup, RollupRow, Trace, Traced
from lianfang.core import doors
from lianfang.core.documents import FIGURE_STATE_NAMES
from lianfang.core.doors import Json
from lianfang.kernel.clock import slot_time
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.rates import rate

brief = typer.Typer(no_args_is_help=True, help="疫情防控工作日报：写出、追溯。")

Area = Annotated[str, typer.Option(help="区划代码。")]
On = Annotated[str | None, typer.Option(help="日期，如2022-07-01；不填为今天。")]
AsKnownAt = Annotated[str | None, typer.Option(help="按何时已记录的情况统计，如2022-07-01T17:00。")]


class FileUnwritable(InputRefused):
    """The file can't be written where it was asked for."""

    code = "reporting.file_unwritable"
    sentence = "写不了“{file}”：{reason}。请换一个位置。"


def register(root: typer.Typer) -> None:
    """Add `rollup` and `brief …` to the command line."""
    root.command()(rollup)
    root.add_typer(brief, name="brief")


def rollup(area: Area, on: On = None, as_known_at: AsKnownAt = None, json: Json = False) -> None:
    """逐级汇总：下级各地、各类责任事项的应办、已办、按时、逾期、缺口。"""
    queries.check_sight(area, by=doors.cli_actor())
    found = queries.rollup(area=area, on=doors.day(on), as_known_at=doors.moment(as_known_at))
    if json:
        doors.print_json(found.rows)
    else:
        _show_rollup(found)


def _show_rollup(found: Rollup) -> None:
    """Show two short tables, by area and by kind; every area by every kind is what --json gives."""
    by_area: dict[tuple[str, str], list[RollupRow]] = {}
    by_kind: dict[tuple[str, str], list[RollupRow]] = {}
    for row in found.rows:
        by_area.setdefault((row.name, row.area), []).append(row)
        by_kind.setdefault((row.kind_name, row.kind), []).append(row)
    for title, head, groups in (("各地", "地区", by_area), ("各类事项", "事项", by_kind)):
        lines = [(name, code, *_sums(rows)) for (name, code), rows in groups.items()]
        columns = (head, "代码", *COLUMNS.values(), "完成率")
        whole = ("合计", found.area, *_sums(found.rows))
        doors.print_table(f"{found.name} {found.on} {title}", columns, [*lines, whole])


def _sums(rows: Sequence[RollupRow]) -> tuple[int | str, ...]:
    sums = {column: sum(getattr(row, column) for row in rows) for column in COLUMNS}
    return *sums.values(), rate(sums["done"], sums["due"])


@brief.command()
def daily(
    area: Area,
    out: Annotated[Path, typer.Option("--out", "-o", help="写到哪个docx文件。")],
    on: On = None,
    as_known_at: AsKnownAt = None,
    json: Json = False,
) -> None:
    """写出一个县或乡镇当日的疫情防控工作日报（公文格式，每个数字可追溯）。"""
    day, at = doors.day(on), doors.now()
    cut_off = doors.moment(as_known_at) if as_known_at else _cut_off(day, at)
    written = operations.write_brief(area=area, on=day, as_known_at=cut_off, by=doors.cli_actor(), at=at)
    _save(out, written.docx)
    if json:
        shown = {"brief": written.uid, "area": area, "on": day, "as_known_at": cut_off}
        doors.print_json({**shown, "figures": written.figures, "new": written.new, "file": out})
    else:
        doors.console.print(f"日报已写到 {out}，共 {written.figures} 个可追溯的数字。", markup=False)


def _cut_off(day: date, at: datetime) -> datetime:
    """Return the moment of knowledge of a day's brief: now, or the end of a day that is over."""
    return min(at, slot_time(day, "24:00") - timedelta(microseconds=1))


def _save(out: Path, docx: bytes) -> None:
    try:
        out.write_bytes(docx)
    except OSError as problem:
        raise FileUnwritable(file=out, reason=problem.strerror) from problem


@brief.command("trace")
def trace_file(
    file: Path,
    key: Annotated[str | None, typer.Option(help="只看这一个数字。")] = None,
    json: Json = False,
) -> None:
    """追溯一份日报：每个数字的来历、按当时情况重新统计的结果、所统计的记录、是否被改动。"""
    found = queries.trace(file, by=doors.cli_actor())
    figures = [figure for figure in found.figures if key in {None, figure.key}]
    if json:
        shown = {"brief": found.brief, "area": found.area, "on": found.on, "as_known_at": found.as_known_at}
        doors.print_json({**shown, "sound": found.sound, "figures": figures})
    else:
        _show_trace(found, figures)


def _show_trace(found: Trace, figures: list[Traced]) -> None:
    columns = ("数字", "统计内容", "原值", "文中", "状态", "重新统计", "记录数")
    rows = [
        (
            figure.key,
            figure.counts,
            figure.value,
            figure.printed,
            FIGURE_STATE_NAMES[figure.state],
            figure.recount if figure.agrees else f"{figure.recount}（不符）",
            len(figure.records),
        )
        for figure in figures
    ]
    doors.print_table(f"{found.area} {found.on} 日报追溯", columns, rows)
    verdict = "全部数字与台账一致，文件未被改动。" if found.sound else "有数字被改动或与台账不符，见上表。"
    doors.console.print(verdict)
