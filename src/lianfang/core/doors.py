"""What every command shares: who acts, what time it is, how words become moments, where output goes.

Standard output carries the answer (with `--json` one document and nothing else); remarks, progress and
errors go to standard error.
"""

import getpass
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from lianfang.core import typed
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import WrongCall

console = Console(highlight=False)
"""Standard output: the answer, for a person."""
remarks = Console(stderr=True, highlight=False)
"""Standard error: progress, remarks, errors."""
Json = Annotated[bool, typer.Option("--json", help="只输出一个JSON文档。")]
"""Whether programs read the answer."""


def cli_actor() -> Actor:
    """The person at this machine's terminal; `LIANFANG_SCOPE` narrows what they may see to an area prefix."""
    scopes = (os.environ.get("LIANFANG_SCOPE", ""),)
    return Actor(name=f"os:{getpass.getuser()}", scopes=scopes, permissions=EVERY)


def now() -> datetime:
    """The present moment in the jurisdiction's time zone; where a rehearsal stopped the clock, that moment.

    `LIANFANG_NOW` stops it for one command, the file `clock` of the home for every door of that home.
    """
    stopped = os.environ.get("LIANFANG_NOW") or _stopped_clock()
    return typed.moment(stopped) if stopped else datetime.now(ZONE)


def _stopped_clock() -> str:
    from django.conf import settings

    clock: Path = settings.HOME.clock
    return clock.read_text().strip() if clock.exists() else ""


def stop_clock(at: datetime) -> None:
    """Stop the clock of this home's doors at a moment: a rehearsal shows the same at any time."""
    from django.conf import settings

    clock: Path = settings.HOME.clock
    clock.write_text(at.astimezone(ZONE).isoformat())


def moment(text: str | None) -> datetime:
    """A moment as typed after `--at`; nothing typed is now, a bare date is its midnight."""
    return typed.moment(text) if text else now()


def day(text: str | None) -> date:
    """A day as typed after `--on`; nothing is today."""
    return typed.day_or(text or "", now().date())


def tell(value: object, sentence: str, *, json: bool) -> None:
    """What was done: for a program its value as JSON, for a person a sentence."""
    if json:
        print_json(value)
    else:
        console.print(sentence, markup=False, soft_wrap=True)


def print_json(value: object) -> None:
    """Write one JSON document to standard output: moments in the jurisdiction's zone, Decimals as numbers."""
    sys.stdout.write(as_json(value) + "\n")


def as_json(value: object) -> str:
    """One JSON document as text; dataclasses are objects, UUIDs and paths text, bytes hexadecimal."""
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    for kinds, turn in _TURNS:
        if isinstance(value, kinds):
            return turn(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


_TURNS: tuple[tuple[type | tuple[type, ...], Any], ...] = (
    (datetime, lambda it: (it.astimezone(ZONE) if it.tzinfo else it).isoformat()),
    ((date, time), lambda it: it.isoformat()),
    (Decimal, lambda it: int(it) if it == it.to_integral_value() else float(it)),
    ((UUID, Path), str),
    ((bytes, bytearray, memoryview), lambda it: bytes(it).hex()),
    (Mapping, dict),
    (Iterable, list),
)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Show rows to a person, numbers to the right; None is a dash, a truth 是 or 否; nothing is cut off."""
    kept = [list(row) for row in rows]
    table = Table(title=title or None, title_justify="left", header_style="bold")
    for place, name in enumerate(columns):
        numeric = bool(kept) and all(_is_number(row[place]) for row in kept)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in kept:
        table.add_row(*(_shown(cell) for cell in row))
    console.print(table)


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


def _shown(cell: object) -> str:
    if cell is None:
        return "—"
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def write_files(out: Path, files: Mapping[str, bytes]) -> list[Path]:
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
