"""Which files show that something was done: photographs as phones make them, and documents."""

from typing import Final

from lianfang.kernel.errors import InputRefused

LARGEST: Final = 12 * 1024 * 1024
BEGINNINGS: Final = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
    (b"%PDF-", 0, "application/pdf"),
)
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
    for beginning, place, kind in BEGINNINGS:
        if content[place : place + len(beginning)] == beginning:
            return kind
    ending = name[name.rfind(".") :].lower()
    if content.startswith(ZIPPED) and ending in DOCUMENTS:
        return DOCUMENTS[ending]
    raise NoEvidence(name=name)
