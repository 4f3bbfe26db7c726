"""The commands `lianfang rooms …` and `lianfang care …`: sites, rooms, staff, what people need."""

from datetime import timedelta
from typing import Annotated

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import (
    NEED_NAMES,
    NEED_STATE_NAMES,
    READINESS_NAMES,
    STAFF_WORK_NAMES,
    WHY_NOT_NAMES,
    NeedKind,
    NeedStep,
    NeedView,
    Readiness,
    StaffWork,
)
from lianfang.core import doors
from lianfang.core.doors import Json

rooms = typer.Typer(no_args_is_help=True, help="隔离点：房间、入住、缺口。")
care = typer.Typer(no_args_is_help=True, help="照护：隔离点和居家人员的需要。")


def register(root: typer.Typer) -> None:
    """Add `rooms …` and `care …` to the command line."""
    root.add_typer(rooms, name="rooms")
    root.add_typer(care, name="care")


@rooms.command()
def sites(
    area: Annotated[str, typer.Option(help="区划代码；不写为全部。")] = "",
    as_json: Json = False,
) -> None:
    """隔离点：状态、房间、入住、现场核验。"""
    by, at = doors.cli_actor(), doors.now()
    found = queries.sites(area=areas.require_area(area) if area else "", by=by, at=at)
    if as_json:
        doors.print_json(found)
        return
    rows = [
        (
            str(one.uid),
            one.name,
            READINESS_NAMES[Readiness(one.readiness)],
            one.capacity,
            one.rooms,
            one.counts,
            one.free,
            one.occupied,
            one.verified_at,
        )
        for one in found
    ]
    columns = ("编号", "名称", "状态", "上报", "登记", "计入", "空房", "在住", "核验")
    doors.print_table("隔离点", columns, rows)


@rooms.command()
def shortfall(
    area: Annotated[str, typer.Option(help="区划代码。")],
    as_json: Json = False,
) -> None:
    """按每万人20、40、50、60间算，还缺多少间；只计经过现场核验的。"""
    found = queries.shortfall(area=areas.require_area(area), by=doors.cli_actor(), at=doors.now())
    if as_json:
        doors.print_json(found)
        return
    rows = [
        (
            one.norm.per_10000,
            one.norm.name,
            f"{one.norm.source}（{one.norm.certainty}）",
            one.needed,
            one.missing,
        )
        for one in found.lacks
    ]
    told = f"人口{found.population}，上报{found.declared}间，登记{found.laid_out}间，计入{found.counted}间"
    doors.print_table(told, ("每万人", "时期", "来源", "应有", "缺"), rows)
    if found.unverified:
        doors.console.print(f"没有计入的：{'、'.join(found.unverified)}", markup=False)


@rooms.command()
def assign(
    site: Annotated[str, typer.Option(help="隔离点编号，或名称。")],
    accessible: Annotated[
        list[str] | None, typer.Option("--accessible", help="需要无障碍房间的人员编号，可写多次。")
    ] = None,
    area: Annotated[str, typer.Option(help="只安排这个辖区的人；不写为全部。")] = "",
    try_only: Annotated[bool, typer.Option("--try", help="只试算，不分配。")] = False,
    as_json: Json = False,
) -> None:
    """给等候的人分配房间：一人一间，同源同层，儿童有人陪护，先近后远；分不到的写明哪一条规则。"""
    by, at = doors.cli_actor(), doors.now()
    asked = {"accessible": accessible or [], "area": areas.require_area(area) if area else ""}
    found = queries.site_named(site, by=by, at=at)
    if try_only:
        done = queries.plan_rooms(found, **asked, by=by, at=at).account()  # type: ignore[arg-type]
    else:
        done = operations.assign_rooms(found.uid, **asked, by=by, at=at)  # type: ignore[arg-type]
    if as_json:
        doors.print_json(done)
        return
    told = f"等候{done.waiting}人，安排{done.placed}人、{done.rooms}间；"
    doors.console.print(f"{told}{done.sources}个来源，{done.split}个分在几层。", markup=False)
    rows = [(one.person, WHY_NOT_NAMES[one.why]) for one in done.not_placed]
    if rows:
        doors.print_table("没有安排的", ("人员", "原因"), rows)


