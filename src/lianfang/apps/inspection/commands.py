"""The commands `lianfang inspection …`: checklists, plans, samples, the ledger."""

from pathlib import Path
from typing import Annotated, Any

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.terms import STATE_NAMES, CampaignPlan, FindingState, SampleView
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.kernel.errors import WrongCall

inspection = typer.Typer(no_args_is_help=True, help="督查：检查表、安排、抽样、台账。")


def register(root: typer.Typer) -> None:
    """Add `inspection …` to the command line."""
    root.add_typer(inspection, name="inspection")


@inspection.command()
def checklists(
    load: Annotated[Path | None, typer.Option("--load", help="载入这份 YAML 检查表。")] = None,
    as_json: Json = False,
) -> None:
    """检查表的各个版本；随程序带的会自动载入。"""
    by, at = doors.cli_actor(), doors.now()
    operations.load_builtin_checklists(by=by, at=at)
    if load is not None:
        operations.load_checklist(_text_of(load), by=by, at=at)
    found = [queries.as_checklist(one) for one in queries.checklists()]
    if as_json:
        doors.print_json(found)
        return
    rows = [(one.code, one.version, one.title, len(one.items), "、".join(one.kinds)) for one in found]
    doors.print_table("检查表", ("代码", "版本", "名称", "项数", "用于"), rows)


def _text_of(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as problem:
        raise WrongCall(problem=f"读不了“{path}”：{problem}") from problem


@inspection.command()
def plan(
    name: Annotated[str, typer.Argument(help="名称。")],
    *,
    area: Annotated[str, typer.Option(help="区划代码。")],
    purpose: Annotated[str, typer.Option(help="目的。")],
    ground: Annotated[str, typer.Option(help="依据。")],
    since: Annotated[str, typer.Option("--from", help="开始日，如 2022-07-12。")],
    until: Annotated[str, typer.Option(help="结束日。")],
    checklist: Annotated[str, typer.Option(help="检查表代码。")],
    kinds: Annotated[
        list[str], typer.Option("--kind", help="检查对象种类，可写多次；village 为村（社区）。")
    ],
    size: Annotated[int, typer.Option(help="抽取多少个。")],
    team: Annotated[list[str], typer.Option("--team", help="督查组，如 第一组:张某,李某；可写多次。")],
    method: Annotated[str, typer.Option(help="random 或 weighted。")] = "weighted",
    risk: Annotated[str, typer.Option(help="any 或 high。")] = "any",
    as_json: Json = False,
) -> None:
    """安排一次督查；抽样另用 inspection sample。"""
    by, at = doors.cli_actor(), doors.now()
    operations.load_builtin_checklists(by=by, at=at)
    planned = CampaignPlan(
        area=areas.require_area(area),
        name=name,
        purpose=purpose,
        ground=ground,
        starts_on=doors.day(since),
        ends_on=doors.day(until),
        checklist=checklist,
        kinds=tuple(kinds),
        risk=risk,
        method=method,
        size=size,
        teams={head: tuple(filter(None, members.split(","))) for head, _colon, members in _teams(team)},
    )
    made = operations.plan_campaign(planned, by=by, at=at)
    told = {"uid": made.uid, "name": made.name, "area": made.area}
    doors.tell(told, f"已安排“{made.name}”，编号 {made.uid}。下一步：抽样。", json=as_json)


def _teams(texts: list[str]) -> list[tuple[str, str, str]]:
    return [text.partition(":") for text in texts]


@inspection.command()
def sample(
    campaign: Annotated[str, typer.Argument(metavar="CAMPAIGN", help="督查安排的编号或名称。")],
    seed: Annotated[str, typer.Option("--seed", help="种子；同一种子总是同一样本。")],
    as_json: Json = False,
) -> None:
    """按种子抽样：随机或加权，不放回，与行的次序无关。"""
    drawn = operations.draw_sample(campaign, seed=seed, by=doors.cli_actor(), at=doors.now())
    if as_json:
        doors.print_json(drawn)
        return
    _show(drawn)


def _show(drawn: SampleView) -> None:
    rows = [
        (one.rank, one.name, one.kind, one.area, one.weight, "、".join(one.reasons), one.team)
        for one in drawn.targets
    ]
    title = f"{drawn.name}：种子“{drawn.seed}”，{drawn.pool}个中抽{len(drawn.targets)}个"
    doors.print_table(title, ("名次", "对象", "种类", "辖区", "权重", "理由", "组"), rows)


@inspection.command()
def ledger(
    area: Annotated[str, typer.Option(help="区划代码。")],
    state: Annotated[str | None, typer.Option(help=f"状态：{'、'.join(FindingState)}、unclosed。")] = None,
    kind: Annotated[str | None, typer.Option(help="检查对象种类。")] = None,
    repeated: Annotated[bool, typer.Option("--repeated", help="只看重复出现的。")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="只看逾期的。")] = False,
    at: Annotated[str | None, typer.Option(help="当时所知的情况，如 2022-07-12T18:00。")] = None,
    as_json: Json = False,
) -> None:
    """督查台账：问题、期限、状态、第几次出现。"""
    asked: dict[str, Any] = {"state": state, "kind": kind, "repeated": repeated, "late": overdue}
    place = areas.require_area(area)
    found = queries.findings(area=place, by=doors.cli_actor(), at=doors.moment(at), **asked)
    if as_json:
        doors.print_json({"area": place, "findings": found})
        return
    rows = [
        (one.id, one.name, one.text, STATE_NAMES[FindingState(one.state)], one.due_at, one.times)
        for one in found
    ]
    doors.print_table("督查台账", ("序号", "单位", "问题", "状态", "期限", "第几次"), rows)


@inspection.command()
def campaigns(as_json: Json = False) -> None:
    """督查安排：名称、期间、检查表、是否已抽样。"""
    found = queries.campaigns(by=doors.cli_actor())
    rows = [
        {
            "uid": one.uid,
            "name": one.name,
            "area": one.area,
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
            "checklist": one.checklist.code,
            "size": one.size,
            "seeds": [draw.seed for draw in one.draws.all()],
        }
        for one in found
    ]
    if as_json:
        doors.print_json(rows)
        return
    shown = [(row["name"], row["area"], row["starts_on"], row["ends_on"], row["size"]) for row in rows]
    doors.print_table("督查安排", ("名称", "辖区", "开始", "结束", "抽取"), shown)


@inspection.command()
def bulletin(
    out: Annotated[Path, typer.Option("-o", "--out", dir_okay=False, help="写到这个 docx。")],
    area: Annotated[str, typer.Option(help="区划代码。")],
    on: Annotated[str | None, typer.Option(help="哪一天；不写为今天。")] = None,
    as_json: Json = False,
) -> None:
    """督查通报：当天检查、发现、销号，各地未销号和逾期；数字可追溯。"""
    by, at = doors.cli_actor(), doors.now()
    written = operations.write_bulletin(area=areas.require_area(area), on=doors.day(on), by=by, at=at)
    try:
        out.write_bytes(written.docx)
    except OSError as problem:
        raise WrongCall(problem=f"写不了“{out}”：{problem.strerror}") from problem
    doors.tell(
        {"uid": written.uid, "file": out, "figures": written.figures},
        f"{written.title}已写入 {out}，{written.figures}个数字可追溯。",
        json=as_json,
    )
