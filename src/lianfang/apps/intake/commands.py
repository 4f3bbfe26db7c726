"""The command line of intake: receive a list, look at its rows, decide, check, forward, reconcile."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.models import Batch
from lianfang.apps.intake.rules import checks, faults
from lianfang.apps.intake.terms import (
    CHANNEL_NAMES,
    CHECK_RETURN,
    EVIDENCE_NAMES,
    FINDING_NAMES,
    GROUP_NAMES,
    OUTCOME_NAMES,
    Account,
    Channel,
    Decision,
    Finding,
    Group,
    Outcome,
    Receipt,
)
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.core.sql.runner import StepResult
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import WrongCall

BatchRef = Annotated[str, typer.Argument(metavar="BATCH", help="批次编号（数字或uid）。")]
Area = Annotated[str, typer.Option("--area", help="辖区代码。")]
At = Annotated[str | None, typer.Option("--at", help="时刻，如 2022-03-05T16:00；不写为现在。")]
ACCOUNT_KEYS = (
    "batch",
    "rows",
    "matched",
    "created",
    "review",
    "rejected",
    "forwarded",
    "unchanged",
    "seconds",
    "rejects_file",
)


class ListOrCommand(TyperGroup):
    """A group whose first word, where it is no command, is a list to receive."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["receive", *args]
        return super().parse_args(ctx, args)


intake = typer.Typer(
    cls=ListOrCommand, no_args_is_help=True, help="接收名单：intake 文件 --channel 渠道 --area 代码"
)


def register(root: typer.Typer) -> None:
    """Add the commands of this app to the command line."""
    root.add_typer(intake, name="intake")


@intake.command()
def receive(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="名单：xlsx、xls、ods、csv。")],
    channel: Annotated[str, typer.Option("--channel", help="来源渠道。")],
    area: Area,
    received: Annotated[str | None, typer.Option("--received", help="收到的时刻。")] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="只读这一张工作表。")] = "",
    mapping: Annotated[str, typer.Option("--mapping", help="已保存的列对照。")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只试算，不写入。")] = False,
    as_json: Json = False,
) -> None:
    """接收一份名单：识别、找人、定位、转交，每一行都有着落。"""
    known = [*Channel, CHECK_RETURN]
    if channel not in known:
        raise WrongCall(problem=f"没有渠道“{channel}”。可用渠道：{'、'.join(map(str, known))}。")
    at = doors.now()
    receipt = Receipt(
        channel=channel,
        area=area,
        received_at=doors.moment(received) if received else at,
        sheet=sheet,
        mapping=mapping,
    )
    account = operations.receive(
        file, receipt=receipt, dry_run=dry_run, by=doors.cli_actor(), at=at, listener=_told
    )
    _show_account(account, as_json=as_json)


def _told(step: StepResult) -> None:
    doors.remarks.print(f"  {step.name}：{step.rows:,} 行，{step.ms:,.0f} 毫秒", style="dim", markup=False)


def _show_account(account: Account, *, as_json: bool) -> None:
    if as_json:
        found = asdict(account)
        doors.print_json({key: found[key] for key in ACCOUNT_KEYS})
        return
    counts = [(name, getattr(account, code)) for code, name in OUTCOME_NAMES.items()]
    doors.print_table(
        f"批次 {account.batch}：收到 {account.rows:,} 行，用时 {account.seconds:.1f} 秒",
        ("去向", "行数"),
        counts,
    )
    if account.rejects_file:
        doors.console.print(f"退回文件：{account.rejects_file}", markup=False, soft_wrap=True)


@intake.command()
def status(batch: BatchRef, as_json: Json = False) -> None:
    """一份名单的账。"""
    found = _find(batch)
    facts = {
        "batch": found.pk,
        "uid": found.uid,
        "file": found.file_name,
        "channel": found.channel,
        "area": found.area,
        "state": found.state,
        "received_at": found.received_at,
        "rows": found.rows,
        **{outcome.value: getattr(found, outcome.value) for outcome in Outcome},
        "ignored_lines": found.ignored_lines,
    }
    if as_json:
        doors.print_json(facts)
        return
    channel = CHANNEL_NAMES.get(found.channel, found.channel)
    title = f"{found.file_name}（{channel}，{found.received_at.astimezone(ZONE):%Y-%m-%d %H:%M}收到）"
    doors.print_table(title, ("去向", "行数"), [(n, getattr(found, c)) for c, n in OUTCOME_NAMES.items()])