@rooms.command()
def held(
    area: Annotated[str, typer.Option(help="区划代码；不写为全部。")] = "",
    days: Annotated[int, typer.Option(help="往前看几天。")] = 30,
    as_json: Json = False,
) -> None:
    """超过决定期限仍在隔离点的：多少小时、什么原因；没有原因的应为零。"""
    by, at = doors.cli_actor(), doors.now()
    place = areas.require_area(area) if area else ""
    found = queries.held_beyond(area=place, since=at - timedelta(days=days), until=at, by=by)
    unexplained = round(sum(one.hours for one in found if not one.reason), 2)
    if as_json:
        doors.print_json({"hours_without_reason": unexplained, "held": found})
        return
    rows = [(one.site, one.person, one.until_at, one.hours, one.reason or "没有登记原因") for one in found]
    doors.print_table(f"没有原因的{unexplained}人时", ("隔离点", "人员", "应离开", "小时", "原因"), rows)


@rooms.command()
def staff(
    site: Annotated[str, typer.Option(help="隔离点编号，或名称。")],
    as_json: Json = False,
) -> None:
    """闭环工作人员：工作、下次检测、今日体温。"""
    by, at = doors.cli_actor(), doors.now()
    found = queries.staff(queries.site_named(site, by=by, at=at), at=at)
    if as_json:
        doors.print_json(found)
        return
    rows = [
        (one.person, STAFF_WORK_NAMES[StaffWork(one.work)], one.since, one.test_on, one.celsius or "")
        for one in found
    ]
    doors.print_table("闭环工作人员", ("人员", "工作", "进入", "下次检测", "今日体温"), rows)


@care.command(name="list")
def list_needs(
    area: Annotated[str, typer.Option(help="区划代码；不写为全部。")] = "",
    as_json: Json = False,
) -> None:
    """照护需求：未办结的按时限在前。"""
    place = areas.require_area(area) if area else ""
    found = queries.needs(area=place, by=doors.cli_actor(), at=doors.now())
    if as_json:
        doors.print_json(found)
        return
    rows = [
        (
            str(one.uid),
            NEED_NAMES[NeedKind(one.kind)],
            one.place or "居家",
            NEED_STATE_NAMES[one.state],
            one.due_at,
        )
        for one in found
    ]
    doors.print_table("照护", ("编号", "需要", "在哪里", "状态", "时限"), rows)


@care.command()
def ask(
    person: Annotated[str, typer.Argument(help="人员编号。")],
    kind: Annotated[NeedKind, typer.Option(help="种类。")],
    text: Annotated[str, typer.Option(help="具体需要。")] = "",
    every: Annotated[int | None, typer.Option(help="每隔几小时一次；只一次的不写。")] = None,
    as_json: Json = False,
) -> None:
    """登记照护需求；时限从现在起算。"""
    hours = timedelta(hours=every) if every else None
    made = operations.ask_need(person, kind, text=text, every=hours, by=doors.cli_actor(), at=doors.now())
    _print_need(made, as_json=as_json)


@care.command()
def answer(
    need: Annotated[str, typer.Argument(help="照护需求的编号。")],
    note: Annotated[str, typer.Option(help="说明。")] = "",
    as_json: Json = False,
) -> None:
    """办结照护需求；定期的从现在起算下一次。"""
    made = operations.step_need(need, NeedStep.ANSWERED, note=note, by=doors.cli_actor(), at=doors.now())
    _print_need(made, as_json=as_json)


def _print_need(made: NeedView, *, as_json: bool) -> None:
    if as_json:
        doors.print_json(made)
        return
    state = NEED_STATE_NAMES[made.state]
    doors.console.print(f"{made.uid} {NEED_NAMES[NeedKind(made.kind)]} {state}", markup=False)
