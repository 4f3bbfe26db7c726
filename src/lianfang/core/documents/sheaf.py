"""Many papers as one file to be printed: each begins on a sheet of its own and counts its own pages.

The parts of a docx are written one after another as they come: no more than one paper is held in memory.
"""

import zipfile
from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Final

from docx.oxml.ns import nsmap, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from lianfang.core.documents.elements import OfficialDocument, Paragraph
from lianfang.core.documents.figures import FigureMarks
from lianfang.core.documents.official import content_of, render
from lianfang.core.documents.ooxml import w
from lianfang.core.documents.package import EPOCH

BODY: Final = "word/document.xml"
NAMESPACES: Final = " ".join(f'xmlns:{prefix}="{nsmap[prefix]}"' for prefix in ("w", "r"))
HEAD: Final = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {NAMESPACES}><w:body>'
FOOT: Final = "</w:body></w:document>"
DECLARED: Final = f" {NAMESPACES}".encode()


def write_sheaf(
    target: Path, papers: Iterable[OfficialDocument], *, author: str, title: str, at: datetime
) -> int:
    """Write papers into one docx, in their order; returns how many. Figures of such papers are not listed."""
    shell = OfficialDocument(written_at=at, author=author, title=title, body=[Paragraph("")])
    frame = target.with_suffix(".frame")
    frame.write_bytes(render(shell))
    try:
        with zipfile.ZipFile(frame) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for name in source.namelist():
                if name != BODY:
                    made.writestr(_entry(name), source.read(name))
            section = etree.fromstring(source.read(BODY)).find(f".//{qn('w:sectPr')}")
            return _write(made, papers, section)
    finally:
        frame.unlink()


def _write(made: zipfile.ZipFile, papers: Iterable[OfficialDocument], section: BaseOxmlElement) -> int:
    """Write the body: papers, each but the last with a section that ends it."""
    begun = _begun(section)
    ends = _bare(w("p", w("pPr", begun)))
    count = 0
    with made.open(_entry(BODY), "w", force_zip64=True) as stream:
        stream.write(HEAD.encode())
        for paper in papers:
            if count:
                stream.write(ends)
            count += 1
            for element in content_of(paper, FigureMarks()):
                stream.write(_bare(element))
        stream.write(_bare(_begun(section)))
        stream.write(FOOT.encode())
    return count


def _begun(section: BaseOxmlElement) -> BaseOxmlElement:
    """Return a section that begins on the front of a sheet, with page one."""
    made = deepcopy(section)
    place = made.find(qn("w:pgSz"))
    place.addprevious(w("type", val="oddPage"))
    made.find(qn("w:pgMar")).addnext(w("pgNumType", start=1))
    return made


def _bare(element: BaseOxmlElement) -> bytes:
    """Return an element's XML without the namespaces that the document has declared."""
    return bytes(etree.tostring(element, encoding="UTF-8")).replace(DECLARED, b"")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
