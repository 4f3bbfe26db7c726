"""Which files show that something was done: photographs as phones make them, and documents."""

from collections.abc import Mapping
from typing import Final

from lianfang.core import photographs
from lianfang.core.photographs import LARGEST
from lianfang.kernel.errors import InputRefused

PDF: Final = b"%PDF-"
DOCUMENTS: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ZIPPED: Final = b"PK\x03\x04"


class NoEvidence(InputRefused):
    """A file of a kind that is not kept."""

    code = "directives.no_evidence"
    sentence = "文件“{name}”不能作为证明：可用照片（JPEG、PNG、WebP、HEIC）、PDF、docx、xlsx。"


class EvidenceTooLarge(InputRefused):
    """A file beyond what is kept."""

    code = "directives.evidence_too_large"
    sentence = "文件“{name}”有{size}字节，超过{largest}。请压缩后重新提交。"


def media_type(name: str, content: bytes) -> str:
    """The type of a file by its first bytes; raises NoEvidence, EvidenceTooLarge."""
    if len(content) > LARGEST:
        raise EvidenceTooLarge(name=name, size=len(content), largest=LARGEST)
    found = type_of(name, content, documents=DOCUMENTS)
    if not found:
        raise NoEvidence(name=name)
    return found


def type_of(name: str, content: bytes, *, documents: Mapping[str, str]) -> str:
    """The type of a photograph, a PDF or one of these documents by its first bytes; empty for what is none."""
    if photograph := photographs.type_of(content):
        return photograph
    if content.startswith(PDF):
        return "application/pdf"
    ending = name[name.rfind(".") :].lower()
    return documents.get(ending, "") if content.startswith(ZIPPED) else ""
