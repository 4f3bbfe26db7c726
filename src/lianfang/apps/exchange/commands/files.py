"""What the commands of the exchange share: files that are read and written."""

from pathlib import Path
from typing import Annotated

import typer

Form = Annotated[str, typer.Argument(metavar="FORM", help="报表代码。")]
Area = Annotated[str, typer.Option(help="区划代码。")]
On = Annotated[str | None, typer.Option(help="哪一天；不写为今天。")]
Out = Annotated[Path, typer.Option("-o", "--out", dir_okay=False, help="写到这个文件；不能已存在。")]
MetadataFile = Annotated[
    Path | None,
    typer.Option("--metadata", exists=True, dir_okay=False, help="对方导出的元数据JSON。"),
]
