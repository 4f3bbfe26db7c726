"""The commands `lianfang encounters …`: observations loaded, who was with whom found."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from lianfang.apps.people import queries as people
from lianfang.apps.venues import operations, queries
from lianfang.apps.venues.rules import limits
from lianfang.apps.venues.terms import (
    ENGINE_NAMES,
    LONGEST_LOOK,
    PRESENCE_KIND_NAMES,
    Answer,
    Asked,
    Engine,
    FileAccount,
)
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.kernel.errors import InputRefused, WrongCall

SHOWN: Final = 50
DAYS: Final = limits.LOOK.days
REFUSED: Final = 3
Rejects = Annotated[
    Path | None, typer.Option("--rejects", help="退回的行写到这里（.xlsx或.csv；目录则写入目录）。")
]

encounters = typer.Typer(
    no_args_is_help=True, help="同时空：载入扫码、卡口、乘车、就诊记录，查询谁与谁同时空。"
)


def register(root: typer.Typer) -> None:
    """Add `encounters …` to the command line."""
    root.add_typer(encounters, name="encounters")


@encounters.command()
def load(
    path: Annotated[Path, typer.Argument(metavar="FILE|DIR", exists=True, help="文件，或装有文件的目录。")],
    rejects: Rejects = None,
    json: Json = False,
) -> None:
    """载入扫码、卡口、乘车、就诊记录；每行都有去向，不能用的行退回。"""
    told: list[FileAccount | InputRefused] = []
    for one in operations.load_all(path, by=doors.cli_actor(), at=doors.now(), rejects=rejects):
        told.append(one)
        if not json:
            _show(one)
    if json:
        doors.print_json([_plain(one) for one in told])
    if any(isinstance(one, InputRefused) for one in told):
        raise typer.Exit(REFUSED)


@encounters.command("venues")
def load_venues(
    path: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="场所登记表。")],
    rejects: Rejects = None,
    json: Json = False,
) -> None:
    """登记场所：场所码、名称、种类、区划代码、地址、封闭、通风。"""
    account = operations.load_venues(path, by=doors.cli_actor(), at=doors.now(), rejects=rejects)
    if json:
        doors.print_json(account)
    else:
        _show(account)


def _show(one: FileAccount | InputRefused) -> None:
    if isinstance(one, InputRefused):
        doors.remarks.print(str(one), style="red", markup=False, soft_wrap=True)
        return
    said = f"{one.file}：{one.rows:,} 行，载入 {one.taken:,}，已有 {one.unchanged:,}，退回 {one.rejected:,}。"
    doors.console.print(said, markup=False, soft_wrap=True)
    for row in one.first:
        place = f"{row.sheet} 第{row.row}行 {row.column}“{row.value}”"
        doors.console.print(f"  {place}：{row.reason}。{row.remedy}。", markup=False, soft_wrap=True)


def _plain(one: FileAccount | InputRefused) -> Any:
    return {"refused": one.code, "sentence": str(one)} if isinstance(one, InputRefused) else one


@encounters.command()
def find(
    person: Annotated[str, typer.Option("--person", help="人员编号。")] = "",
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases", exists=True, dir_okay=False, help="csv：case,person,since,until（时间可不填）。"
        ),
    ] = None,
    window: Annotated[str, typer.Option("--window", help="时间窗，如30m、2h。")] = "2h",
    days: Annotated[int, typer.Option("--days", min=1, max=LONGEST_LOOK.days, help="往前查几天。")] = DAYS,
    ground: Annotated[str, typer.Option("--ground", help="查询依据，留痕。")] = "",
    engine: Annotated[Engine | None, typer.Option("--engine", help="用什么引擎。")] = None,
    json: Json = False,
) -> None:
    """谁与一个人、一批病例同时空；按同处时间从长到短。"""
    at = doors.now()
    if bool(person) == (cases is not None):
        raise WrongCall(problem="--person和--cases请写一个。")
    usual = (at - timedelta(days=days), at)
    asked = [_asked(person, person, *usual)] if cases is None else _cases(cases, *usual)
    ground, by = ground or "命令行查询", doors.cli_actor()
    answer = operations.ask(asked, limits.read_window(window), ground=ground, by=by, at=at, engine=engine)
    if json:
        doors.print_json(_document(answer))
    else:
        _table(answer)


def _asked(case: str, person: str, since: datetime, until: datetime) -> Asked:
    number = people.person_id(person, scope=doors.cli_actor().scope)
    return Asked(case, number, since, until)


def _cases(path: Path, since: datetime, until: datetime) -> list[Asked]:
    rows = queries.cases_of(path)
    return [
        _asked(
            row["case"],
            row["person"],
            doors.moment(row["since"]) if row["since"] else since,
            doors.moment(row["until"]) if row["until"] else until,
        )
        for row in rows
    ]


def _document(answer: Answer) -> dict[str, Any]:
    told = queries.told(answer)
    return {"engine": answer.engine, "ms": round(answer.ms, 1), "rows": len(answer), "together": told}


def _table(answer: Answer) -> None:
    shown = queries.told(answer, most=SHOWN)
    columns = ("病例", "人员", "场所", "种类", "从", "到", "同处分钟", "相隔分钟", "座位")
    rows = [
        (
            one.case,
            one.name or one.person,
            one.venue_name,
            PRESENCE_KIND_NAMES[one.kind],
            one.begins,
            one.ends,
            one.overlap // limits.MINUTE,
            one.apart // limits.MINUTE,
            one.other_seat,
        )
        for one in shown
    ]
    doors.print_table(f"同时空（{ENGINE_NAMES[answer.engine]}，{answer.ms:.0f} 毫秒）", columns, rows)
    doors.console.print(f"共 {len(answer):,} 条，显示 {len(shown)} 条。", markup=False)
