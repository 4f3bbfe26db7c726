"""Official documents by GB/T 9704-2012 as docx, with figures that can be traced in the saved file."""

from lianfang.core.documents.contents import figures_in, plain_text
from lianfang.core.documents.elements import (
    Align,
    Attachment,
    Blank,
    Block,
    Drawing,
    Emphasis,
    Figure,
    Fill,
    Form,
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
from lianfang.core.documents.filling import (
    Picture,
    Value,
    check_template,
    fill,
)
from lianfang.core.documents.notice import Notice, notice_document, render_notice
from lianfang.core.documents.numbering import written_date
from lianfang.core.documents.official import render
from lianfang.core.documents.passages import passages
from lianfang.core.documents.placeholders import Known, PlaceholderFault
from lianfang.core.documents.reading import Part, Piece, read_parts
from lianfang.core.documents.rewriting import Change, replace_words, rewrite
from lianfang.core.documents.sheaf import write_sheaf
from lianfang.core.documents.spoken import in_ten_thousands, in_words
from lianfang.core.documents.terms import FIGURE_STATE_NAMES, KIND_NAMES, FigureState, Kind
from lianfang.core.documents.tracing import KeptFigure, SeenFigure, compare

__all__ = [
    "FIGURE_STATE_NAMES",
    "KIND_NAMES",
    "Align",
    "Attachment",
    "Blank",
    "Block",
    "Change",
    "Drawing",
    "Emphasis",
    "Figure",
    "FigureConflict",
    "FigureSheet",
    "FigureState",
    "Fill",
    "Form",
    "FoundFigure",
    "Heading",
    "Imprint",
    "Inline",
    "KeptFigure",
    "Kind",
    "Known",
    "Letterhead",
    "NoFigures",
    "NotADocument",
    "Notice",
    "OfficialDocument",
    "Paragraph",
    "Part",
    "Picture",
    "Piece",
    "PlaceholderFault",
    "SeenFigure",
    "Table",
    "Text",
    "Value",
    "check_template",
    "compare",
    "figures_in",
    "fill",
    "in_ten_thousands",
    "in_words",
    "notice_document",
    "passages",
    "plain_text",
    "read_figures",
    "read_parts",
    "render",
    "render_notice",
    "replace_words",
    "rewrite",
    "write_sheaf",
    "written_date",
]
