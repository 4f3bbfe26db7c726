"""The command line of the demonstration: build the county, write its lists, score what became of them."""

from pathlib import Path
from typing import Annotated

import typer

from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.core.sql import StepResult
from lianfang.demo import defaults
from lianfang.kernel.errors import WrongCall

FORMATS = ("csv", "xlsx")
MEASURED = "、".join(defaults.MEASURED_KINDS)

Scale = Annotated[float, typer.Option("--scale", min=0.01, help="规模；1 为 4 万户、12 万人。")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="种子；同一种子每次相同。")]
Out = Annotated[Path, typer.Option("--out", file_okay=False, help="写入名单的文件夹。")]
Noise = Annotated[float, typer.Option("--noise", min=0, max=10, help="差错程度；1 为平常，3 为三倍。")]
On = Annotated[str, typer.Option("--on", help="名单日期，如 2022-07-10。")]
Rows = Annotated[int | None, typer.Option("--rows", min=1, help="只写一份这么多行的名单。")]
Kind = Annotated[str, typer.Option("--kind", help=f"与 --rows 同用：{MEASURED}。")]
Format = Annotated[str, typer.Option("--format", help="与 --rows 同用：csv、xlsx。")]
demo = typer.Typer(no_args_is_help=True, help="演示县：虚构的区划、居民与名单。")


def register(root: typer.Typer) -> None:
    """Add the commands of the demonstration to the command line."""
    root.add_typer(demo, name="demo")


@demo.command()
def build(scale: Scale = defaults.SCALE, seed: Seed = defaults.SEED, as_json: Json = False) -> None:
    """在数据库中建立演示县；再次运行不作改动。"""
    from lianfang.demo import load

    by = doors.cli_actor()
    built = load.build(seed=seed, scale=scale, by=by, at=defaults.BUILT_AT, listener=_tell)
    if as_json:
        doors.print_json(built)
        return
    head = "演示县已建立" if built.fresh else "演示县早已建立，未作改动"
    doors.console.print(
        f"{head}：区划{built.areas:,}个，单位{built.units:,}个，岗位{built.posts:,}个，任职{built.holders:,}条，"
        f"风险区{built.risk_areas}处，居民登记{built.people:,}条。"
    )


def _tell(step: StepResult) -> None:
    doors.remarks.print(f"  {step.name}：{step.rows:,} 行，{step.ms:,.0f} 毫秒")


@demo.command()
def lists(
    *,
    out: Out,
    scale: Scale = defaults.SCALE,
    seed: Seed = defaults.SEED,
    noise: Noise = defaults.NOISE,
    on: On = str(defaults.DAY),
    rows: Rows = None,
    kind: Kind = "police",
    file_format: Format = "csv",
    as_json: Json = False,
) -> None:
    """写出各渠道名单，旁附 truth.csv（每行的真相）和 lists.csv（每份名单的渠道与辖区）。"""
    from lianfang.demo.lists import lists_of, write_lists

    if kind not in defaults.MEASURED_KINDS or file_format not in FORMATS:
        raise WrongCall(problem=f"--kind 可用{MEASURED}；--format 可用{'、'.join(FORMATS)}。")
    wanted = (kind, rows, f".{file_format}") if rows else None
    files, residents = lists_of(seed=seed, scale=scale, noise=noise, on=doors.day(on), one=wanted)
    truth = write_lists(files, out, residents=residents, day=doors.day(on))
    count, usable = truth["file"].n_unique(), truth["usable"].sum()
    if as_json:
        doors.print_json({"out": out, "files": count, "rows": truth.height, "usable": usable})
    else:
        doors.console.print(f"{count}份名单共{truth.height:,}行已写入 {out}，可判定{usable:,}行。")


@demo.command()
def score(
    folder: Annotated[Path, typer.Argument(metavar="DIR", exists=True, help="demo lists 写出的文件夹。")],
    noise: Noise = defaults.NOISE,
    as_json: Json = False,
) -> None:
    """对照真相，衡量已接收的名单判得准不准、全不全、落位对不对。"""
    from lianfang.demo.measuring import measure, show
    from lianfang.demo.receiving import received_results

    measured = measure(folder, received_results(folder))
    if as_json:
        doors.print_json(measured.counts() | {"passes": measured.passes(noise)})
    else:
        show(measured, noise=noise, console=doors.console)