@intake.command()
def rows(batch: BatchRef, as_json: Json = False) -> None:
    """一份名单每一行的去向。"""
    found = queries.rows(_find(batch).pk)
    if as_json:
        keys = ("sheet", "row", "outcome", "person", "area", "reason")
        doors.print_json([{key: row[key] for key in keys} for row in found])
        return
    _show_rows(found)


def _show_rows(found: list[dict[str, Any]]) -> None:
    shown = [
        (
            row["sheet"],
            row["row"],
            OUTCOME_NAMES[row["outcome"]],
            row["name"],
            row["area"],
            faults.sentence(row["reason"]),
            faults.remedy(row["reason"]),
        )
        for row in found
    ]
    doors.print_table("", ("工作表", "行", "去向", "人员", "辖区", "原因", "怎样改"), shown)


@intake.command()
def rejects(
    batch: BatchRef, out: Annotated[Path, typer.Option("-o", "--out", help="写到这个xlsx文件。")]
) -> None:
    """写出退回文件：原列原序，附行号、原因和改法；改好可再送。"""
    written = operations.write_rejects(_find(batch), out)
    doors.console.print(f"写出{written}行：{out}", markup=False, soft_wrap=True)


@intake.command()
def review(batch: BatchRef, as_json: Json = False) -> None:
    """等待研判的行，及每行可能是谁、凭什么。"""
    found = _find(batch)
    waiting = [row for row in queries.rows(found.pk, outcomes=[Outcome.REVIEW]) if row["reason"] != "decided"]
    evidence = queries.candidates(found.pk)
    for row in waiting:
        place = (row["sheet_no"], row["row"], row["part"])
        row["candidates"] = [one for one in evidence if (one["sheet_no"], one["row"], one["part"]) == place]
    if as_json:
        doors.print_json(waiting)
        return
    for row in waiting:
        doors.console.print(
            f"{row['sheet']} 第{row['row']}行：{faults.sentence(row['reason'])}", markup=False
        )
        for one in row["candidates"]:
            agrees, differs = (_evidence(one[side]) for side in ("agrees", "differs"))
            words = f"  {one['name']} {one['person']} 相符：{agrees}；不符：{differs}"
            doors.console.print(words, markup=False, soft_wrap=True)
    doors.remarks.print(f"共{len(waiting)}行待研判。")


def _evidence(facts: list[str]) -> str:
    return "、".join(EVIDENCE_NAMES.get(fact, fact) for fact in facts) or "无"


@intake.command()
def decide(
    batch: BatchRef,
    row: Annotated[int, typer.Argument(help="行号，同表格软件所示。")],
    decision: Annotated[Decision, typer.Argument(help="same_as 是此人，new_person 是新人，reject 退回。")],
    person: Annotated[str, typer.Option("--person", help="same_as 时是谁。")] = "",
    sheet: Annotated[int, typer.Option("--sheet-no", help="第几张工作表。")] = 1,
    reason: Annotated[str, typer.Option("--reason", help="reject 时写明原因。")] = "",
    as_json: Json = False,
) -> None:
    """研判一行：是候选中的某人、是新人，或退回。"""
    if (decision == Decision.SAME_AS) != bool(person):
        raise WrongCall(problem="same_as 须用 --person 写明是谁；其他决定不写。")
    done = operations.decide(
        batch=_find(batch),
        sheet_no=sheet,
        row_no=row,
        decision=decision,
        person=person,
        reason=reason,
        by=doors.cli_actor(),
        at=doors.now(),
    )
    doors.print_json({"person": done}) if as_json else doors.console.print(f"已记录：{done or '退回'}")


@intake.command()
def forwards(area: Area, at: At = None, as_json: Json = False) -> None:
    """转交后尚未签收的信息。"""
    found = queries.open_forwards(area=area, known_at=doors.moment(at))
    lines = [
        {
            "forward": one.uid,
            "to": one.area,
            "words": one.to_name,
            "held_in": one.held_in,
            "since": one.happened_at,
        }
        for one in found
    ]
    if as_json:
        doors.print_json(lines)
        return
    shown = [(str(one["forward"]), one["to"], one["words"], one["since"]) for one in lines]
    doors.print_table(f"未签收{len(lines)}条", ("编号", "转往", "地址所述", "转交时间"), shown)


