"""The commands `lianfang policy …`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from django.db import transaction

from lianfang.apps.policy import operations, queries, terms
from lianfang.apps.policy.rules import page, wording
from lianfang.apps.policy.rules.case_file import NamedCase, read_cases
from lianfang.apps.policy.rules.comparison import Comparison
from lianfang.apps.policy.rules.disease_file import read_diseases
from lianfang.apps.policy.rules.pack_file import read_pack
from lianfang.core import doors
from lianfang.core.access.terms import SYSTEM
from lianfang.core.doors import Json
from lianfang.kernel.errors import WrongCall

policy = typer.Typer(no_args_is_help=True, help="政策包：载入、比较、评估、解释，风险地区。")
risk = typer.Typer(no_args_is_help=True, help="风险地区：公布、解除、查询。")
policy.add_typer(risk, name="risk")

File = Annotated[Path, typer.Argument(help="文件。")]
PackName = Annotated[str, typer.Argument(help="政策包代码，可加@版本。")]
Place = Annotated[str, typer.Argument(help="区划代码，或国家、地区的名称。")]
Person = Annotated[str, typer.Argument(help="人员编号。")]
On = Annotated[str | None, typer.Option(help="日期，如2022-07-01；不填为今天。")]
Disease = Annotated[str, typer.Option(help="疾病代码。")]
ApprovedBy = Annotated[str, typer.Option(help="比上级严时：批准人。")]
Reason = Annotated[str, typer.Option(help="比上级严时：理由。")]


def register(root: typer.Typer) -> None:
    """Add `policy …` to the command line."""
    root.add_typer(policy, name="policy")


@policy.command()
def load(file: File, approved_by: ApprovedBy = "", reason: Reason = "", json: Json = False) -> None:
    """载入政策包或疾病概况文件；有一处不对就整个不载入，并列出全部问题。"""
    _begin()
    by, at = doors.cli_actor(), doors.now()
    done = operations.load_file(text=_text(file), by=by, at=at, approved_by=approved_by, reason=reason)
    _tell(done, json=json)


@policy.command()
def adopt(
    pack: PackName,
    area: Annotated[str, typer.Option(help="区划代码。")],
    start: Annotated[str, typer.Option("--from", help="起日。")],
    until: Annotated[str | None, typer.Option(help="止日（不含）。")] = None,
    approved_by: ApprovedBy = "",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """某地从某日起采用某个政策包；比上级严的须写明批准人和理由。"""
    _begin()
    done = operations.adopt_pack(
        pack_id=queries.find_pack(pack, on=doors.day(start)),
        area=area,
        starts_on=doors.day(start),
        ends_on=doors.day(until) if until else None,
        by=doors.cli_actor(),
        at=doors.now(),
        approved_by=approved_by,
        reason=reason,
    )
    _tell(done, json=json)


def _begin() -> None:
    """The built-in packs are there before any command of packs looks for one."""
    for loaded in operations.ensure_builtin_packs(by=SYSTEM, at=doors.now()):
        if loaded.remark:
            doors.remarks.print(f"内置政策包{loaded.name}没有载入：{loaded.remark}", markup=False)


def _tell(done: operations.PackLoaded, *, json: bool) -> None:
    if json:
        doors.print_json(asdict(done))
        return
    said = {"loaded": "已办理", "unchanged": "内容相同，没有改动"}[done.outcome]
    doors.console.print(f"{done.name} {done.version}：{said}。", markup=False)
    for cell in done.stricter:
        doors.remarks.print(f"严于上级：{cell.sentence}", markup=False)


@policy.command("list")
def list_(json: Json = False) -> None:
    """列出政策包的各版本和有效期。"""
    _begin()
    found = queries.list_packs()
    if json:
        doors.print_json(found)
        return
    columns = ("name", "version", "title", "issuer_name", "valid_from", "valid_to", "closed_on", "certainty")
    heads = ("代码", "版本", "名称", "发布", "起日", "止日", "被代替", "确定程度")
    doors.print_table("政策包", heads, ([row[name] for name in columns] for row in found))


@policy.command()
def diff(upper: PackName, lower: PackName, json: Json = False) -> None:
    """层层加码检查：下级方案比上级严、比上级宽的每一格。"""
    _begin()
    with transaction.atomic():
        found = queries.diff(upper_id=queries.find_pack(upper), lower_id=queries.find_pack(lower))
    if json:
        doors.print_json(_comparison(upper, lower, found))
        return
    rows = [(cell.direction, cell.sentence) for cell in found.cells]
    doors.print_table(f"{lower} 对照 {upper}：相同{found.same}格", ("方向", "说明"), rows)


def _comparison(upper: str, lower: str, found: Comparison) -> dict[str, Any]:
    sides = {"stricter": found.stricter, "laxer": found.laxer, "changed": found.changed}
    cells = {name: [asdict(cell) for cell in cells] for name, cells in sides.items()}
    return {"upper": upper, "lower": lower, **cells, "same": found.same}


@policy.command()
def assess(
    file: File,
    pack: Annotated[str, typer.Option(help="政策包代码，可加@版本。")],
    on: On = None,
    json: Json = False,
) -> None:
    """按政策包评估csv文件中的人员：id,exposure,level,last_exposure,arrived,occupation,vaccinated。"""
    _begin()
    day = doors.day(on)
    pack_id = queries.find_pack(pack, on=day)
    named = read_cases(_bytes(file), exposures=queries.known_exposures(), on=day)
    with transaction.atomic():
        answers = queries.assess_list(pack_id=pack_id, cases=[item.case for item in named], on=day)
    chosen = queries.read_pack(pack_id)
    shown = [
        _answer(item, answer, wording.remarks(answer, pack=chosen, on=day))
        for item, answer in zip(named, answers, strict=True)
    ]
    if json:
        doors.print_json(shown)
        return
    rows = [
        (row["id"], row["category"], _plan(answer), row["basis"])
        for row, answer in zip(shown, answers, strict=True)
    ]
    doors.print_table("评估", ("编号", "类别", "措施", "依据"), rows)


def _answer(named: NamedCase, answer: terms.Answer, notes: list[str]) -> dict[str, Any]:
    return {
        "id": named.id,
        "category": answer.category,
        "rule": answer.rule,
        "basis": answer.basis,
        "phases": [_phase(phase) for phase in answer.phases],
        "anchor": answer.anchor,
        "ended": answer.ended,
        "notes": notes,
    }


def _phase(phase: terms.AnswerPhase) -> dict[str, Any]:
    return {
        "measure": phase.measure,
        "place": phase.place,
        "days": phase.days,
        "from": phase.starts_on,
        "until": phase.ends_on,
        "test_dates": phase.test_dates,
        "readings_per_day": phase.readings_per_day,
        "calls_per_day": phase.calls_per_day,
    }


def _plan(answer: terms.Answer) -> str:
    steps = (f"{terms.PLACES[step.place]}{step.days}天，{step.ends_on}止" for step in answer.phases)
    return "；".join(steps) or "无"


@policy.command()
def explain(person: Person, on: On = None, json: Json = False) -> None:
    """解释某人为什么要采取这些措施：依据、来源、确定程度、起止日期。"""
    with transaction.atomic():
        found = queries.explain_person(person, on=doors.day(on))
    if json:
        doors.print_json([asdict(item) for item in found])
        return
    for item in found:
        doors.console.print("\n".join(item.sentences) + "\n", markup=False, soft_wrap=True)


@policy.command("page")
def page_(output: Annotated[Path, typer.Option("-o", help="Markdown文件。")]) -> None:
    """写出内置政策包的参考页。"""
    output.write_text(builtin_page())


def builtin_page() -> str:
    """The reference page, from the files that come with the program."""
    folder = Path(__file__).parent
    packs = [read_pack(path.read_text()) for path in sorted((folder / "packs").glob("*.yaml"))]
    return page.render(packs, read_diseases((folder / "diseases.yaml").read_text()))


@risk.command()
def announce(
    place: Place,
    level: Annotated[str, typer.Argument(help="等级：high、medium、low、sealed、controlled、precaution。")],
    source: Annotated[str, typer.Option(help="公告或通报的名称。")],
    on: On = None,
    disease: Disease = "covid19",
    name: Annotated[str, typer.Option(help="地点的名称。")] = "",
    json: Json = False,
) -> None:
    """公布某地从某日起的风险等级；原有等级同日终止。"""
    outcome = operations.announce_risk_area(
        place=place,
        level=level,
        disease=disease,
        announced_on=doors.day(on),
        source=source,
        name=name,
        by=doors.cli_actor(),
        at=doors.now(),
    )
    doors.tell(
        {"place": place, "outcome": outcome},
        {"announced": "已公布。", "unchanged": "等级相同，没有改动。"}[outcome],
        json=json,
    )


@risk.command()
def lift(place: Place, on: On = None, disease: Disease = "covid19", json: Json = False) -> None:
    """解除某地的风险等级；所填日期起不再是风险区。"""
    operations.lift_risk_area(
        place=place, disease=disease, lifted_on=doors.day(on), by=doors.cli_actor(), at=doors.now()
    )
    doors.tell({"place": place, "outcome": "lifted"}, "已解除。", json=json)


@risk.command()
def level(place: Place, on: On = None, disease: Disease = "covid19", json: Json = False) -> None:
    """查询某地某日的风险等级。"""
    found = queries.graded([place], disease=disease, on=doors.day(on), known_at=doors.now())[0]
    inside = "；其内有" + "、".join(terms.RISK_LEVELS[code] for code in found.inside) if found.inside else ""
    word = terms.RISK_LEVELS.get(found.level, "没有公布等级")
    doors.tell(asdict(found), f"{place}：{word}{inside}。", json=json)


@risk.command("list")
def list_areas(on: On = None, disease: Disease = "", json: Json = False) -> None:
    """列出某日的全部风险地区。"""
    found = queries.list_risk_areas(on=doors.day(on), disease=disease)
    if json:
        doors.print_json(found)
        return
    heads = ("疾病", "地点", "名称", "等级", "公布", "解除", "依据")
    doors.print_table("风险地区", heads, (list(row.values()) for row in found))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise WrongCall(problem=f"读不到文件{file}（{problem.strerror}）。") from problem


def _text(file: Path) -> str:
    try:
        return _bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise WrongCall(problem=f"{file}不是UTF-8编码的文本。") from problem
