"""What the commands of the exchange share: files that are read and written."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from lianfang.apps.exchange.rules import metadata as rules
from lianfang.apps.exchange.rules.metadata import Metadata
from lianfang.apps.exchange.terms import LARGEST
from lianfang.kernel.errors import WrongCall

Form = Annotated[str, typer.Argument(metavar="FORM", help="报表代码。")]
Area = Annotated[str, typer.Option(help="区划代码。")]
On = Annotated[str | None, typer.Option(help="哪一天；不写为今天。")]
Out = Annotated[Path, typer.Option("-o", "--out", dir_okay=False, help="写到这个文件；不能已存在。")]
MetadataFile = Annotated[
    Path | None,
    typer.Option("--metadata", exists=True, dir_okay=False, help="对方导出的元数据JSON。"),
]


def document(path: Path) -> Any:
    """The JSON document of a file; raises WrongCall for none."""
    if path.stat().st_size > LARGEST * 10:
        raise WrongCall(problem=f"“{path}”太大。")
    try:
        return json.loads(path.read_bytes())
    except ValueError as problem:
        raise WrongCall(problem=f"“{path}”不是JSON：{problem}") from problem


def metadata_of(path: Path | None) -> Metadata | None:
    """What a metadata export says; None where none is given."""
    if path is None:
        return None
    read = document(path)
    if not isinstance(read, Mapping):
        raise WrongCall(problem=f"“{path}”不是DHIS2的元数据。")
    return rules.read(read)


def write(out: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files of which the first is `out`, the others beside it; raises WrongCall for one that exists."""
    named = [out if number == 0 else out.with_suffix(ending) for number, ending in enumerate(files)]
    for path in named:
        if path.exists():
            raise WrongCall(problem=f"{path}已存在，没有改动。")
    for path, block in zip(named, files.values(), strict=True):
        try:
            path.write_bytes(block)
        except OSError as problem:
            raise WrongCall(problem=f"写不了“{path}”：{problem.strerror}") from problem
    return named
