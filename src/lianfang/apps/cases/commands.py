"""`lianfang case …`: cases entered, loaded, shown; `lianfang chains`: who infected whom."""

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.operations import ChainFormat
from lianfang.apps.cases.rules import report_card
from lianfang.apps.cases.rules.case_file import NAMES
from lianfang.apps.cases.terms import (
    CLASSIFICATION_NAMES,
    DEGREE_NAMES,
    RULE_NAMES,
    SETTING_NAMES,
    STEP_NAMES,
    CaseCard,
    CaseStep,
    Classification,
    Found,
    FoundThrough,
    LetterFrom,
    LetterStep,
    LetterTo,
    LinkCertainty,
    Met,
    NewPatient,
    Setting,
    Situation,
    Statement,
    Vehicle,
)
from lianfang.core import doors
from lianfang.core.doors import Json

case = typer.Typer(no_args_is_help=True, help="病例：登记、导入、查看。")
letter = typer.Typer(no_args_is_help=True, help="协查函：发出、登记来函、签收、复函。")
Number = Annotated[str, typer.Argument(help="病例编号或uid。")]
Kind = Annotated[Classification, typer.Option("--as", help="病例分类。")]
Through = Annotated[FoundThrough | None, typer.Option("--found", help="怎样发现的；空为按登记判断。")]
Mapped = Annotated[str, typer.Option("--mapping", help=f"列的对照：{'、'.join(NAMES)}，或YAML文件。")]
Step = Annotated[CaseStep, typer.Argument(help="reported 直报、trajectory 轨迹、investigated 调查完成。")]
Sure = Annotated[LinkCertainty, typer.Option("--certainty", help="有多确定。")]
Shape = Annotated[ChainFormat | None, typer.Option("--shape", help="另写成此格式的文件。")]
Day = Annotated[str, typer.Option(help="日期，如 2022-07-10。")]


def register(root: typer.Typer) -> None:
    """Add `case …` and `chains` to the command line."""
    root.add_typer(case, name="case")
    root.add_typer(letter, name="letter")
    root.command()(chains)


@case.command()
def add(
    disease: Annotated[str, typer.Option("--disease", help="病种代码，如 covid19。")],
    classification: Annotated[
        Classification, typer.Option("--as", help="病例分类。")
    ] = Classification.CONFIRMED,
    person: Annotated[str, typer.Option("--person", help="登记中的人员编号。")] = "",
    name: Annotated[str, typer.Option("--name", help="登记中没有的，填姓名。")] = "",
    document: Annotated[str, typer.Option("--id", help="证件号码。")] = "",
    phone: Annotated[str, typer.Option("--phone", help="电话。")] = "",
    area: Annotated[str, typer.Option("--area", help="住地的区划代码。")] = "",
    onset: Day = "",
    sampled: Day = "",
    diagnosed: Annotated[str, typer.Option("--diagnosed", help="诊断时间，到小时；空为现在。")] = "",
    outbreak: Annotated[str, typer.Option("--outbreak", help="疫情代码；空为本县此病种最近一起。")] = "",
    found: Annotated[
        FoundThrough | None, typer.Option("--found", help="怎样发现的；空为按登记判断。")
    ] = None,
    json: Json = False,
) -> None:
    """登记一例病例；此人在登记中的不重复登记。"""
    said = Statement(
        classification,
        onset_on=doors.day(onset) if onset else None,
        sampled_on=doors.day(sampled) if sampled else None,
        diagnosed_at=doors.moment(diagnosed),
    )
    told = NewPatient(person=person, name=name, document=document, phone=phone, area=area)
    where = Found(disease, outbreak=outbreak, through=found)
    card = operations.report(told, said, where, by=doors.cli_actor(), at=doors.now())
    doors.tell(card, f"病例 {card.number} 已登记，由{card.held_in}调查。", json=json)


