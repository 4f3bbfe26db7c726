"""The command line of people: find, show, correct, merge and unmerge."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.people import operations, queries
from lianfang.apps.people.terms import KEY_NAMES, STATE_NAMES, KeyKind, PersonCard, PersonLine, PersonState
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.core.exports.leaving import write
from lianfang.core.exports.sheets import Format
from lianfang.kernel.errors import NotFound, WrongCall

SEXES = {"male": "男", "female": "女", "": ""}

Person = Annotated[str, typer.Argument(metavar="ID", help="人员编号（uid或数字）。")]
Ground = Annotated[str, typer.Option("--ground", help="依据或事由。")]
people = typer.Typer(no_args_is_help=True, help="人员档案。")


def register(root: typer.Typer) -> None:
    """Add the commands of this app to the command line."""
    root.add_typer(people, name="people")


@people.command()
def find(
    text: Annotated[str, typer.Argument(help="证件号码、电话、姓名、姓名拼音或编号。")],
    as_json: Json = False,
) -> None:
    """查找人员；证件、电话和住址按规定遮蔽。"""
    found = queries.find(text=text, scope=doors.cli_actor().scope)
    doors.print_json(found) if as_json else _show_lines(found)


def _show_lines(found: list[PersonLine]) -> None:
    for line in found:
        born = f"{line.birth_year}年生" if line.birth_year else ""
        state = STATE_NAMES[PersonState(line.state)]
        facts = [line.name, SEXES[line.sex], born, *line.documents, *line.phones, line.place, state]
        words = " ".join(filter(None, facts))
        doors.console.print(f"{line.id}  {words}  {line.person}", markup=False, soft_wrap=True)
    doors.remarks.print(f"共{len(found)}人。")


@people.command()
def show(
    person: Person,
    unmask: Annotated[bool, typer.Option("--unmask", help="显示完整证件、电话、住址；记入日志。")] = False,
    reason: Annotated[str, typer.Option("--reason", help="查看完整信息的事由。")] = "",
    as_json: Json = False,
) -> None:
    """显示一个人；已合并的记录显示保留的一方。"""
    actor = doors.cli_actor()
    if unmask and not reason:
        raise WrongCall(problem="查看完整信息须用 --reason 写明事由。")
    if unmask:
        card = operations.unmask(person=person, reason=reason, by=actor, at=doors.now())
    else:
        card = queries.person(person, scope=actor.scope)
    doors.print_json(card) if as_json else _show_card(card)


def _show_card(card: PersonCard) -> None:
    rows: list[Sequence[object]] = [
        ["姓名", card.name],
        ["性别", SEXES[card.sex] or None],
        ["出生", card.birth_date or (card.birth_year and str(card.birth_year))],
        *[[KEY_NAMES[KeyKind(key.kind)], key.value] for key in card.keys],
        ["住址", card.address],
        ["职业", card.occupation or None],
        ["状态", STATE_NAMES[PersonState(card.state)]],
        ["同户人数", card.household_size if card.household else None],
        ["来源", card.source],
        ["登记时间", card.recorded_at],
        ["编号", str(card.person)],
    ]
    doors.print_table("", ["项目", "内容"], rows)
    if card.merged:
        merged = [
            [str(one.person), one.name, one.ground, one.merged_at, str(one.merge)] for one in card.merged
        ]
        doors.print_table("已并入的记录", ["编号", "姓名", "依据", "合并时间", "合并编号"], merged)


@people.command()
def merge(
    kept: Annotated[str, typer.Argument(metavar="A", help="保留的一方。")],
    merged: Annotated[str, typer.Argument(metavar="B", help="并入的一方。")],
    ground: Ground = "核实为同一人",
    as_json: Json = False,
) -> None:
    """把B并入A；可随时用 unmerge 恢复。"""
    actor = doors.cli_actor()
    made = operations.merge(kept=kept, merged=merged, ground=ground, by=actor, at=doors.now())
    card = queries.person(merged, scope=actor.scope)
    gone = next(one.person for one in card.merged if one.merge == made)
    if as_json:
        doors.print_json({"merge": made, "kept": card.person, "merged": gone})
    else:
        doors.console.print(
            f"已合并，保留 {card.name}（{card.person}）。撤销：lianfang people unmerge {made}"
        )


@people.command()
def unmerge(
    reference: Annotated[str, typer.Argument(metavar="ID", help="合并编号，或被并入者的编号。")],
    ground: Ground = "",
    as_json: Json = False,
) -> None:
    """撤销合并，恢复为两个人。"""
    restored = operations.unmerge(reference=reference, ground=ground, by=doors.cli_actor(), at=doors.now())
    doors.print_json({"person": restored}) if as_json else doors.console.print(f"已恢复 {restored}。")


@people.command()
def duplicates(
    area: Annotated[str, typer.Option("--area", help="辖区代码。")] = "", as_json: Json = False
) -> None:
    """列出可能重复的人员及依据；不自动合并。"""
    actor = doors.cli_actor()
    if area and not actor.may_see(area):
        raise NotFound(what="辖区", value=area)
    found = queries.duplicate_proposals(scope=area or actor.scope)
    if as_json:
        doors.print_json(found)
        return
    rows = [
        [
            one.a_name,
            str(one.a),
            one.b_name,
            str(one.b),
            one.rule,
            " ".join(one.agrees),
            " ".join(one.differs),
        ]
        for one in found
    ]
    heads = ["甲", "甲编号", "乙", "乙编号", "规则", "一致", "不一致"]
    doors.print_table("可能重复的人员", heads, rows)


@people.command()
def move(
    person: Person,
    area: Annotated[str, typer.Argument(help="现住区划代码。")],
    ground: Ground,
    address: Annotated[str | None, typer.Option("--address", help="现住址。")] = None,
) -> None:
    """登记迁居。"""
    operations.move(
        person=person, area=area, address=address, ground=ground, by=doors.cli_actor(), at=doors.now()
    )
    doors.console.print("已登记。")


@people.command()
def state(
    person: Person,
    value: Annotated[str, typer.Argument(metavar="present|away|left|deceased", help="状态。")],
    ground: Ground,
) -> None:
    """登记在住、外出、迁离或死亡。"""
    operations.set_state(person=person, state=value, ground=ground, by=doors.cli_actor(), at=doors.now())
    doors.console.print("已登记。")


@people.command()
def export(
    area: Annotated[str, typer.Argument(metavar="AREA", help="区划代码。")],
    out: Annotated[Path, typer.Option("--out", "-o", help="写到哪个文件，xlsx或csv；不能已存在。")],
    reason: Annotated[str, typer.Option("--reason", help="导出的理由；留痕，文件带水印。")],
    clear: Annotated[bool, typer.Option("--clear", help="完整证件、电话、住址。")] = False,
    as_json: Json = False,
) -> None:
    """导出一地的人员；号码和住址按规定遮蔽，可原样导回。"""
    kind = _format_of(out)
    leaving = queries.persons_leaving(clear=clear)
    told = {"reason": reason, "by": doors.cli_actor(), "at": doors.now()}
    try:
        with out.open("xb") as target:
            rows = write(target, kind, leaving, area=areas.require_area(area), **told)  # type: ignore[arg-type]
    except FileExistsError as problem:
        raise WrongCall(problem=f"{out}已存在，没有改动。") from problem
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    if as_json:
        doors.print_json({"file": out, "rows": rows})
    else:
        doors.console.print(f"已导出{rows:,}人：{out}", soft_wrap=True)


def _format_of(out: Path) -> Format:
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in set(Format):
        raise WrongCall(problem=f"文件名应以 .xlsx 或 .csv 结尾，不是“{out.name}”。")
    return Format(suffix)


@people.command()
def recode(as_json: Json = False) -> None:
    """让人员档案跟随已登记的区划代码变更。"""
    moved = operations.follow_recodings(by=doors.cli_actor(), at=doors.now())
    doors.print_json({"persons": moved}) if as_json else doors.console.print(f"{moved:,}人改用新代码。")
