"""Official documents by GB/T 9704-2012 as docx, with figures that can be traced in the saved file."""

from lianfang.core.documents.contents import figures_in, plain_text
from lianfang.core.documents.elements import (
    Align,
    Attachment,
    Blank,
    Block,
    Emphasis,
    Figure,
    Fill,
    Heading,
    Imprint,
    Inline,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Table,
    Text,
)
from lianfang.core.documents.figures import (
    FigureConflict,
    FigureSheet,
    FoundFigure,
    NoFigures,
    NotADocument,
    read_figures,
)
from lianfang.core.documents.notice import Notice, render_notice
from lianfang.core.documents.numbering import written_date
from lianfang.core.documents.official import render
from lianfang.core.documents.reading import Part, Piece, read_parts

__all__ = [
    "Align",
    "Attachment",
    "Blank",
    "Block",
    "Emphasis",
    "Figure",
    "FigureConflict",
    "FigureSheet",
    "Fill",
    "FoundFigure",
    "Heading",
    "Imprint",
    "Inline",
    "Letterhead",
    "NoFigures",
    "NotADocument",
    "Notice",
    "OfficialDocument",
    "Paragraph",
    "Part",
    "Piece",
    "Table",
    "Text",
    "figures_in",
    "plain_text",
    "read_figures",
    "read_parts",
    "render",
    "render_notice",
    "written_date",
]
