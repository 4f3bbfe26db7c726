"""`lianfang reading …`, `encounter …`, `tests …`: what is observed, one by one or by the file."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from lianfang.apps.control import operations
from lianfang.apps.control.rules import monitoring
from lianfang.apps.control.terms import FATE_NAMES, EncounterKind, EncounterOutcome, Loaded, Result
from lianfang.core import doors
from lianfang.core.doors import Json

reading = typer.Typer(no_args_is_help=True, help="体温：登记一次，或按文件登记。")
encounter = typer.Typer(no_args_is_help=True, help="电话、敲门、上门、转运。")
tests = typer.Typer(no_args_is_help=True, help="检测结果：登记一次，或按文件登记。")

Person = Annotated[str, typer.Option("--person", help="人员编号。")]
At = Annotated[str | None, typer.Option("--at", help="发生时间，如2022-03-05T16:00；不写为现在。")]
Day = Annotated[
    str | None, typer.Option("--date", help="日期，如2022-03-05；不写为今天，文件中以日期列为准。")
]
File = Annotated[Path, typer.Argument(help="xlsx、xls、ods或csv文件。")]
Rejects = Annotated[
    Path | None, typer.Option("--rejects", help="不能用的行写到哪个文件；不写为原文件旁的“…退回.xlsx”。")
]


@reading.command("add")
def add_reading(  # noqa: PLR0917  typer reads the parameters
    person: Person,
    slot: Annotated[str, typer.Option("--slot", help="am（上午）或pm（下午）。")],
    celsius: Annotated[str, typer.Option("--celsius", help="体温，摄氏度。")],
    symptoms: Annotated[str, typer.Option("--symptoms", help="症状。")] = "",
    day: Day = None,
    at: At = None,
    json: Json = False,
) -> None:
    """登记一次体温；同一时段再次登记为更正。体温≥37.3℃或有症状的，2小时内须转运。"""
    happened = _moment(at)
    given = doors.day(day) if day else happened.date() if happened else None
    done = operations.add_reading(
        person=person,
        slot=monitoring.read_slot(slot),
        celsius=monitoring.read_celsius(celsius),
        symptoms=monitoring.read_symptoms(symptoms),
        day=given,
        happened_at=happened,
        by=doors.cli_actor(),
        at=doors.now(),
    )
    _tell(done, json=json)


@reading.command("load")
def load_readings(
    file: File,
    day: Day = None,
    slot: Annotated[str, typer.Option("--slot", help="文件没有时段列时：am或pm。")] = "",
    rejects: Rejects = None,
    json: Json = False,
) -> None:
    """按文件登记体温：人员、日期、上午/下午、体温、症状；不能用的行退回并写明原因。"""
    done = operations.load_readings(
        file,
        day=doors.day(day) if day else None,
        slot=slot,
        rejects=rejects or _beside(file),
        by=doors.cli_actor(),
        at=doors.now(),
    )
    _account(done, json=json)


@encounter.command("add")
def add_encounter(  # noqa: PLR0917  typer reads the parameters
    person: Person,
    kind: Annotated[EncounterKind, typer.Option("--kind", help="电话、敲门、上门或转运。")],
    outcome: Annotated[EncounterOutcome, typer.Option("--outcome", help="结果。")] = EncounterOutcome.REACHED,
    note: Annotated[str, typer.Option("--note", help="备注。")] = "",
    at: At = None,
    json: Json = False,
) -> None:
    """登记一次电话、敲门、上门或转运。"""
    done = operations.add_encounter(
        person=person,
        kind=kind,
        outcome=outcome,
        note=note,
        happened_at=_moment(at),
        by=doors.cli_actor(),
        at=doors.now(),
    )
    _tell(done, json=json)


@tests.command("add")
def add_result(  # noqa: PLR0917  typer reads the parameters
    person: Person,
    result: Annotated[Result, typer.Option("--result", help="阴性、阳性或可疑。")],
    ct: Annotated[str, typer.Option("--ct", help="Ct值。")] = "",
    laboratory: Annotated[str, typer.Option("--laboratory", help="检测机构。")] = "",
    disease: Annotated[str, typer.Option("--disease", help="病种；不写的，按管控令或当地现行政策。")] = "",
    day: Day = None,
    at: At = None,
    json: Json = False,
) -> None:
    """登记一次检测结果，日期为采样日。"""
    happened = _moment(at)
    done = operations.add_result(
        person=person,
        result=result,
        ct=Decimal(ct) if ct else None,
        laboratory=laboratory,
        disease=disease,
        sampled_on=doors.day(day) if day else happened.date() if happened else None,
        happened_at=happened,
        by=doors.cli_actor(),
        at=doors.now(),
    )
    _tell(done, json=json)


@tests.command("load")
def load_results(file: File, day: Day = None, rejects: Rejects = None, json: Json = False) -> None:
    """按文件登记检测结果：人员、采样日期、病种、结果、Ct值、检测机构；不能用的行退回并写明原因。"""
    done = operations.load_results(
        file,
        day=doors.day(day) if day else None,
        rejects=rejects or _beside(file),
        by=doors.cli_actor(),
        at=doors.now(),
    )
    _account(done, json=json)


def _moment(text: str | None) -> datetime | None:
    return doors.moment(text) if text else None


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.stem}退回.xlsx")


def _tell(done: operations.Observed, *, json: bool) -> None:
    if json:
        doors.print_json(asdict(done))
        return
    alert = "体温或症状、结果异常：请立即按规定转运和报告。" if done.alert else ""
    doors.console.print(f"{FATE_NAMES[done.fate]}。{alert}", markup=False)


def _account(done: Loaded, *, json: bool) -> None:
    if json:
        doors.print_json(asdict(done))
        return
    back = f"退回的行在{done.rejects_file}，改好后可再次登记。" if done.refused else ""
    doors.console.print(
        f"共{done.rows:,}条：新登记{done.added:,}，更正{done.superseding:,}，未变{done.unchanged:,}，"
        f"退回{done.refused:,}；其中异常{done.alerts:,}。{back}",
        markup=False,
        soft_wrap=True,
    )