@case.command()
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="病例名单：csv、xlsx 等。")],
    area: Annotated[str, typer.Option("--area", help="名单里没有写住地的，算在这个区划。")],
    mapping: Annotated[
        str, typer.Option("--mapping", help=f"列的对照：{'、'.join(NAMES)}，或YAML文件。")
    ] = "cdc-export",
    disease: Annotated[str, typer.Option("--disease", help="病种代码；对照表写明的不用填。")] = "",
    outbreak: Annotated[str, typer.Option("--outbreak", help="并入哪起疫情；空为按文件名新建。")] = "",
    rejects: Annotated[Path | None, typer.Option("--rejects", help="退回行写到这里。")] = None,
    json: Json = False,
) -> None:
    """导入病例名单；同一名单再次导入不作改动，退回的行写明原因。"""
    account = operations.load(
        file,
        area=area,
        mapping=mapping,
        disease=disease,
        outbreak=outbreak,
        rejects=rejects,
        by=doors.cli_actor(),
        at=doors.now(),
    )
    said = f"{account.rows}行：新增{account.added}，订正{account.corrected}，未变{account.unchanged}，"
    doors.tell(
        account,
        f"{said}不计{account.skipped}，退回{account.refused}。疫情代码 {account.outbreak}。",
        json=json,
    )
    for one in account.refusals:
        doors.remarks.print(f"第{one.row}行：{one.reason}", markup=False)


@case.command()
def show(number: Number, json: Json = False) -> None:
    """一例病例：分类、日期、时限、报告卡还缺什么、经过。"""
    by, at = doors.cli_actor(), doors.now()
    found = queries.case(number, by=by, known_at=at)
    events = queries.events_of(found, known_at=at)
    if json:
        told = {"missing": report_card.missing(found), "events": events}
        doors.print_json(asdict(found) | told)
        return
    doors.console.print(_line(found), markup=False, soft_wrap=True)
    rows = [
        (
            one.happened_at,
            STEP_NAMES[CaseStep(one.kind)],
            _classified(one.classification),
            one.onset_on,
            one.by,
        )
        for one in events
    ]
    doors.print_table("经过", ("时间", "事件", "分类", "发病", "登记人"), rows)


@case.command()
def aside(
    result: Annotated[UUID, typer.Argument(help="阳性结果的uid，见gaps list --kind positive_reported。")],
    reason: Annotated[str, typer.Option("--reason", help="为何不作病例。")],
    json: Json = False,
) -> None:
    """写明一个阳性结果为何不作病例，不再催报。"""
    operations.set_aside(result, reason=reason, by=doors.cli_actor(), at=doors.now())
    doors.tell({"result": result, "reason": reason}, "已写明。", json=json)


@case.command()
def step(
    number: Number,
    done: Annotated[
        CaseStep, typer.Argument(help="reported 网络直报、trajectory 轨迹、investigated 调查完成。")
    ],
    at: Annotated[str, typer.Option("--at", help="何时完成；空为现在。")] = "",
    json: Json = False,
) -> None:
    """登记一步已经完成：网络直报、核心轨迹、个案调查。"""
    now = doors.now()
    card = operations.note_step(
        number, done, by=doors.cli_actor(), at=now, happened_at=doors.moment(at) if at else None
    )
    doors.tell(card, _line(card), json=json)


@case.command()
def contacts(number: Number, json: Json = False) -> None:
    """一例病例的密接、次密接：按哪条判定、末次接触、管控了没有。"""
    by, at = doors.cli_actor(), doors.now()
    found = queries.contacts(queries.case(number, by=by, known_at=at), known_at=at)
    if json:
        doors.print_json(found)
        return
    rows = [
        (
            one.name,
            DEGREE_NAMES[one.degree],
            RULE_NAMES[one.rule],
            one.last_at,
            one.holds,
            one.controlled_at,
            one.became,
        )
        for one in found
    ]
    doors.print_table("密接", ("姓名", "级", "规则", "末次接触", "有效", "管控", "成为病例"), rows)


