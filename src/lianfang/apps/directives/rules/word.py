"""The text of a Word document, in its order, with the numbers that Word counts itself."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from lianfang.apps.directives.rules.pages import lines_of_table

LARGEST_UNPACKED: Final = 200 * 2**20
_CIRCLES: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE: Final = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "chineseLegalSimplified",
        "ideographTraditional",
    }
)


class NotADocument(ValueError):
    """Bytes that are no Word document, or one that unpacks to too much."""


def text_of(content: bytes) -> str:
    """Paragraphs and tables as lines; raises NotADocument."""
    if (unpacked := _unpacked(content)) > LARGEST_UNPACKED:
        raise NotADocument(f"{unpacked:,} 字节")
    try:
        return "\n".join(_lines(Document(BytesIO(content))))
    except Exception as problem:  # python-docx leaves by whatever its parts raise
        raise NotADocument(type(problem).__name__) from problem


def _unpacked(content: bytes) -> int:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile as problem:
        raise NotADocument("不是压缩包") from problem


def _lines(document: Any) -> Iterator[str]:
    numbers = _Numbers(document)
    for block in document.element.body.iterchildren():
        if block.tag == qn("w:p"):
            paragraph = Paragraph(block, document)
            yield from (numbers.before(paragraph) + paragraph.text).split("\n")
        elif block.tag == qn("w:tbl"):
            yield from lines_of_table(
                [[cell.text for cell in row.cells] for row in Table(block, document).rows]
            )


class _Numbers:
    """Counts numbered paragraphs as Word does when it shows them."""

    def __init__(self, document: Any) -> None:
        self.formats = _formats(document)
        self.counts: dict[str, Counter[int]] = {}

    def before(self, paragraph: Paragraph) -> str:
        """The number in front of a paragraph, empty where it has none."""
        marked = _numbering(paragraph)
        if marked is None or marked not in self.formats or not paragraph.text.strip():
            return ""
        number, level = marked
        count = self.counts.setdefault(number, Counter())
        kind, shown, start = self.formats[marked]
        count[level] = count[level] + 1 if count[level] else start
        for deeper in [other for other in count if other > level]:
            del count[deeper]
        return self._shown(number, level, kind, shown)

    def _shown(self, number: str, level: int, kind: str, shown: str) -> str:
        if kind in {"bullet", "none"}:
            return "• " if kind == "bullet" else ""
        for above in range(level + 1):
            own = self.formats.get((number, above), (kind, "", 1))
            value = self.counts[number][above] or own[2]
            shown = shown.replace(f"%{above + 1}", _written(value, own[0]))
        return shown


def _numbering(paragraph: Paragraph) -> tuple[str, int] | None:
    places = [paragraph._p.pPr]
    style = paragraph.style
    while style is not None:
        places.append(style.element.find(qn("w:pPr")))
        style = style.base_style
    for place in places:
        marked = place.find(qn("w:numPr")) if place is not None else None
        number = marked.find(qn("w:numId")) if marked is not None else None
        if marked is not None and number is not None:
            level = marked.find(qn("w:ilvl"))
            return number.get(qn("w:val")), int(level.get(qn("w:val"))) if level is not None else 0
    return None


def _formats(document: Any) -> dict[tuple[str, int], tuple[str, str, int]]:
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return {}
    abstract = {
        found.get(qn("w:abstractNumId")): {
            int(level.get(qn("w:ilvl"))): _format(level) for level in found.findall(qn("w:lvl"))
        }
        for found in root.findall(qn("w:abstractNum"))
    }
    formats = {}
    for number in root.findall(qn("w:num")):
        meant = number.find(qn("w:abstractNumId"))
        for level, shape in abstract.get(meant.get(qn("w:val")), {}).items():
            formats[number.get(qn("w:numId")), level] = shape
    return formats


def _format(level: Any) -> tuple[str, str, int]:
    def value(tag: str, otherwise: str) -> str:
        found = level.find(qn(tag))
        return str(found.get(qn("w:val")) or otherwise) if found is not None else otherwise

    return value("w:numFmt", "decimal"), value("w:lvlText", ""), int(value("w:start", "1"))


def _written(value: int, kind: str) -> str:
    if kind in _CHINESE:
        return _in_chinese(value)
    if kind.startswith("decimalEnclosedCircle") and 1 <= value <= len(_CIRCLES):
        return _CIRCLES[value - 1]
    return chr(ord("a") + value - 1) if kind == "lowerLetter" else str(value)


def _in_chinese(value: int) -> str:
    signs = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{signs[tens]}十") + (
        signs[ones] if ones or not tens else ""
    )
