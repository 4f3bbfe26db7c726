"""The commands `lianfang notices …`: who was told what, what left by message, telling at once."""

from typing import Annotated, Final

import typer

from lianfang.apps.alerts import operations, queries
from lianfang.apps.alerts.terms import DISPATCH_STATE_NAMES, NATURE_NAMES, DispatchState, Nature
from lianfang.apps.areas.terms import POST_NAMES, PostCode
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.kernel.clock import ZONE

Limit = Annotated[int, typer.Option(help="最多显示多少条。", min=1)]
SHOWN: Final = 50

notices = typer.Typer(no_args_is_help=True, help="通知：谁在何时被告知什么、是否签收、发出了什么。")


def register(root: typer.Typer) -> None:
    """Add `notices …` to the command line."""
    root.add_typer(notices, name="notices")


@notices.command("list")
def list_notices(
    area: Annotated[str, typer.Option(help="区划代码；不填为全部。")] = "",
    open_only: Annotated[bool, typer.Option("--open", help="只看未签收的。")] = False,
    limit: Limit = SHOWN,
    json: Json = False,
) -> None:
    """通知责任人的记录：级别、事项数、时间、签收。"""
    found = queries.notices_in(area=area, open_only=open_only, limit=limit, by=doors.cli_actor())
    if json:
        doors.print_json(found)
        return
    columns = ("责任人", "岗位", "缘由", "事项", "通知时间", "签收时间")
    rows = [
        (
            one.holder,
            POST_NAMES[PostCode(one.post)],
            NATURE_NAMES[Nature(one.nature)],
            one.items,
            one.told_at,
            one.acknowledged_at,
        )
        for one in found
    ]
    doors.print_table("通知", columns, rows)


@notices.command()
def outbox(limit: Limit = SHOWN, json: Json = False) -> None:
    """短信和电子邮件：发给谁、什么内容、是否已交出；默认只写成文件，不真正发送。"""
    found, total = queries.messages(limit=limit), queries.count_messages()
    if json:
        doors.print_json({"total": total, "messages": found, "waiting": queries.waiting()})
        return
    for one in found:
        handed = "已交出" if one.handed_at else "未交出"
        head = f"{one.made_at.astimezone(ZONE):%Y-%m-%d %H:%M} {one.channel_name} {handed}"
        doors.console.print(
            f"{head} {one.holder} {one.address}\n    {one.text}", markup=False, soft_wrap=True
        )
    states = "，".join(
        f"{DISPATCH_STATE_NAMES[DispatchState(state)]} {count}" for state, count in queries.waiting().items()
    )
    doors.console.print(f"共 {total} 条。通知的去向：{states or '没有'}", markup=False)


@notices.command()
def tell(area: Annotated[str, typer.Option(help="区划代码。")], json: Json = False) -> None:
    """立即检查一个地区：谁有新开始、临近到期、逾期的事项，通知到人。"""
    told = operations.tell(area=area, by=doors.cli_actor(), at=doors.now())
    if json:
        doors.print_json(told)
        return
    said = f"通知 {told.notices} 人，共 {told.slots} 项；{told.nobody} 项无人担任岗位，未能通知。"
    doors.console.print(said)
