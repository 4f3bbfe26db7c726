"""The commands `lianfang import …`: reports from a table or from data values, the refused ones given back."""

from pathlib import Path
from typing import Annotated

import typer

from lianfang.apps.exchange import operations, queries
from lianfang.apps.exchange.commands.files import Form, MetadataFile
from lianfang.apps.exchange.rules.refusals import sheet
from lianfang.apps.exchange.terms import Read, Taken
from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.kernel.errors import InputRefused

File = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="文件。")]
Reason = Annotated[str, typer.Option("--reason", help="与已报的不同时，更正的理由。")]
Returned = Annotated[
    Path | None, typer.Option("--returned", dir_okay=False, help="没有收下的写到这个csv，改正后可再导入。")
]
importing = typer.Typer(no_args_is_help=True, help="导入：报表的表格、DHIS2数据值集；重复导入不变。")


class SomeRefused(InputRefused):
    """Reports of a file that were not taken; the others were."""

    code = "exchange.some_refused"
    sentence = "{count}份没有收下，其余已收：\n{listing}"


@importing.command("report")
def report(
    form: Form,
    file: File,
    reason: Reason = "",
    returned: Returned = None,
    as_json: Json = False,
) -> None:
    """导入一张报表的表格（xlsx、csv、parquet），列名是字段代码；export report 写出的可原样导入。"""
    _take(queries.read_file(file, form), form, reason, returned, as_json=as_json)


@importing.command()
def dhis2(  # noqa: PLR0917  its options
    form: Form,
    file: File,
    slot: Annotated[str, typer.Option(help="哪一期；一天只有一期的不写。")] = "",
    metadata: MetadataFile = None,
    reason: Reason = "",
    returned: Returned = None,
    as_json: Json = False,
) -> None:
    """导入DHIS2数据值集（JSON）：按日的数，逐单位逐日上报；按标识写的须附元数据。"""
    read = queries.read_file(file, form, slot=slot, metadata=metadata)
    _take(read, form, reason, returned, as_json=as_json)


def _take(read: Read, form: str, reason: str, returned: Path | None, *, as_json: bool) -> None:
    found = operations.take(read, form=form, by=doors.cli_actor(), at=doors.now(), reason=reason)
    if returned and found.refused:
        doors.write_files(returned, {".csv": sheet(found.refused)})
    doors.tell(found, _sentence(found), json=as_json)
    if found.refused and not as_json:
        problems = [str(problem) for one in found.refused for problem in one.problems]
        raise SomeRefused(count=len(found.refused), listing="\n".join(problems))


def _sentence(found: Taken) -> str:
    aside = f"；由台账或公式得出、没有读的：{'、'.join(found.aside)}" if found.aside else ""
    return f"新收{found.taken}份，更正{found.corrected}份，不变{found.unchanged}份{aside}。"