@intake.command()
def acknowledge(forward: str, at: At = None) -> None:
    """签收一条转交信息。"""
    now = doors.now()
    happened = doors.moment(at) if at else now
    operations.acknowledge(forward=forward, happened_at=happened, by=doors.cli_actor(), at=now)
    doors.console.print("已签收。")


@intake.command()
def check(
    person: Annotated[str, typer.Argument(help="人员编号。")],
    outcome: Annotated[
        str, typer.Argument(help="核查结果：已管控、已离开、号码错误、联系不上、拒绝、死亡、重复。")
    ],
    at: At = None,
    note: Annotated[str, typer.Option("--note", help="说明。")] = "",
) -> None:
    """登记一次上门或电话核查的结果。"""
    now = doors.now()
    operations.record_check(
        person=person,
        outcome=checks.check_outcome(outcome),
        happened_at=doors.moment(at) if at else now,
        by=doors.cli_actor(),
        at=now,
        note=note,
    )
    doors.console.print("已登记。")


@intake.command("check-load")
def check_load(
    file: Path,
    area: Area,
    received: Annotated[str | None, typer.Option("--received", help="收到的时刻。")] = None,
    as_json: Json = False,
) -> None:
    """成批登记核查结果：一份带“核查结果”列的名单。"""
    at = doors.now()
    receipt = Receipt(channel=CHECK_RETURN, area=area, received_at=doors.moment(received) if received else at)
    account = operations.receive(file, receipt=receipt, by=doors.cli_actor(), at=at, listener=_told)
    _show_account(account, as_json=as_json)


@intake.command()
def reconcile(
    area: Area,
    finding: Annotated[Finding | None, typer.Option("--finding", help="只看这一种，列出名单。")] = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """名单之间、名单与登记之间互相核对。"""
    known_at = doors.moment(at)
    found = [
        queries.reconcile(area=area, finding=one, known_at=known_at)
        for one in ([finding] if finding else Finding)
    ]
    if as_json:
        doors.print_json(found)
        return
    doors.print_table("", ("核对结果", "数量"), [(FINDING_NAMES[one.finding], one.total) for one in found])
    for line in found[0].lines if finding else ():
        doors.console.print(f"{line['area']} {line['name']} {line['subject']}", markup=False, soft_wrap=True)


@intake.command("five-clears")
def five_clears(
    area: Area,
    group: Annotated[Group | None, typer.Option("--group", help="列出这一类的人员。")] = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """五清：每村五个实时数字，每个数字背后是名单。"""
    known_at = doors.moment(at)
    if group:
        people = queries.clear_list(area=area, group=group, known_at=known_at)
        shown = [(one["area"], one["name"], one["since"], one["person"]) for one in people]
        title = f"{GROUP_NAMES[group]}{len(people)}人"
        doors.print_json(people) if as_json else doors.print_table(
            title, ("辖区", "姓名", "起", "编号"), shown
        )
        return
    counts = queries.five_clears(area=area, known_at=known_at)
    if as_json:
        doors.print_json(counts)
        return
    lines = [(code, *(found[one] for one in GROUP_NAMES)) for code, found in counts.items()]
    doors.print_table("五清", ("村（社区）", *GROUP_NAMES.values()), lines)


mappings = typer.Typer(no_args_is_help=True, help="列对照：某来源的列名和取值怎样理解。")
intake.add_typer(mappings, name="mapping")


@mappings.command("save")
def save_mapping(
    name: str,
    file: Annotated[Path, typer.Argument(help="YAML：columns 列名→字段，values 字段→原值→取值。")],
    channel: Annotated[str, typer.Option("--channel", help="适用渠道。")] = "",
) -> None:
    """保存一份列对照。"""
    operations.save_mapping(
        name=name,
        text=file.read_text(encoding="utf-8"),
        channel=channel,
        by=doors.cli_actor(),
        at=doors.now(),
    )
    doors.console.print(f"已保存列对照“{name}”。", markup=False)


@intake.command("mappings")
def list_mappings(as_json: Json = False) -> None:
    """已保存的列对照。"""
    found = queries.mappings()
    if as_json:
        doors.print_json(found)
        return
    shown = [(one["name"], one["channel"], len(one["columns"]), one["saved_at"]) for one in found]
    doors.print_table("", ("名称", "渠道", "列数", "保存时间"), shown)


def _find(reference: str) -> Batch:
    return queries.find_batch(reference, scope=doors.cli_actor().scope)
