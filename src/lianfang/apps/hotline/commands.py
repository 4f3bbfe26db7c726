"""`lianfang hotline …`: matters taken in, followed, answered; letters read in."""

from pathlib import Path
from typing import Annotated

import typer

from lianfang.apps.hotline import operations, queries
from lianfang.apps.hotline.terms import (
    KIND_NAMES,
    STATE_NAMES,
    Brought,
    Identity,
    MatterChannel,
    MatterKind,
    MatterState,
    Need,
    Slip,
)
from lianfang.core import doors
from lianfang.core.doors import Json

hotline = typer.Typer(no_args_is_help=True, help="群众来电来信：登记、查询、答复。")
Area = Annotated[str, typer.Option("--area", help="地点的区划代码。")]
Kind = Annotated[MatterKind, typer.Option("--kind", help="种类。")]
Wanted = Annotated[Need | None, typer.Option("--need", help="求助需要什么。")]
Number = Annotated[str, typer.Argument(help="受理编号。")]


def register(root: typer.Typer) -> None:
    """Add `hotline …` to the command line."""
    root.add_typer(hotline, name="hotline")


@hotline.command()
def add(
    kind: Kind,
    area: Area,
    text: Annotated[str, typer.Option("--text", help="情况。")],
    need: Wanted = None,
    channel: Annotated[MatterChannel, typer.Option("--channel", help="来的方式。")] = MatterChannel.PHONE,
    name: Annotated[str, typer.Option("--name", help="称呼；举报、投诉的随即封存。")] = "",
    phone: Annotated[str, typer.Option("--phone", help="电话；举报、投诉的随即封存。")] = "",
    address: Annotated[str, typer.Option("--address", help="住址；举报、投诉的随即封存。")] = "",
    json: Json = False,
) -> None:
    """登记一件举报、投诉、求助、申诉或咨询；查询码只显示这一次。"""
    brought = Brought(kind, channel, area, text, need)
    identity = Identity(name=name, phone=phone, address=address)
    slip = operations.receive(brought, identity=identity, by=doors.cli_actor(), at=doors.now())
    _tell(slip, json=json)


@hotline.command()
def mail(
    files: Annotated[list[Path], typer.Argument(help="邮件文件（.eml）。", exists=True, dir_okay=False)],
    area: Area,
    kind: Kind = MatterKind.LEAD,
    need: Wanted = None,
    json: Json = False,
) -> None:
    """登记电子邮件；写信人的身份封存，文件本身不保存。"""
    slips = [
        operations.receive_letter(
            file.read_bytes(),
            file=file.name,
            kind=kind,
            place=area,
            need=need,
            by=doors.cli_actor(),
            at=doors.now(),
        )
        for file in files
    ]
    if json:
        doors.print_json(slips)
        return
    for slip in slips:
        _tell(slip, json=False)


@hotline.command()
def answer(
    number: Number,
    text: Annotated[str, typer.Option("--text", help="答复和理由；群众凭编号和查询码看到。")],
    upheld: Annotated[bool, typer.Option("--upheld", help="申诉成立：随即撤销决定。")] = False,
    json: Json = False,
) -> None:
    """答复一件事项；已登记到决定的申诉，即作出申诉的决定。"""
    by, at = doors.cli_actor(), doors.now()
    card = queries.matter_by_number(number, scope=by.scope, known_at=at)
    if card.appeal:
        operations.decide_appeal(card.uid, text=text, upheld=upheld, by=by, at=at)
    else:
        operations.answer(card.uid, text=text, by=by, at=at)
    _show(number, json=json)


@hotline.command()
def status(number: Number, json: Json = False) -> None:
    """一件事项办到哪一步、由谁办、何时到期、怎样答复。"""
    _show(number, json=json)


def _show(number: str, *, json: bool) -> None:
    at = doors.now()
    card = queries.matter_by_number(number, scope=doors.cli_actor().scope, known_at=at)
    if json:
        events = queries.events_of(card, known_at=at)
        doors.print_json({"matter": card, "events": events})
        return
    said = f"{card.number} {KIND_NAMES[MatterKind(card.kind)]}：{STATE_NAMES[MatterState(card.state)]}。"
    doors.console.print(f"{said}{card.answer}", markup=False, soft_wrap=True)


def _tell(slip: Slip, *, json: bool) -> None:
    doors.tell(slip, f"受理编号 {slip.number}，查询码 {slip.code}（只显示这一次）。", json=json)
