"""A shipped template in readable lines becomes the blocks of an official document, placeholders in its text.

A line is a paragraph. `= ` leads a heading, `% ` a condition or a loop, `! ` a picture, `| ` a table: its
title with the columns' shares, then its head; `* ` its row, once for each of a list. `# ` begins an
attachment with its title, and after `if` the condition under which it is there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lianfang.core.documents import Attachment, Block, Heading, Paragraph, Table, Text

FOLDER: Final = Path(__file__).resolve().parents[1] / "sources"
BAR: Final = "|"
ATTACHMENT: Final = re.compile(r"\n# ")


def source_of(kind: str) -> str:
    """Return the source of a shipped template."""
    return (FOLDER / f"{kind}.txt").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Sourced:
    """What a source says: its body, its attachments, and the condition under which they are there."""

    body: Sequence[Block]
    attachments: Sequence[Attachment] = ()
    attached_if: str = ""


def read(source: str) -> Sourced:
    """Return the blocks of a source."""
    body, *attached = ATTACHMENT.split("\n" + source)
    parts = [part.partition("\n") for part in attached]
    heads = [head.partition(" if ") for head, _, _ in parts]
    found = [
        Attachment(title=title.strip(), body=_of_lines(lines))
        for (title, _, _), (_, _, lines) in zip(heads, parts, strict=True)
    ]
    return Sourced(_of_lines(body), found, next((when.strip() for _, _, when in heads if when), ""))


def _of_lines(source: str) -> list[Block]:
    return list(_blocks([line.strip() for line in source.splitlines() if line.strip()]))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    table: list[str] = []
    for line in lines:
        if line.startswith(BAR):
            table.append(line)
        elif line.startswith("* "):
            yield _table(table, line)
            table = []
        else:
            yield _block(line)


def _block(line: str) -> Block:
    sign, _, rest = line.partition(" ")
    if sign == "=":
        return Heading(1, rest)
    if sign == "%":
        return Paragraph(f"{{%p {rest} %}}", flush=True)
    if sign == "!":
        return Paragraph(f"{{{{ {rest} }}}}", flush=True, align="center")
    return Paragraph(line)


def _table(lines: Sequence[str], row: str) -> Table:
    """Return a table: its rows are the loop, what is printed of each, the loop's end."""
    (title, shares), head = _cells(lines[0]), _cells(lines[1])
    loop, *cells = (cell.strip() for cell in row.removeprefix("* ").split(BAR))
    blank = [""] * (len(cells) - 1)
    rows: list[list[Text]] = [[f"{{%tr for {loop} %}}", *blank], list(cells), ["{%tr endfor %}", *blank]]
    return Table(head, rows, [float(share) for share in shares.split()], title=title)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip(BAR).split(BAR)]
