"""`lianfang measures …`: orders issued, listed, served, moved, ended, appealed."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from lianfang.apps.control import operations, queries
from lianfang.apps.control.terms import STATE_NAMES, Approval, Issued, MeasureState, Receipt, ReleaseGround
from lianfang.apps.policy.operations import ensure_builtin_packs
from lianfang.apps.policy.terms import MEASURES, Case
from lianfang.core import doors
from lianfang.core.access.terms import SYSTEM
from lianfang.core.doors import Json
from lianfang.core.sql.runner import StepResult
from lianfang.kernel.errors import NotAllowed, WrongCall

measures = typer.Typer(no_args_is_help=True, help="管控决定：作出、送达、延长、解除、申诉。")

Id = Annotated[str, typer.Argument(help="决定编号或uid；也可写人员编号，指该人当前可办的那一项。")]
At = Annotated[str | None, typer.Option("--at", help="发生时间，如2022-03-05T16:00；不写为现在。")]
On = Annotated[str | None, typer.Option("--on", help="决定日，如2022-07-01；不写为今天。")]
Until = Annotated[str, typer.Option("--until", help="新的截止日（当日零时解除）。")]
Reason = Annotated[str, typer.Option("--reason", help="理由。")]
ApprovedBy = Annotated[str, typer.Option("--approved-by", help="比规定严时：批准人。")]
Day = Annotated[str | None, typer.Option(help="日期。")]
FEWEST_OFFICERS = 2


@measures.command()
def issue(  # noqa: PLR0917  typer reads the parameters
    batch: Annotated[str | None, typer.Option("--batch", help="名单批次编号。")] = None,
    person: Annotated[str | None, typer.Option("--person", help="单独一人：人员编号。")] = None,
    exposure: Annotated[str, typer.Option(help="单独一人：暴露类别，如close_contact。")] = "",
    level: Annotated[str, typer.Option(help="单独一人：风险等级。")] = "",
    last_exposure: Day = None,
    arrived: Day = None,
    disease: Annotated[str, typer.Option(help="单独一人：疾病代码。")] = "covid19",
    pack: Annotated[str | None, typer.Option(help="政策包；不写为当地当日有效的。")] = None,
    on: On = None,
    issuer: Annotated[str, typer.Option(help="决定机关；不写为所在县的指挥部。")] = "",
    approved_by: ApprovedBy = "",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """对一份名单中每条暴露，按有效政策作出决定；已在同等或更严管控中的不重复。"""
    if (batch is None) == (person is None):
        raise WrongCall(problem="--batch和--person须写且只写一个。")
    ensure_builtin_packs(by=SYSTEM, at=doors.now())
    shared: dict[str, Any] = {
        "by": doors.cli_actor(),
        "at": doors.now(),
        "pack": pack,
        "on": doors.day(on) if on else None,
        "approval": Approval(approved_by, reason),
    }
    if batch is not None:
        named = issuer or queries.issuer_for_batch(batch)
        done = operations.issue_for_batch(batch, issuer=named, listener=_listener(json), **shared)
    else:
        case = Case(exposure, level, _day(last_exposure), _day(arrived))
        named = issuer or queries.issuer_for_person(str(person), by=doors.cli_actor())
        done = operations.issue(person=str(person), case=case, disease=disease, issuer=named, **shared)
    doors.tell(asdict(done), _issued(done), json=json)


def _day(text: str | None) -> date | None:
    return doors.day(text) if text else None


def _listener(json: bool) -> Any:
    def tell(step: StepResult) -> None:
        doors.remarks.print(f"{step.name}：{step.rows:,}行，{step.ms:,.0f}毫秒", markup=False)

    return (lambda step: None) if json else tell


def _issued(done: Issued) -> str:
    told = (
        f"暴露{done.exposures:,}条：作出决定{done.ordered:,}条（{done.persons:,}人，{done.measures:,}项措施），"
        f"以前已决定{done.ordered_before:,}条，已在同等或更严管控中{done.already_under:,}条，"
        f"政策不作要求{done.not_covered:,}条，期限已过{done.over:,}条，已故{done.deceased:,}条。"
    )
    more = f"取代较宽的旧决定{done.superseded:,}项。" if done.superseded else ""
    flagged = f"其中{done.stricter}类暴露严于上级方案，已记录批准人。" if done.stricter else ""
    return f"{told}{more}{flagged}依据：{done.pack}。用时{done.seconds:.1f}秒。"


@measures.command("list")
def list_(
    area: Annotated[str, typer.Option("--area", help="辖区代码。")],
    everything: Annotated[bool, typer.Option("--all", help="连同已结束的。")] = False,
    limit: Annotated[int, typer.Option(help="最多列出几项。")] = 1000,
    json: Json = False,
) -> None:
    """列出辖区内现行的和待解除的决定，先到期的在前。"""
    by = doors.cli_actor()
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"查看{area}的决定")
    found = queries.list_measures(area=area, on=doors.now().date(), everything=everything, limit=limit)
    if json:
        doors.print_json(found)
        return
    rows = [
        (
            row["id"],
            row["name"],
            row["area"],
            MEASURES.get(row["measure"], row["measure"]),
            str(row["starts_on"]),
            str(row["ends_on"]),
            STATE_NAMES[MeasureState(row["state"])],
        )
        for row in found
    ]
    doors.print_table("管控决定", ("编号", "姓名", "地点", "措施", "开始", "截止", "状态"), rows)


@measures.command()
def serve(  # noqa: PLR0917  typer reads the parameters
    measure: Id,
    to: Annotated[str, typer.Option("--to", help="签收人姓名。")] = "",
    relation: Annotated[str, typer.Option(help="签收人与本人的关系。")] = "本人",
    officer: Annotated[list[str] | None, typer.Option("--officer", help="执行人员，写两次。")] = None,
    refused: Annotated[bool, typer.Option("--refused", help="拒签，由见证人签名。")] = False,
    at: At = None,
    json: Json = False,
) -> None:
    """登记告知书已送达；一份告知书对应该次决定的全部阶段。"""
    receipt = _receipt(to, relation, officer or [], refused=refused)
    if receipt is None:
        doors.remarks.print("没有登记签收人和两名执行人员：回证不完整，请尽快补登。", markup=False)
    served = operations.serve_notice(
        measure, by=doors.cli_actor(), at=doors.now(), happened_at=_moment(at), receipt=receipt
    )
    doors.tell({"served": served}, f"已登记送达：决定{_numbers(served)}。", json=json)


def _receipt(to: str, relation: str, officers: list[str], *, refused: bool) -> Receipt | None:
    if not to and not officers:
        return None
    if not to or len(officers) != FEWEST_OFFICERS:
        raise WrongCall(problem="送达回证须写签收人（--to）和两名执行人员（--officer写两次）。")
    return Receipt(to, relation, (officers[0], officers[1]), refused)


def _moment(text: str | None) -> datetime | None:
    return doors.moment(text) if text else None


def _numbers(measures: list[int]) -> str:
    return "、".join(map(str, measures))


@measures.command()
def release(
    measure: Id,
    ground: Annotated[ReleaseGround, typer.Option(help="解除原因。")] = ReleaseGround.COMPLETED,
    reason: Reason = "",
    at: At = None,
    json: Json = False,
) -> None:
    """解除；期满解除时，政策还要求的天数或检测没有满足的，逐项列出并拒绝。"""
    ended = operations.release(
        measure, ground=ground, reason=reason, by=doors.cli_actor(), at=doors.now(), happened_at=_moment(at)
    )
    doors.tell({"released": ended}, f"已解除：决定{_numbers(ended)}。", json=json)


@measures.command()
def notice(
    measure: Id,
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪个docx文件。")],
    help_phone: Annotated[str, typer.Option("--help-phone", help="求助电话；不写则留空待填。")] = "",
    json: Json = False,
) -> None:
    """写出告知书；期满或已解除的，写出解除通知单。"""
    title = operations.write_notice(
        measure, output, by=doors.cli_actor(), at=doors.now(), help_phone=help_phone
    )
    doors.tell({"file": output, "title": title}, f"已写出《{title}》：{output}", json=json)


@measures.command()
def extend(
    measure: Id, until: Until, reason: Reason, approved_by: ApprovedBy = "", json: Json = False
) -> None:
    """延长；超过政策规定的，须写明批准人。"""
    operations.extend(
        measure,
        until=doors.day(until),
        reason=reason,
        approval=Approval(approved_by, reason),
        by=doors.cli_actor(),
        at=doors.now(),
    )
    doors.tell({"until": doors.day(until)}, f"已延长至{until}。", json=json)


@measures.command()
def shorten(measure: Id, until: Until, reason: Reason, json: Json = False) -> None:
    """缩短。"""
    operations.shorten(measure, until=doors.day(until), reason=reason, by=doors.cli_actor(), at=doors.now())
    doors.tell({"until": doors.day(until)}, f"已缩短至{until}。", json=json)


@measures.command()
def lapse(
    area: Annotated[str | None, typer.Option("--area", help="辖区代码；不写为全部辖区。")] = None,
    json: Json = False,
) -> None:
    """把期满未延长的决定登记为失效；解除通知仍须送达，仍列为缺口。"""
    by = doors.cli_actor()
    lapsed = operations.lapse(area=by.scope if area is None else area, by=by, at=doors.now())
    doors.tell({"lapsed": lapsed}, f"期满失效{lapsed}项。", json=json)


@measures.command()
def revoke(measure: Id, reason: Reason, json: Json = False) -> None:
    """撤销整个决定。"""
    ended = operations.revoke(measure, reason=reason, by=doors.cli_actor(), at=doors.now())
    doors.tell({"revoked": ended}, f"已撤销：决定{_numbers(ended)}。", json=json)


@measures.command()
def appeal(
    measure: Id,
    text: Annotated[str, typer.Option("--text", help="申诉内容。")],
    at: At = None,
    json: Json = False,
) -> None:
    """登记申诉：48小时内答复；不停止措施的执行。"""
    operations.appeal(measure, text=text, by=doors.cli_actor(), at=doors.now(), happened_at=_moment(at))
    doors.tell({"appealed": True}, "已登记申诉，48小时内须答复；措施继续执行。", json=json)


@measures.command()
def answer(
    measure: Id,
    text: Annotated[str, typer.Option("--text", help="答复和理由。")],
    upheld: Annotated[bool, typer.Option("--upheld", help="申诉成立：随即撤销决定。")] = False,
    json: Json = False,
) -> None:
    """答复最早一件未答复的申诉；作出决定的人不能答复。"""
    ended = operations.answer_appeal(measure, text=text, upheld=upheld, by=doors.cli_actor(), at=doors.now())
    doors.tell({"answered": True, "ended": ended}, "已登记答复。", json=json)
