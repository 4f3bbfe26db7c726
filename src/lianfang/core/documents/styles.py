"""The faces and paragraph styles of an official document, as one table each.

Offices that hold to GB/T 9704 have 方正小标宋 and the _GB2312 faces; where they are missing, the alternative
names of the font table let Word and WPS take the faces that come with the system.
"""

from dataclasses import dataclass

from docx.oxml.xmlchemy import BaseOxmlElement

from lianfang.core.documents import geometry as g
from lianfang.core.documents.elements import Align
from lianfang.core.documents.ooxml import w

BODY_FACE, TITLE_FACE, HEADING_FACE, SUBHEADING_FACE, FOLIO_FACE = (
    "仿宋_GB2312",
    "方正小标宋简体",
    "黑体",
    "楷体_GB2312",
    "宋体",
)
ALTERNATIVES = {
    BODY_FACE: "仿宋,FangSong",
    TITLE_FACE: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,宋体,SimSun",
    HEADING_FACE: "SimHei",
    SUBHEADING_FACE: "楷体,KaiTi",
    FOLIO_FACE: "SimSun",
}
RED = "FF0000"
TITLE_LINE_PT = 36.0
LETTERHEAD_PT = 46.0
TABLE_LINE_PT = 20.0
GRID_BREAKERS = (
    "widowControl",
    "overflowPunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "adjustRightInd",
    "snapToGrid",
)
"""What offices switch on by default and would break 22 lines of 28 characters: all are switched off."""


@dataclass(frozen=True)
class Style:
    """A paragraph style: face, size and grid behaviour; indents in grid characters, lines in points."""

    code: str
    name: str
    face: str = BODY_FACE
    size: float = g.SIZE_3_PT
    align: Align = "both"
    first_line: float = 0
    line: float = g.LINE_PITCH / 20
    colour: str = ""
    outline: int = 0
    keep_next: bool = False


STYLES = (
    Style("Normal", "Normal"),
    Style("Body", "公文正文", first_line=2),
    Style("Heading1", "heading 1", HEADING_FACE, first_line=2, outline=1, keep_next=True),
    Style("Heading2", "heading 2", SUBHEADING_FACE, first_line=2, outline=2, keep_next=True),
    Style("Heading3", "heading 3", first_line=2, outline=3),
    Style("Heading4", "heading 4", first_line=2, outline=4),
    Style("Mark", "公文版头标记", HEADING_FACE, align="left"),
    Style("CopyNumber", "公文份号", align="left"),
    Style(
        "Letterhead",
        "发文机关标志",
        TITLE_FACE,
        LETTERHEAD_PT,
        "center",
        colour=RED,
    ),
    Style("DocumentNumber", "发文字号", align="center"),
    Style("Title", "Title", TITLE_FACE, g.SIZE_2_PT, "center", line=TITLE_LINE_PT, keep_next=True),
    Style("Subtitle", "Subtitle", SUBHEADING_FACE, align="center"),
    Style("Addressee", "主送机关", align="left"),
    Style("Closing", "署名和成文日期", align="right"),
    Style("TableTitle", "表题", HEADING_FACE, g.SIZE_4_PT, "center", keep_next=True),
    Style("Spacer", "表前表后", size=4.0, line=6.0),
    Style("TableHead", "表头", HEADING_FACE, 12.0, "center", line=TABLE_LINE_PT),
    Style("TableCell", "表内文字", BODY_FACE, 12.0, "left", line=TABLE_LINE_PT),
    Style("FormCell", "表单文字", size=g.SIZE_4_PT, align="left", line=24.0),
    Style("Imprint", "版记", size=g.SIZE_4_PT, align="left", line=24.0),
    Style("Footer", "footer", FOLIO_FACE, g.SIZE_4_PT, "right", line=g.FOLIO_LINE_PT),
)


def fonts(face: str) -> BaseOxmlElement:
    """Return the face for every script, so that digits stand in the same face as the characters."""
    return w("rFonts", ascii=face, hAnsi=face, eastAsia=face, cs=face)


def run_properties(style: Style) -> BaseOxmlElement:
    """Return face, size and colour of a style; nothing is bold, the faces do the work."""
    size = int(style.size * 2)
    properties = w("rPr", fonts(style.face))
    if style.colour:
        properties.append(w("color", val=style.colour))
    properties.append(w("spacing", val=g.CONDENSED if style.size == g.SIZE_3_PT else 0))
    properties.extend((w("sz", val=size), w("szCs", val=size)))
    return properties


def paragraph_properties(style: Style) -> BaseOxmlElement:
    """Return spacing, indent and outline of a style, in the order that the schema asks for."""
    properties = w("pPr")
    if style.keep_next:
        properties.append(w("keepNext"))
    if style.code == "Normal":
        properties.extend(w(name, val=0) for name in GRID_BREAKERS)
    properties.append(w("spacing", before=0, after=0, line=g.points(style.line), lineRule="exact"))
    if style.first_line:
        chars = int(style.first_line * 100)
        properties.append(w("ind", firstLineChars=chars, firstLine=g.characters(style.first_line)))
    properties.append(w("jc", val=style.align))
    if style.outline:
        properties.append(w("outlineLvl", val=style.outline - 1))
    return properties


def style_element(style: Style) -> BaseOxmlElement:
    """Return one `w:style`."""
    default = {"default": 1} if style.code == "Normal" else {}
    element = w("style", w("name", val=style.name), type="paragraph", styleId=style.code, **default)
    if not default:
        element.append(w("basedOn", val="Normal"))
    element.extend((w("qFormat"), paragraph_properties(style), run_properties(style)))
    return element


def defaults() -> BaseOxmlElement:
    """Return the document defaults: the body's face, size and languages."""
    language = w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    runs = run_properties(STYLES[0])
    runs.insert(1, w("snapToGrid", val=0))
    runs.append(language)
    return w("docDefaults", w("rPrDefault", runs), w("pPrDefault"))


def table_style() -> BaseOxmlElement:
    """Return the default table style, which every reader expects to find."""
    margins = w(
        "tblCellMar",
        *(
            w(side, w=amount, type="dxa")
            for side, amount in (("top", 0), ("left", 60), ("bottom", 0), ("right", 60))
        ),
    )
    properties = w("tblPr", w("tblInd", w=0, type="dxa"), margins)
    name = w("name", val="Normal Table")
    return w(
        "style", name, w("uiPriority", val=99), properties, type="table", styleId="TableNormal", default=1
    )


def styles_part() -> BaseOxmlElement:
    """Return the whole styles part."""
    return w("styles", defaults(), *map(style_element, STYLES), table_style())


def font_table() -> BaseOxmlElement:
    """Return the font table with the names to fall back on."""

    def font(face: str) -> BaseOxmlElement:
        return w(
            "font",
            w("altName", val=ALTERNATIVES[face]),
            w("charset", val="86"),
            w("family", val="modern" if face in {BODY_FACE, SUBHEADING_FACE, HEADING_FACE} else "roman"),
            w("pitch", val="auto"),
            name=face,
        )

    return w("fonts", *map(font, ALTERNATIVES))
