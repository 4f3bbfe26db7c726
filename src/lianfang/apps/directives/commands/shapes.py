"""What the commands of papers and of plans share: options, and an issue in words."""

from pathlib import Path
from typing import Annotated

import typer

from lianfang.apps.directives.terms import TasksIssued

File = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="文件；预案可用YAML。")
]
Area = Annotated[str, typer.Option(help="哪个辖区：区划代码。")]
Title = Annotated[str, typer.Option(help="标题；不写由系统读出。")]
Reason = Annotated[str, typer.Option(help="理由。")]


def issued(account: TasksIssued) -> str:
    """To how many places and people tasks went, and how many have nobody."""
    return f"共{account.tasks}项任务，到{account.places}处、{account.holders}人；无人负责{account.vacant}项"
