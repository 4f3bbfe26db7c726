"""The commands `lianfang doc …`: make a document, trace a file, list the kinds."""

from pathlib import Path
from typing import Annotated, Any

import typer

from lianfang.apps.documents import operations, queries
from lianfang.apps.documents.terms import KINDS, Trace
from lianfang.core import doors
from lianfang.core.documents import FIGURE_STATE_NAMES
from lianfang.core.doors import Json
from lianfang.kernel.clock import slot_time
from lianfang.kernel.errors import InputRefused

doc = typer.Typer(no_args_is_help=True, help="公文：生成、追溯、模板检查。")

MORNING_AFTER = "24:00"


class FileUnwritable(InputRefused):
    """The file can't be written where it was asked for."""

    code = "documents.file_unwritable"
    sentence = "写不了“{file}”：{reason}。请换一个位置。"


class FileUnreadable(InputRefused):
    """The file can't be read."""

    code = "documents.file_unreadable"
    sentence = "读不了“{file}”：{reason}。"


def register(root: typer.Typer) -> None:
    """Add `doc …` to the command line."""
    root.add_typer(doc, name="doc")


@doc.command()
def kinds(json: Json = False) -> None:
    """列出文书种类。"""
    if json:
        doors.print_json(
            [{"kind": each.code, "name": each.name, "says": each.says} for each in KINDS.values()]
        )
        return
    rows = [(each.code.value, each.name, each.says) for each in KINDS.values()]
    doors.print_table("文书种类", ("代码", "名称", "用途"), rows)


@doc.command()
def make(
    kind: Annotated[str, typer.Argument(help="文书种类，见doc kinds。")],
    area: Annotated[str, typer.Option(help="区划代码。")],
    out: Annotated[Path, typer.Option("--out", "-o", help="写到哪个docx文件。")],
    on: Annotated[str | None, typer.Option(help="日期，如2022-07-01；不填为今天。")] = None,
    about: Annotated[str, typer.Option(help="针对谁：约谈和协查的地区、整改的单位、会议、措施的编号。")] = "",
    as_known_at: Annotated[
        str | None, typer.Option(help="按何时已记录的情况统计，如2022-07-01T17:00。")
    ] = None,
    json: Json = False,
) -> None:
    """生成一份公文（公文格式，每个数字可追溯）；要编号签发的，在页面上送两人审核。"""
    day, at = doors.day(on), doors.now()
    latest = slot_time(day, MORNING_AFTER)
    known = doors.moment(as_known_at) if as_known_at else min(at, latest)
    asked: dict[str, Any] = {"area": area, "about": about, "on": day, "as_known_at": known}
    made = operations.make_kind(kind, **asked, by=doors.cli_actor(), at=at)
    _write(out, made.docx)
    shown = {"kind": kind, "area": area, "on": day, "as_known_at": known, "title": made.title}
    sentence = f"《{made.title}》已写到 {out}，共 {made.figures} 个可追溯的数字。"
    doors.tell({**shown, "document": made.uid, "figures": made.figures, "file": out}, sentence, json=json)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise FileUnreadable(file=file, reason=problem.strerror) from problem


def _write(out: Path, docx: bytes) -> None:
    try:
        out.write_bytes(docx)
    except OSError as problem:
        raise FileUnwritable(file=out, reason=problem.strerror) from problem


@doc.command()
def notices(
    area: Annotated[str, typer.Option(help="区划代码。")],
    out: Annotated[Path, typer.Option("--out", "-o", help="写到哪个docx文件。")],
    reason: Annotated[str, typer.Option(help="打印的用途，记入审计。")],
    since: Annotated[str | None, typer.Option(help="自何时起决定或解除的；不填为今天零时。")] = None,
    released: Annotated[bool, typer.Option("--released", help="解除通知单；不写为措施告知书。")] = False,
    help_phone: Annotated[str, typer.Option(help="求助电话；不写则留空待填。")] = "",
    json: Json = False,
) -> None:
    """一个地区的告知书或解除通知单写成一个文件，可双面打印，每份从正面起、各自编页。"""
    by, at = doors.cli_actor(), doors.now()
    begins = doors.moment(since) if since else slot_time(at.date(), "00:00")
    count = operations.print_notices(
        out, area=area, since=begins, released=released, reason=reason, by=by, at=at, help_phone=help_phone
    )
    doors.tell({"file": out, "notices": count}, f"{count} 份已写到 {out}。", json=json)


@doc.command()
def trace(file: Path, json: Json = False) -> None:
    """追溯一份公文：每个数字按当时和现在的情况重新统计，是否被改动。"""
    found = queries.trace(file, by=doors.cli_actor(), at=doors.now())
    if json:
        facts = {name: value for name, value in vars(found).items() if name != "figures"}
        doors.print_json({**facts, "sound": found.sound, "figures": found.figures})
    else:
        _show(found)


def _show(found: Trace) -> None:
    columns = ("数字", "统计内容", "原值", "文中", "状态", "当时再统计", "现在", "相差")
    rows = [
        (
            figure.key,
            figure.counts,
            figure.value,
            figure.printed,
            FIGURE_STATE_NAMES[figure.state],
            figure.recount if figure.agrees else f"{figure.recount}（不符）",
            figure.now,
            figure.difference,
        )
        for figure in found.figures
    ]
    doors.print_table(f"{found.area} {found.on} {KINDS[found.kind].name} {found.number}", columns, rows)
    verdict = "全部数字与台账一致，没有改动。" if found.sound else "有数字被改动或与台账不符，见上表。"
    doors.console.print(verdict)


@doc.command()
def blanks(
    file: Path,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="把填好占位符的模板写到哪里。")] = None,
    json: Json = False,
) -> None:
    """列出一份平常用的公文里的空：各由台账的哪个数填，哪些看不出。"""
    ready, found = operations.fill_blanks(_read(file), {})
    if out:
        _write(out, ready)
    rows = [(each.number, each.place, f"{each.before}{each.text}", each.name or "留空") for each in found]
    if json:
        doors.print_json({"file": file, "blanks": found})
    else:
        doors.print_table(f"{file.name} 有 {len(rows)} 个空", ("序号", "位置", "原文", "由什么填"), rows)


@doc.command("check")
def check_template(
    kind: Annotated[str, typer.Argument(help="文书种类，见doc kinds。")], file: Path, json: Json = False
) -> None:
    """检查一个模板：写错的占位符在哪里，可能指什么。"""
    faults = queries.faults_of(kind, _read(file))
    if json:
        doors.print_json({"kind": kind, "file": file, "faults": faults})
        return
    rows = [(each.place, each.text, each.problem, "、".join(each.nearest)) for each in faults]
    doors.print_table(f"{file.name} 有 {len(rows)} 处要改", ("位置", "文字", "问题", "是否指"), rows)