@case.command()
def met(
    number: Number,
    situation: Annotated[Situation, typer.Option("--situation", help="怎样在一起。")],
    since: Annotated[str, typer.Option("--from", help="从何时，如 2022-07-09T12:00。")],
    until: Annotated[str, typer.Option("--until", help="到何时。")],
    person: Annotated[str, typer.Option("--person", help="登记中的人员编号。")] = "",
    name: Annotated[str, typer.Option("--name", help="登记中没有的，填姓名。")] = "",
    phone: Annotated[str, typer.Option("--phone", help="电话。")] = "",
    area: Annotated[str, typer.Option("--area", help="住地；空为病例住地。")] = "",
    vehicle: Annotated[Vehicle | None, typer.Option("--vehicle", help="交通工具。")] = None,
    rows_apart: Annotated[int | None, typer.Option("--rows-apart", help="相距几排。")] = None,
    through: Annotated[str, typer.Option("--through", help="是哪个密接的接触者：人员编号。")] = "",
    json: Json = False,
) -> None:
    """登记与病例（或其密接）在一起的人。"""
    how = Met(situation, doors.moment(since), doors.moment(until), vehicle=vehicle, rows_apart=rows_apart)
    who = NewPatient(person=person, name=name, phone=phone, area=area)
    made = operations.meet(number, who, how, through=through, by=doors.cli_actor(), at=doors.now())
    doors.tell({"uid": made}, "已登记。判定用 case judge。", json=json)


@case.command()
def seek(
    number: Number,
    ground: Annotated[str, typer.Option("--ground", help="查询的依据，留痕。")],
    window: Annotated[int, typer.Option("--window", min=0, max=24, help="前后几小时内到过同一地点。")] = 2,
    further: Annotated[bool, typer.Option("--further", help="查找各密接的接触者（次密接）。")] = False,
    json: Json = False,
) -> None:
    """按登记的同户和扫码、乘车等记录，查找与病例（或其密接）在一起的人。"""
    by, at = doors.cli_actor(), doors.now()
    near = timedelta(hours=window)
    found = operations.seek(number, ground=ground, window=near, further=further, by=by, at=at)
    left = sum(found.left_out.values())
    said = f"同处{found.meetings}次：新登记{found.noted}，已登记{found.known}，不属判定表{left}，"
    doors.tell(found, f"{said}登记中没有的人{len(found.strangers)}。判定用 case judge。", json=json)


@case.command()
def judge(
    number: Number,
    drop_reason: Annotated[str, typer.Option("--drop-reason", help="有人不再是密接时，写明理由。")] = "",
    json: Json = False,
) -> None:
    """按判定表判定密接，并按政策下达措施。"""
    judged = operations.judge(number, drop_reason=drop_reason, by=doors.cli_actor(), at=doors.now())
    said = f"新增{judged.added}，变化{judged.changed}，不再是{judged.dropped}；措施{judged.measures}项。"
    doors.tell(judged, f"{said}{judged.refusal}", json=json)


@case.command()
def infected_by(
    number: Number,
    infector: Annotated[str, typer.Argument(help="传染来源的病例编号。")],
    setting: Annotated[Setting, typer.Option("--setting", help="在什么场合。")] = Setting.UNKNOWN,
    certainty: Sure = LinkCertainty.PROBABLE,
    json: Json = False,
) -> None:
    """登记一例病例由谁传染；之前的判断仍然保留。"""
    by, at = doors.cli_actor(), doors.now()
    operations.link(number, infector=infector, setting=setting, certainty=certainty, by=by, at=at)
    doors.tell({"case": number, "infector": infector}, f"{infector} → {number} 已登记。", json=json)


@letter.command("list")
def letters(json: Json = False) -> None:
    """发出的和收到的协查函，签收、复函了没有。"""
    found = queries.letters(by=doors.cli_actor(), known_at=doors.now())
    if json:
        doors.print_json(found)
        return
    rows = [
        (one.uid, "去函" if one.outgoing else "来函", one.other, one.number, one.persons,
         one.acknowledged_at, one.answered_at)
        for one in found
    ]  # fmt: skip
    doors.print_table("协查函", ("uid", "方向", "对方", "编号", "人数", "签收", "复函"), rows)


@letter.command()
def send(
    number: Number,
    asked: Annotated[str, typer.Option("--asked", help="请协助的事项。")],
    person: Annotated[list[UUID], typer.Option("--person", help="协查的密接：人员uid，可多次。")],
    to: Annotated[str, typer.Option("--to", help="系统内的县区代码。")] = "",
    name: Annotated[str, typer.Option("--name", help="系统外的单位名称。")] = "",
    json: Json = False,
) -> None:
    """就一例病例的密接发协查函。"""
    told = LetterTo(tuple(person), asked, area=to, name=name)
    card = operations.send_letter(number, told, by=doors.cli_actor(), at=doors.now())
    doors.tell(card, f"协查函 {card.number} 已发往{card.other}。", json=json)


