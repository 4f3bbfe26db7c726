"""The commands `lianfang testing …`: plans, rounds, tubes, the weekly bulletin."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.control.terms import RESULT_NAMES, Result
from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.terms import (
    NEXT_STEP_NAMES,
    TUBE_STATE_NAMES,
    PlanAsked,
    RoundView,
    TubeAccount,
    TubeKind,
    TubeState,
)
from lianfang.core import doors
from lianfang.core.doors import Json

Area = Annotated[str, typer.Option(help="区划代码；不写为全部。")]
Rejects = Annotated[Path | None, typer.Option("--rejects", help="退回的行写到这里（.xlsx或.csv）。")]
LISTED: Final = 50

testing = typer.Typer(no_args_is_help=True, help="核酸检测：测算、轮次、混管、周报。")
rounds = typer.Typer(no_args_is_help=True, help="轮次：启动、进度、覆盖、结束。")
pools = typer.Typer(no_args_is_help=True, help="采样管：登记、送检、结果。")


def register(root: typer.Typer) -> None:
    """Add `testing …` to the command line."""
    testing.add_typer(rounds, name="round")
    testing.add_typer(pools, name="pool")
    root.add_typer(testing, name="testing")


@testing.command()
def plan(
    population: Annotated[int, typer.Option(help="要检测的人数。")],
    days: Annotated[int, typer.Option(help="几天内完成。")] = 2,
    pool: Annotated[int | None, typer.Option(help="几份一管；不写为允许的当中最省的。")] = None,
    labs: Annotated[list[int] | None, typer.Option(help="一个实验室每天的管数，可写多次。")] = None,
    prevalence: Annotated[float, typer.Option(help="估计的阳性率，如0.0001。")] = 0.0001,
    samplers: Annotated[int | None, typer.Option(help="采样人员；不写为按人口÷360配足。")] = None,
    points: Annotated[int | None, typer.Option(help="采样点；不写为按每3000人一个。")] = None,
    hours: Annotated[int, typer.Option(help="采样点每天开放几小时。")] = 12,
    as_json: Json = False,
) -> None:
    """测算一轮：采样点、采样人员、混样、每天管数、何时做完；做不完的说明缺什么。"""
    asked = PlanAsked(population, days, pool, prevalence, tuple(labs or ()), samplers, points, hours)
    found = queries.plan(asked)
    if as_json:
        doors.print_json(found)
        return
    rows = [
        (one.name, f"{one.value:g}{one.unit}", one.how, f"{one.source}（{one.certainty}）")
        for one in found.figures
    ]
    doors.print_table(f"{population}人，{days}天", ("项目", "数", "怎样得出", "来源"), rows)
    end = "算不出" if found.finished_hours is None else f"{found.finished_hours}小时"
    doors.console.print(f"采样结束：{found.sampled_hours}小时；全部结果：{end}。", markup=False)
    for one in found.warnings:
        doors.console.print(f"{one.sentence}。{one.remedy}。", markup=False, style="red")


@testing.command()
def bulletin(
    area: Area = "",
    on: Annotated[str | None, typer.Option("--week", help="这一天所在的一周；不写为本周。")] = None,
    as_json: Json = False,
) -> None:
    """每周通报：各检测项目的人数、已检、阳性、超期。"""
    place, day = areas.require_area(area) if area else "", doors.day(on)
    found = queries.bulletin(area=place, on=day, by=doors.cli_actor(), at=doors.now())
    if as_json:
        doors.print_json(found)
        return
    monday, sunday = queries.week_of(day)
    rows = [
        (one.name, one.every_days, one.people, one.tested, f"{one.percent}%", one.positives, one.overdue)
        for one in found
    ]
    columns = ("项目", "几天一次", "应检", "已检", "覆盖", "阳性", "超期")
    doors.print_table(f"{monday}至{sunday}", columns, rows)


@testing.command()
def turnaround(area: Area = "", as_json: Json = False) -> None:
    """近七天从采样到出结果要多少小时，按采样点。"""
    place = areas.require_area(area) if area else ""
    found = queries.turnaround(by=doors.cli_actor(), area=place, at=doors.now())
    if as_json:
        doors.print_json(found)
        return
    rows = [(one.point, one.tubes, one.open, one.median, one.ninth, one.late) for one in found]
    doors.print_table("从采样到结果", ("采样点", "管", "未出", "中位小时", "九成小时", "超时"), rows)


@rounds.command()
def start(
    area: Annotated[str, typer.Option(help="区划代码。")],
    hours: Annotated[int, typer.Option(help="几小时内完成。")] = 24,
    pool: Annotated[TubeKind, typer.Option(help="通常的规格。")] = TubeKind.POOL10,
    disease: Annotated[str, typer.Option(help="病种；不写的，按所依据的政策包或现行政策。")] = "",
    pack: Annotated[str, typer.Option(help="所依据的政策包；不写为现行的。")] = "",
    as_json: Json = False,
) -> None:
    """启动一轮：应检为常住减外出、豁免和集中隔离的人。"""
    told = {"hours": hours, "pool": pool, "disease": disease, "pack": pack}
    made = operations.start_round(areas.require_area(area), **told, by=doors.cli_actor(), at=doors.now())  # type: ignore[arg-type]
    doors.tell(made, _account(made), json=as_json)


def _account(one: RoundView) -> str:
    away = f"外出{one.away:,}，豁免{one.exempt:,}，集中隔离{one.held:,}"
    return f"第{one.number}轮：登记{one.residents:,}人，应检{one.targets:,}，{away}；已采{one.come:,}。"


@rounds.command()
def end(area: Annotated[str, typer.Option(help="区划代码。")], as_json: Json = False) -> None:
    """结束一个区划的这一轮。"""
    by, at = doors.cli_actor(), doors.now()
    found = queries.last_round(areas.require_area(area), by=by)
    made = operations.end_round(found.uid, by=by, at=at)
    doors.tell(made, _account(made), json=as_json)


@rounds.command()
def status(area: Annotated[str, typer.Option(help="区划代码。")], as_json: Json = False) -> None:
    """各轮的进度，以及按政策下一步做什么。"""
    by, place = doors.cli_actor(), areas.require_area(area)
    found = queries.rounds(by=by, area=place)
    step = queries.next_step(place, by=by, on=doors.now().date())
    if as_json:
        doors.print_json({"next": step, "rounds": found})
        return
    for one in found:
        doors.console.print(_account(one), markup=False)
    until = f"，到{step.until}" if step.until else ""
    doors.console.print(f"下一步：{NEXT_STEP_NAMES[step.code]}{until}。", markup=False)


@rounds.command()
def coverage(
    area: Annotated[str, typer.Option(help="区划代码。")],
    missing: Annotated[bool, typer.Option("--missing", help="列出还没有来的人，按户。")] = False,
    as_json: Json = False,
) -> None:
    """最近一轮的覆盖，按网格；或还没有来的人。"""
    by, place = doors.cli_actor(), areas.require_area(area)
    one = queries.last_round(place, by=by)
    if missing:
        people = queries.not_come(one, by=by, area=place)
        doors_to = [(line.area, line.address, line.name) for line in people]
        _print(people, "还没有来", ("网格", "住址", "姓名"), doors_to, as_json=as_json)
        return
    found = queries.coverage(one, by=by, area=place)
    rows = [(line.area, line.targets, line.come, line.missing) for line in found]
    _print(found, f"第{one.number}轮", ("网格", "应检", "已采", "未来"), rows, as_json=as_json)


def _print(
    found: object, title: str, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]], *, as_json: bool
) -> None:
    if as_json:
        doors.print_json(found)
    else:
        doors.print_table(title, columns, rows)


@pools.command("register")
def register_samples(
    path: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="采样登记表。")],
    rejects: Rejects = None,
    as_json: Json = False,
) -> None:
    """登记采样：管码、规格、人员、采样时间、病种；每行都有去向，不能用的行退回。"""
    _show(
        operations.load_samples(path, by=doors.cli_actor(), at=doors.now(), rejects=rejects), as_json=as_json
    )


@pools.command("result")
def result_of_tubes(
    path: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="结果表。")],
    rejects: Rejects = None,
    as_json: Json = False,
) -> None:
    """登记结果：管码、结果；送达管内每一个人，不能用的行退回。"""
    _show(
        operations.load_results(path, by=doors.cli_actor(), at=doors.now(), rejects=rejects), as_json=as_json
    )


def _show(one: TubeAccount, *, as_json: bool) -> None:
    if as_json:
        doors.print_json(one)
        return
    told = f"{one.file}：{one.rows:,} 行，{one.tubes:,} 管；载入 {one.taken:,}，已有 {one.unchanged:,}"
    doors.console.print(f"{told}，退回 {one.rejected:,}。", markup=False, soft_wrap=True)
    for row in one.first:
        place = f"{row.sheet} 第{row.row}行 {row.column}“{row.value}”"
        doors.console.print(f"  {place}：{row.reason}。{row.remedy}。", markup=False, soft_wrap=True)


@pools.command("pass")
def pass_on(
    codes: Annotated[list[str], typer.Argument(metavar="CODE…", help="管码，一个或多个。")],
    step: Annotated[TubeState, typer.Option(help="sealed封管、courier送检、received收样、plated上机。")],
    who: Annotated[str, typer.Option(help="由谁接手（送检、收样）。")] = "",
    plate: Annotated[str, typer.Option(help="板号（上机）。")] = "",
    as_json: Json = False,
) -> None:
    """登记采样管的交接；全部成功，或一管也不登记。"""
    count = operations.pass_on(codes, step, who=who, plate=plate, by=doors.cli_actor(), at=doors.now())
    doors.tell({"tubes": count}, f"已登记{count}管。", json=as_json)


@pools.command()
def show(
    code: Annotated[str, typer.Argument(metavar="CODE", help="管码。")],
    as_json: Json = False,
) -> None:
    """一管：现在哪里、装了几份、经过和结果。"""
    by = doors.cli_actor()
    found = queries.tube(code, by=by)
    if as_json:
        doors.print_json(found)
        return
    rows = [
        (one.happened_at, TUBE_STATE_NAMES[TubeState(one.kind)], one.who, _said(one.result), one.by)
        for one in queries.events(found)
    ]
    doors.print_table(f"{found.code}：{found.samples}份", ("时间", "步骤", "由谁", "结果", "登记"), rows)


def _said(result: str) -> str | None:
    return RESULT_NAMES[Result(result)] if result else None
