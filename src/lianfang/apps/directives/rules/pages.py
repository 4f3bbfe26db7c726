"""The text of a web page, and tables of pages and Markdown as numbered lines with their labels."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Final

SILENT: Final = frozenset(
    {"script", "style", "noscript", "nav", "select", "button", "template", "title", "head"}
)
BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ol",
        "ul",
        "tr",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "blockquote",
        "center",
        "dd",
        "dt",
    ]
)
_LOOKS_LIKE_A_PAGE = re.compile(r"\s*<(?:!doctype html|html|head|body|div|p|meta)\b", re.IGNORECASE)
_ROW = re.compile(r"[ \t]*\|(?P<cells>.+)\|[ \t]*")
_RULE = re.compile(r"[ \t]*\|[ \t:|\-]+\|[ \t]*")
NUMBER_HEADS: Final = ("序号", "编号", "序", "No", "NO")
TASK_HEADS: Final = re.compile("任务|事项|内容|措施|要求|问题|工作")
LABEL_HEADS: Final = re.compile("责任|牵头|配合|负责|时限|时间|期限|单位|部门|完成|人员|领导|岗位")


def is_page(text: str) -> bool:
    """Whether a text is the source of a web page."""
    return _LOOKS_LIKE_A_PAGE.match(text) is not None


def text_of(source: str) -> str:
    """The readable text of a web page, a line for each block."""
    reader = _Page()
    reader.feed(source)
    reader.close()
    return reader.text()


def lines_of_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table as lines: under a head with a task column each row is a numbered line and its labels."""
    rows = [[" ".join(cell.split()) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return []
    head = rows[0]
    task = next((at for at, cell in enumerate(head) if _is_task(cell)), None)
    if task is None or len(rows) == 1 or not any(LABEL_HEADS.search(cell) for cell in head):
        return [_plain(row) for row in rows]
    return [line for at, row in enumerate(rows[1:], 1) for line in _labelled(head, row, task, at)]


def _is_task(cell: str) -> bool:
    return bool(TASK_HEADS.search(cell)) and not LABEL_HEADS.search(cell)


def _plain(row: Sequence[str]) -> str:
    seen = [cell for at, cell in enumerate(row) if cell and (at == 0 or cell != row[at - 1])]
    return "\t".join(seen)


def _labelled(head: Sequence[str], row: Sequence[str], task: int, at: int) -> list[str]:
    number, lines, more = str(at), [], []
    for name, cell in list(zip(head, row, strict=False)):
        if name in NUMBER_HEADS:
            number = cell if cell.isdigit() else number
        elif LABEL_HEADS.search(name) and cell:
            lines.append(f"{name}：{cell}")
        elif cell and cell != (row[task] if task < len(row) else ""):
            more.append(cell)
    said = row[task] if task < len(row) else ""
    return [f"{number}. {'；'.join([said, *more])}", *lines] if said else lines


class _Page(HTMLParser):
    """Collects what a reader of the page would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0
        self.lists: list[int | None] = []
        self.tables: list[list[list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "table":
            self.tables.append([])
        elif self.tables and tag == "tr":
            self.tables[-1].append([])
        elif self.tables and tag in {"td", "th"} and self.tables[-1]:
            self.tables[-1][-1].append("")
        elif not self.tables:
            self._block(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._say("\n")

    def _block(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in BLOCKS:
            self._say("\n")
        if tag in {"ol", "ul"}:
            start = attributes.get("start") or "1"
            self.lists.append(int(start) if tag == "ol" and start.isdigit() else None)
        elif tag == "li" and self.lists and self.lists[-1] is not None:
            self._say(f"{self.lists[-1]}. ")
            self.lists[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "table" and self.tables:
            lines = lines_of_table(self.tables.pop())
            self._say("\n" + "\n".join(lines) + "\n")
        elif tag in BLOCKS:
            self._say("\n")
            if tag in {"ol", "ul"} and self.lists:
                self.lists.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._say(re.sub(r"\s+", " ", data))

    def _say(self, text: str) -> None:
        if not self.tables:
            self.parts.append(text)
        elif self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1][-1] += text.replace("\n", " ")

    def text(self) -> str:
        """Lines without blanks at their ends and without more than one empty line between."""
        while self.tables:
            self.handle_endtag("table")
        lines = [line.strip() for line in "".join(self.parts).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def tables_of_markdown(text: str) -> str:
    """Markdown with its tables as lines, everything else as it stands."""
    lines: list[str] = []
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        match = _ROW.fullmatch(line)
        if match:
            if not _RULE.fullmatch(line):
                rows.append([cell.strip() for cell in match["cells"].split("|")])
            continue
        lines += lines_of_table(rows)
        rows = []
        lines.append(line)
    return "\n".join(lines[:-1])