@letter.command()
def note(
    uid: Annotated[UUID, typer.Argument(help="协查函的uid。")],
    step: Annotated[LetterStep, typer.Argument(help="acknowledged 签收、answered 复函。")],
    words: Annotated[str, typer.Option("--note", help="复函的内容。")] = "",
    json: Json = False,
) -> None:
    """登记协查函已签收、已复函。"""
    card = operations.note_letter(uid, step, note=words, by=doors.cli_actor(), at=doors.now())
    doors.tell(card, f"协查函 {card.number} 已登记。", json=json)


@letter.command()
def receive(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="函中的人：姓名、证件、电话、住地、级、末次接触")
    ],
    sender: Annotated[str, typer.Option("--from", help="来函单位。")],
    number: Annotated[str, typer.Option("--number", help="来函编号。")],
    asked: Annotated[str, typer.Option("--asked", help="请协助的事项。")],
    disease: Annotated[str, typer.Option("--disease", help="病种代码。")],
    area: Annotated[str, typer.Option("--area", help="收函的县区代码。")],
    degree: Annotated[int, typer.Option(min=1, max=2, help="没有写明的：1密接，2次密接。")] = 1,
    rejects: Annotated[Path | None, typer.Option("--rejects", help="退回行写到这里。")] = None,
    json: Json = False,
) -> None:
    """登记来函：函中的人找到或登记，按政策下达措施；退回的行改好后再次登记即可补入。"""
    at = doors.now()
    told = LetterFrom(sender, number, disease, asked, sent_at=at)
    asked_for = {"area": area, "degree": degree, "rejects": rejects, "by": doors.cli_actor(), "at": at}
    taken = operations.load_letter(told, file, **asked_for)  # type: ignore[arg-type]
    said = f"来函 {number}：{taken.rows}行，新登记{taken.registered}，登记中已有{taken.located}，"
    more = f"函中已有{taken.repeated}，退回{taken.refused}；下达措施{taken.measures}项。{taken.refusal}"
    doors.tell(taken, said + more, json=json)
    for one in taken.refusals:
        doors.remarks.print(f"第{one.row}行：{one.reason}", markup=False)


def chains(
    outbreak: Annotated[str, typer.Option("--outbreak", help="疫情代码。")],
    graphml: Annotated[Path | None, typer.Option("--graphml", help="写成GraphML文件。")] = None,
    shape: Shape = None,
    folder: Annotated[Path, typer.Option("--out", help="--shape的文件写到这个文件夹。")] = Path(),
    reason: Annotated[str, typer.Option("--reason", help="导出的理由，留痕。")] = "分析传播链",
    json: Json = False,
) -> None:
    """一起疫情的传播链：代、代间隔、场合、来源不明的病例；也可导出给其他程序。"""
    by, at = doors.cli_actor(), doors.now()
    if graphml is not None:
        files = operations.export_chain(outbreak, ChainFormat.GRAPHML, reason=reason, by=by, at=at)
        graphml.write_bytes(*files.values())
    if shape is not None:
        files = operations.export_chain(outbreak, shape, reason=reason, by=by, at=at)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    found = queries.chain(outbreak, by=by, known_at=at)
    if json:
        doors.print_json(found)
        return
    rows = [
        (
            one.number,
            one.generation,
            one.onset_on,
            one.infector_number or None,
            one.serial_interval,
            _setting(one.setting),
        )
        for one in found.cases
    ]
    doors.print_table(outbreak, ("病例", "代", "发病", "传染来源", "代间隔（天）", "场合"), rows)
    rates = [
        (_setting(one.setting), one.contacts, one.cases, f"{one.rate:.1%}") for one in found.attack_rates
    ]
    doors.print_table("续发率", ("场合", "密接", "发病", "续发率"), rates)


def _classified(code: str) -> str | None:
    return CLASSIFICATION_NAMES[Classification(code)] if code else None


def _setting(code: str) -> str | None:
    return SETTING_NAMES[Setting(code)] if code else None


def _line(card: CaseCard) -> str:
    what = f"{card.number} {card.name} {_classified(card.classification)}"
    return f"{what}，发病{card.onset_on or '不详'}，{card.held_in}调查。"
