"""The commands `lianfang exchange …`: other servers, hand-overs to and from them, by network or by file."""

from pathlib import Path
from typing import Annotated, Any

import typer

from lianfang.apps.exchange import operations, queries
from lianfang.apps.exchange.commands.files import On
from lianfang.apps.exchange.rules.envelope import is_receipt
from lianfang.apps.exchange.terms import (
    DIRECTION_NAMES,
    LARGEST,
    MESSAGE_STATE_NAMES,
    Direction,
    Party,
)
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.kernel.errors import WrongCall

Peer = Annotated[str, typer.Argument(metavar="PEER", help="对方的名称或编号。")]
exchange = typer.Typer(no_args_is_help=True, help="数据交换：与其他联防服务器签名交接报表。")
peers = typer.Typer(no_args_is_help=True, help="交换的对方。")
exchange.add_typer(peers, name="peer")


@peers.command("add")
def add_peer(  # noqa: PLR0917  its options
    name: Annotated[str, typer.Argument(metavar="NAME", help="对方的名称。")],
    key: Annotated[str, typer.Option(help="对方的公钥，64位十六进制；由对方 exchange status 显示。")],
    area: Annotated[list[str], typer.Option("--area", help="交接哪些区划的报表；可写几个。")],
    direction: Annotated[Direction, typer.Option(help="out：我方报给对方；in：对方报给我方。")],
    url: Annotated[str, typer.Option(help="对方地址，如 https://city.example；不写则只用文件交接。")] = "",
    begins: Annotated[str | None, typer.Option("--from", help="从哪天起；不写为今天。")] = None,
    ends: Annotated[str | None, typer.Option("--until", help="到哪天止；不写为不限。")] = None,
    as_json: Json = False,
) -> None:
    """登记一个对方：公钥、方向、负责的区划、起止日期、地址。"""
    until = doors.day(ends) if ends else None
    party = Party(name, key, tuple(area), direction, doors.day(begins), until)
    made = operations.add_peer(party, url=url, by=doors.cli_actor(), at=doors.now())
    said = f"已登记“{made.name}”：{DIRECTION_NAMES[direction]}，{'、'.join(made.areas)}。"
    doors.tell({"uid": made.uid, "name": made.name, "areas": made.areas}, said, json=as_json)


@peers.command("list")
def list_peers(as_json: Json = False) -> None:
    """登记的对方。"""
    found = queries.peers(by=doors.cli_actor())
    if as_json:
        doors.print_json([_peer(one) for one in found])
        return
    columns = ("名称", "方向", "区划", "地址", "起", "止", "停用")
    rows = [
        (
            one.name,
            DIRECTION_NAMES[one.direction],
            "、".join(one.areas),
            one.url or "文件",
            one.begins_on,
            one.ends_on,
            one.ended_at,
        )
        for one in found
    ]
    doors.print_table("交换的对方", columns, rows)


def _peer(one: Any) -> dict[str, Any]:
    names = ("uid", "name", "url", "public_key", "direction", "areas", "begins_on", "ends_on", "ended_at")
    return {name: getattr(one, name) for name in names}


@peers.command("end")
def end_peer(peer: Peer) -> None:
    """不再与一个对方交换；已交接的记录保留。"""
    operations.end_peer(peer=peer, by=doors.cli_actor(), at=doors.now())
    doors.console.print("已停用。")


@exchange.command()
def send(
    peer: Peer,
    on: On = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", dir_okay=False, help="写成信封文件，由人带去。")
    ] = None,
    as_json: Json = False,
) -> None:
    """把一天里已接收的报表打包并签名，报给对方；没有新的就不打包。"""
    by, at = doors.cli_actor(), doors.now()
    made = operations.pack(peer=peer, on=doors.day(on), by=by, at=at)
    if made is None:
        doors.tell({"sequence": None, "reports": 0}, "没有新的已接收报表，没有打包。", json=as_json)
        return
    told: dict[str, Any] = {"uid": made.uid, "sequence": made.sequence, "reports": made.reports}
    if out is not None:
        text = operations.envelope_file(message=str(made.uid), by=by, at=at)
        told["file"] = doors.write_files(out, {".json": text.encode()})[0]
    where = f"已写入 {out}" if out else "将由后台发送" if made.next_at else "请用 -o 写成文件"
    doors.tell(told, f"第{made.sequence}号，{made.reports}份报表，{where}。", json=as_json)


@exchange.command()
def receive(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="信封或回执文件。")
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", dir_okay=False, help="把签收回执写到这个文件，带回给对方。")
    ] = None,
    as_json: Json = False,
) -> None:
    """接收信封文件并签收；或接收对方的签收回执。"""
    if file.stat().st_size > LARGEST:
        raise WrongCall(problem=f"“{file}”太大。")
    text, at = file.read_text("utf-8", errors="replace"), doors.now()
    if is_receipt(text):
        message = operations.acknowledge(text, at=at)
        doors.tell({"acknowledged": message.sequence}, f"第{message.sequence}号已由对方签收。", json=as_json)
        return
    found = operations.receive(text, at=at)
    if out is not None:
        doors.write_files(out, {".json": found.receipt.encode()})
    told = {"uid": found.uid, "sequence": found.sequence, "reports": found.reports}
    doors.tell(told, f"第{found.sequence}号已接收，{found.reports}份报表。", json=as_json)


@exchange.command()
def status(as_json: Json = False) -> None:
    """本服务器的公钥，收发的信封及其签收。"""
    by, at = doors.cli_actor(), doors.now()
    sent, received = queries.sent(by=by, at=at), queries.received(by=by)
    key = queries.own_public_key()
    if as_json:
        doors.print_json({"public_key": key, "sent": sent, "received": received})
        return
    doors.console.print(f"本服务器公钥：{key}", markup=False, soft_wrap=True)
    columns = ("对方", "方向", "哪天", "号", "报表", "时间", "状态", "原因")
    rows = [
        (
            one.peer,
            DIRECTION_NAMES[one.direction],
            one.on,
            one.sequence,
            one.reports,
            one.made_at,
            MESSAGE_STATE_NAMES[one.state],
            one.reason,
        )
        for one in (*sent, *received)
    ]
    doors.print_table("收发的信封", columns, rows)


@exchange.command()
def resend(
    message: Annotated[
        str, typer.Argument(metavar="MESSAGE", help="信封的编号，由 exchange status --json 显示。")
    ],
    as_json: Json = False,
) -> None:
    """马上重发还没有签收的信封；已过有效期的重新签名，号码和内容不变。"""
    found = operations.resend(message=message, by=doors.cli_actor(), at=doors.now())
    told = {"uid": found.uid, "sequence": found.sequence}
    doors.tell(told, f"第{found.sequence}号将由后台马上发送。", json=as_json)


@exchange.command()
def arrived(on: On = None, as_json: Json = False) -> None:
    """下级到报：一天的报表，哪些对方已移交、各多少份，哪些还没有。"""
    found = queries.arrivals(on=doors.day(on), by=doors.cli_actor(), known_at=doors.now())
    if as_json:
        doors.print_json(found)
        return
    columns = ("对方", "区划", "报表", "收到")
    rows = [
        (
            one.peer,
            "、".join(one.areas),
            "、".join(f"{form.name}{form.reports}" for form in one.forms) or "还没有",
            one.received_at,
        )
        for one in found
    ]
    doors.print_table("下级到报", columns, rows)
