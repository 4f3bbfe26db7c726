"""What a template of an office may say, and where it says something else.

A template is a docx with placeholders: `{{ name }}`, `{{ number|汉字 }}`; `{%p if number > 0 %}` and
`{%p endif %}` around paragraphs, `{%tr for row in rows %}` and `{%tr endfor %}` around rows of a table.

Names have kinds. What is misspelt, of the wrong kind, out of place or beyond this small language is a fault
with its place, before anybody fills the template.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from lianfang.core.documents.locating import Located
from lianfang.core.documents.spoken import SPOKEN
from lianfang.core.documents.terms import KIND_NAMES, Kind


@dataclass(frozen=True)
class Known:
    """A name that a template may use: its kind, what it says, of rows the names within one."""

    kind: Kind
    says: str
    columns: Mapping[str, "Known"] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaceholderFault:
    """Something that can't be filled: where, what stands there, what is wrong, what may have been meant."""

    place: str
    text: str
    problem: str
    nearest: tuple[str, ...] = ()


@dataclass
class _Open:
    """A block that waits for its end."""

    word: str
    passage: Located
    text: str
    row: tuple[str, Known] | None = None


TAG: Final = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
LOOSE: Final = re.compile(r"\{\{|\}\}|\{%|%\}")
LEAD: Final = re.compile(r"^(p|tr)?\s*(if|elif|else|endif|for|endfor)\b\s*(.*)$", re.DOTALL)
LOOP: Final = re.compile(r"^(\w+)\s+in\s+([\w.]+)$")
NEAREST: Final = 3
_GRAMMAR: Final = Environment(autoescape=True)


