"""`lianfang form …`: forms checked, loaded and listed, their spreadsheets, days off."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import LEVEL_NAMES, UNIT_KIND_NAMES, UnitKind
from lianfang.apps.forms import operations, queries
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.core.forms.plain import as_plain
from lianfang.core.forms.reading import read_form
from lianfang.core.forms.terms import WEIGHT_NAMES, Form, Reporters
from lianfang.kernel.errors import WrongCall

form = typer.Typer(no_args_is_help=True, help="报表：检查、载入、列出，空白表格，节假日。")

File = Annotated[Path, typer.Argument(metavar="FILE", help="报表的YAML文件。")]


@form.command()
def check(file: File, json: Json = False) -> None:
    """检查一份报表文件：逐行列出全部问题；没有问题就说出它问什么、谁报、何时报。"""
    found = read_form(_text_of(file), queries.known())
    if json:
        doors.print_json(as_plain(found))
        return
    doors.console.print(f"{found.name}（{found.code}，第{found.version}版）可以载入。", markup=False)
    doors.console.print(_who_and_when(found), markup=False)
    columns = ("字段", "名称", "类型", "单位", "汇总", "台账指标或算式")
    rows = (
        (one.code, one.name, one.type, one.unit, one.rollup, one.derived or one.computed)
        for one in found.fields
    )
    doors.print_table("字段", columns, rows)
    checks = ((one.code, one.expression, WEIGHT_NAMES[one.weight]) for one in found.checks)
    doors.print_table("校验", ("代码", "表达式", "分量"), checks)


@form.command()
def load(
    file: Annotated[str, typer.Argument(metavar="FILE", help="报表的YAML文件，或随程序带的报表代码。")],
    *,
    starts: Annotated[str | None, typer.Option("--from", help="从这一天起应报；不写为文件的启用日。")] = None,
    json: Json = False,
) -> None:
    """载入一份报表；从启用日起应报，不用重启。"""
    text = queries.builtin_texts().get(file) or _text_of(Path(file))
    from_day = doors.day(starts) if starts else None
    made = operations.load_text(text, by=doors.cli_actor(), at=doors.now(), from_day=from_day)
    told = {"form": made.form, "version": made.version, "name": made.name, "starts_on": made.starts_on}
    said = f"已载入{made.name}（{made.form}，第{made.version}版），{made.starts_on}启用。"
    doors.tell(told, said, json=json)


@form.command("list")
def list_forms(json: Json = False) -> None:
    """已载入的报表各版本，和随程序带、尚未载入的报表。"""
    rows = [*_loaded(), *_waiting()]
    if json:
        doors.print_json(rows)
        return
    shown = ((row["form"], row["version"], row["name"], _in_force(row)) for row in rows)
    doors.print_table("报表", ("代码", "版本", "名称", "有效"), shown)


@form.command()
def spreadsheet(
    code: Annotated[str, typer.Argument(metavar="FORM", help="报表代码。")],
    *,
    area: Annotated[str, typer.Option(help="区划代码：一个填报单位一张，多个单位一行一个。")],
    out: Annotated[Path, typer.Option("--output", "-o", help="写到这个xlsx文件。")],
    on: Annotated[str | None, typer.Option(help="日期，如2022-07-01；不填为今天。")] = None,
    slot: Annotated[str, typer.Option(help="哪一期；不填为最先截止的一期。")] = "",
    json: Json = False,
) -> None:
    """空白表格：填好用 report submit --file 交回。"""
    found = queries.spreadsheet(
        code,
        area=areas.require_area(area),
        on=doors.day(on),
        slot=slot,
        by=doors.cli_actor(),
        at=doors.now(),
    )
    out.write_bytes(found)
    doors.tell({"file": str(out), "bytes": len(found)}, f"已写出{out}。", json=json)


@form.command("days-off")
def days_off(
    file: Annotated[Path | None, typer.Option("--load", help="载入这份YAML，替换那一年。")] = None,
    year: Annotated[int | None, typer.Option(help="只看这一年。")] = None,
    json: Json = False,
) -> None:
    """节假日和调休上班的周末；随程序带的年份自动载入。"""
    by, at = doors.cli_actor(), doors.now()
    operations.load_builtin_days_off(by=by, at=at)
    if file is not None:
        operations.load_days_off(_text_of(file), by=by, at=at)
    days = queries.days_off(year)
    found = [{"on": day.period_on, "holiday": day.holiday, "name": day.name} for day in days]
    if json:
        doors.print_json(found)
        return
    rows = ((day["on"], day["name"], "放假" if day["holiday"] else "上班") for day in found)
    doors.print_table("节假日", ("日期", "名称", ""), rows)


def _text_of(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as problem:
        raise WrongCall(problem=f"读不了“{path}”：{problem}") from problem


def _in_force(row: dict[str, Any]) -> str:
    if not row["loaded"]:
        return "未载入"
    return f"{row['starts_on']}起" + (f"，至{row['ends_on']}" if row["ends_on"] else "")


def _loaded() -> Iterable[dict[str, Any]]:
    for one in queries.editions():
        yield _row(queries.form_of(one), loaded=True) | {"ends_on": one.ends_on}


def _waiting() -> Iterable[dict[str, Any]]:
    loaded = {(one.form, one.version) for one in queries.editions()}
    for found in queries.builtin_forms():
        if (found.code, found.version) not in loaded:
            yield _row(found, loaded=False)


def _row(found: Form, *, loaded: bool) -> dict[str, Any]:
    return {
        "form": found.code,
        "version": found.version,
        "name": found.name,
        "reporters": _reporters(found.reporters),
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "fields": len(found.fields),
        "loaded": loaded,
    }


def _reporters(reporters: Reporters) -> str:
    if reporters.level is not None:
        return LEVEL_NAMES[reporters.level]
    return "、".join(UNIT_KIND_NAMES[UnitKind(kind)] for kind in reporters.unit_kinds)


def _who_and_when(found: Form) -> str:
    times = "；".join(
        f"{one.slot} {one.opens.isoformat('minutes')}至{one.due.isoformat('minutes')}{_days(one.days)}"
        for one in found.windows
    )
    return f"由{_reporters(found.reporters)}填报，报{LEVEL_NAMES[found.accepted_by]}；{times}。"


def _days(days: tuple[int, ...]) -> str:
    return f"（星期{'、'.join('一二三四五六日'[day - 1] for day in days)}）" if days else ""
