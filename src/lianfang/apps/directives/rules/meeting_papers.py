"""Which files are papers of a meeting: documents of an office, and photographs; how many, how large."""

from typing import Final

from lianfang.apps.directives.rules import evidence
from lianfang.kernel.errors import InputRefused

LARGEST: Final = 20 * 2**20
"""Bytes of a file."""
MOST: Final = 50
"""Files of a meeting."""
LONGEST_NAME: Final = 120
SLIDES: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOCUMENTS: Final = evidence.DOCUMENTS | {".pptx": SLIDES}


class NoPaper(InputRefused):
    """A file of a kind that is not kept."""

    code = "directives.no_meeting_paper"
    sentence = (
        "文件“{name}”不能作为会议材料：可用PDF、docx、xlsx、pptx和照片。请用相应软件另存为其中一种再添加。"
    )


class PaperTooLarge(InputRefused):
    """A file beyond what is kept."""

    code = "directives.meeting_paper_too_large"
    sentence = "文件“{name}”有{size:,}字节，超过{largest:,}。请压缩图片或拆成几个文件再添加。"


class PaperUnnamed(InputRefused):
    """A file without a usable name."""

    code = "directives.meeting_paper_unnamed"
    sentence = "文件名为空或超过{longest}字。请改名后再添加。"


class TooManyPapers(InputRefused):
    """A meeting with as many papers as it may have."""

    code = "directives.too_many_meeting_papers"
    sentence = "“{title}”已有{most}份材料，不能再添加。请先移除不用的。"


def media_type(name: str, content: bytes) -> str:
    """The type of a paper by its first bytes; raises PaperUnnamed, PaperTooLarge, NoPaper."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise PaperUnnamed(longest=LONGEST_NAME)
    check_size(name, len(content))
    found = evidence.type_of(name, content, documents=DOCUMENTS)
    if not found:
        raise NoPaper(name=name)
    return found


def check_size(name: str, size: int) -> None:
    """Refuse a file beyond what is kept, before it is read; raises PaperTooLarge."""
    if size > LARGEST:
        raise PaperTooLarge(name=name, size=size, largest=LARGEST)


def title_of(name: str) -> str:
    """The name of a paper as a list of attachments gives it: without the ending of the file."""
    return name.rpartition(".")[0] or name