class Checker:
    """Reads the passages of a template in order and keeps what is wrong with them."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        self._known = known
        self._open: list[_Open] = []
        self.faults: list[PlaceholderFault] = []
        self.used: dict[str, Known] = {}

    def read(self, found: Iterator[Located]) -> list[PlaceholderFault]:
        """Read a part to its end; every block must have ended by then."""
        for passage in found:
            self._passage(passage)
        for block in self._open:
            self._fault(block.passage, block.text, f"有“{block.word}”而没有“end{block.word}”")
        self._open.clear()
        return self.faults

    def _passage(self, passage: Located) -> None:
        rest = TAG.sub("", passage.text)
        loose = LOOSE.search(rest)
        if loose:
            self._fault(passage, passage.text, "括号不成对，占位符写作{{ 名称 }}")
        for match in TAG.finditer(passage.text):
            if match[1] is not None:
                self._print(passage, match[0], match[1])
            else:
                self._block(passage, match[0], match[2], alone=not rest.strip())

    def _print(self, passage: Located, text: str, expression: str) -> None:
        kind = self._kind(passage, text, expression)
        if kind in {Kind.ROWS, Kind.LINES}:
            self._fault(passage, text, "这里是若干行，要用{% for … %}逐行写出")

    def _block(self, passage: Located, text: str, inside: str, *, alone: bool) -> None:
        found = LEAD.match(inside.strip().strip("-").strip())
        if found is None:
            self._fault(passage, text, "只能用if、elif、else、endif、for、endfor")
            return
        span, word, rest = found[1] or "", found[2], found[3].strip()
        if span == "p" and not alone:
            self._fault(passage, text, "{%p … %}要独占一段，同段的其他文字会丢失")
        if span == "tr" and not passage.in_table:
            self._fault(passage, text, "{%tr … %}只能写在表格里")
        self._step(passage, text, word, rest)

    def _step(self, passage: Located, text: str, word: str, rest: str) -> None:
        if word in {"if", "elif"}:
            self._kind(passage, text, rest)
        if word == "if":
            self._open.append(_Open("if", passage, text))
        elif word == "for":
            self._loop(passage, text, rest)
        else:
            self._close(passage, text, word)

    def _close(self, passage: Located, text: str, word: str) -> None:
        wanted = "for" if word == "endfor" else "if"
        if not self._open or self._open[-1].word != wanted:
            self._fault(passage, text, f"“{word}”之前没有对应的“{wanted}”")
        elif word.startswith("end"):
            self._open.pop()

    def _loop(self, passage: Located, text: str, rest: str) -> None:
        block = _Open("for", passage, text)
        self._open.append(block)
        found = LOOP.match(rest)
        if found is None:
            self._fault(passage, text, "写作{% for 行 in 名称 %}")
            return
        known = self._named(passage, text, found[2])
        if known is None:
            return
        if known.kind not in {Kind.ROWS, Kind.LINES}:
            self._fault(passage, text, f"“{found[2]}”是{KIND_NAMES[known.kind]}，不能逐行写出")
            return
        row = known if known.kind is Kind.ROWS else Known(Kind.TEXT, known.says)
        block.row = (found[1], row)

    def _kind(self, passage: Located, text: str, expression: str) -> Kind | None:
        """Return the kind of an expression, having kept what is wrong with it."""
        try:
            parsed = _GRAMMAR.parse("{{ " + expression + " }}")
        except TemplateSyntaxError:
            self._fault(passage, text, "写法有误，占位符写作{{ 名称 }}")
            return None
        (output,) = parsed.body or (nodes.Output([]),)
        if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
            self._fault(passage, text, "写法有误，占位符写作{{ 名称 }}")
            return None
        return self._of(passage, text, output.nodes[0])

    def _of(self, passage: Located, text: str, node: nodes.Node) -> Kind | None:
        path = _path(node)
        if path:
            known = self._named(passage, text, path)
            return known.kind if known else None
        if isinstance(node, nodes.Const):
            return Kind.NUMBER if isinstance(node.value, int) else Kind.TEXT
        if isinstance(node, nodes.Filter) and node.node is not None:
            return self._filtered(passage, text, node)
        if isinstance(node, nodes.Compare):
            return self._compared(passage, text, node)
        if isinstance(node, nodes.Not | nodes.And | nodes.Or):
            for part in node.iter_child_nodes():
                self._of(passage, text, part)
            return Kind.TRUTH
        self._fault(passage, text, "只能用名称、数字、比较（> < ==）、and、or、not")
        return None

    def _compared(self, passage: Located, text: str, node: nodes.Compare) -> Kind:
        kinds = {self._of(passage, text, part) for part in (node.expr, *(each.expr for each in node.ops))}
        if None not in kinds and len(kinds) > 1:
            names = "和".join(sorted(KIND_NAMES[kind] for kind in kinds if kind))
            self._fault(passage, text, f"{names}不能比较")
        return Kind.TRUTH

    def _filtered(self, passage: Located, text: str, node: nodes.Filter) -> Kind | None:
        kind = self._of(passage, text, node.node) if node.node is not None else None
        if node.name not in SPOKEN or node.args or node.kwargs:
            near = tuple(get_close_matches(node.name, SPOKEN, NEAREST, 0)) or tuple(SPOKEN)
            self._fault(passage, text, f"没有“{node.name}”这种写法", near)
        elif kind not in {Kind.NUMBER, None}:
            self._fault(passage, text, f"“{node.name}”只用于数字")
        return kind

    def _named(self, passage: Located, text: str, path: str) -> Known | None:
        root, _, rest = path.partition(".")
        for block in reversed(self._open):
            if block.row and block.row[0] == root:
                return self._of_row(passage, text, path, block.row[1], rest)
        found = self._known.get(path)
        if found is None:
            self._fault(passage, text, f"没有“{path}”这个名称", nearest(path, self._known))
        else:
            self.used[path] = found
        return found

    def _of_row(self, passage: Located, text: str, path: str, row: Known, rest: str) -> Known | None:
        if not rest:
            if row.kind is Kind.ROWS:
                self._fault(passage, text, f"“{path}”是一行，要写明哪一列", tuple(row.columns))
                return None
            return row
        found = row.columns.get(rest)
        if found is None:
            root = path.partition(".")[0]
            near = tuple(f"{root}.{name}" for name in nearest(rest, row.columns) or row.columns)
            self._fault(passage, text, f"这一行里没有“{rest}”", near)
        return found

    def _fault(self, passage: Located, text: str, problem: str, near: tuple[str, ...] = ()) -> None:
        self.faults.append(PlaceholderFault(passage.place, text.strip(), problem, near))


def _path(node: nodes.Node) -> str:
    """Return a dotted name; empty for anything else."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        root = _path(node.node)
        return f"{root}.{node.attr}" if root else ""
    return ""


def nearest(name: str, known: Mapping[str, Known]) -> tuple[str, ...]:
    """Return the names most like one, by spelling or by what they say."""
    spelt = get_close_matches(name, known, NEAREST)
    said = [each for each, what in known.items() if name in what.says]
    return tuple(dict.fromkeys((*spelt, *said)))[:NEAREST]
