"""`lianfang directive read`: what a paper says, before anybody keeps it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from lianfang.apps.directives import queries
from lianfang.apps.directives.terms import ITEM_KIND_NAMES, Item, ItemKind, Reading
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.kernel.errors import WrongCall

File = Annotated[Path, typer.Argument(help="文件：txt、md、html、docx。")]
SHOWN: Final = 60
"""Characters of an item in the table."""


def read(
    file: File,
    every: Annotated[bool, typer.Option("--every", help="连同标题、问题、议程、情况一起列出。")] = False,
    json: Json = False,
) -> None:
    """读一份文件：逐条列出任务、责任人、责任单位、时限、频次、数量；不保存任何内容。"""
    found = queries.read(file.name, _content(file), today=doors.now().date())
    if json:
        doors.print_json(queries.as_document(found))
        return
    doors.console.print(_title(found), style="bold", markup=False, soft_wrap=True)
    for item in found.items:
        if every or item.kind is ItemKind.DEMAND:
            doors.console.print("\n".join(_shown(item)), markup=False, highlight=False, soft_wrap=True)
    doors.console.print(_account(found), markup=False)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise WrongCall(problem=f"文件“{file}”打不开：{problem.strerror}。请核对文件名和权限。") from problem


def _title(found: Reading) -> str:
    return "；".join(paper.title for paper in found.papers if paper.title) or found.name


def _shown(item: Item) -> Iterator[str]:
    """An item as lines: its number and text, then what was read out of it."""
    inset = "  " * (item.level - 1)
    text = item.text if len(item.text) <= SHOWN else item.text[: SHOWN - 1] + "…"
    kind = "" if item.kind is ItemKind.DEMAND else f"【{ITEM_KIND_NAMES[item.kind]}】"
    yield f"{inset}{item.number or '—'} {kind}{text}".replace("\n", " ")
    for name, values in _parts(item).items():
        if values:
            yield f"{inset}    {name}：{'、'.join(dict.fromkeys(values))}"


def _parts(item: Item) -> dict[str, Sequence[str]]:
    prose = [actor.text for actor in item.actors if actor.text not in {*item.posts, *item.units}]
    return {
        "责任人": item.posts,
        "责任单位": item.units,
        "由谁": prose,
        "时限": [one.text for one in item.deadlines],
        "频次": [one.text for one in item.recurrences],
        "数量": [one.text for one in item.quantities],
        "条件": [one.text for one in item.conditions],
        "督查问责": [one.text for one in item.supervision],
        "疑问": [one.sentence for one in item.doubts],
    }


def _account(found: Reading) -> str:
    demands = [item for item in found.items if item.kind is ItemKind.DEMAND]
    doubtful = sum(bool(item.doubts) for item in demands)
    return f"共 {len(found.papers)} 份文件，{len(demands)} 条要求，其中 {doubtful} 条有疑问待核对。"
