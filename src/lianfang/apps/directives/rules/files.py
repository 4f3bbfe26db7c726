"""The text of a file: plain, Markdown, web page, Word document; what can't be read is refused."""

from pathlib import PurePath
from typing import Final

from lianfang.apps.directives.rules import pages, word
from lianfang.kernel.errors import InputRefused

LARGEST: Final = 20 * 2**20
"""Bytes of a file."""
LONGEST: Final = 2_000_000
"""Characters of its text."""
PLAIN: Final = frozenset({"", ".txt", ".text", ".md", ".markdown"})
WEB: Final = frozenset({".html", ".htm", ".xhtml"})
WORD: Final = frozenset({".docx"})
MARKDOWN: Final = frozenset({".md", ".markdown"})
_KINDS: Final = "txt、md、html、docx"
_FIRST_PRINTABLE: Final = 32
_UNREADABLE_SHARE: Final = 0.02


class DirectiveRefused(InputRefused):
    """A file that is no paper which can be read: where, what stands there, why, what to do."""

    code = "directives.refused"
    sentence = "没有读取。{place}：“{value}”，{reason}。{remedy}。"


def text_of(name: str, content: bytes) -> str:
    """The text of a file, with one kind of line end; raises DirectiveRefused."""
    kind = PurePath(name).suffix.lower()
    if kind not in PLAIN | WEB | WORD:
        raise refused(name, "文件类型", kind, "不认识这种文件", f"请另存为{_KINDS}之一，或粘贴文字")
    if len(content) > LARGEST:
        raise refused(
            name, "文件大小", f"{len(content):,} 字节", "文件太大", f"请拆成不超过{LARGEST:,}字节的文件"
        )
    text = (
        (_word(name, content) if kind in WORD else _decoded(name, content))
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    if kind in WEB or (kind == "" and pages.is_page(text)):
        text = pages.text_of(text)
    elif kind in MARKDOWN:
        text = pages.tables_of_markdown(text)
    if not text.strip():
        raise refused(name, "文件内容", "", "里面没有文字", "请核对文件；图片和扫描件请先转成文字")
    if len(text) > LONGEST:
        raise refused(name, "文件内容", f"{len(text):,} 字", "文字太长", f"请拆成不超过{LONGEST:,}字的文件")
    return text


def refused(name: str, place: str, value: str, reason: str, remedy: str) -> DirectiveRefused:
    """The refusal of a file, with its name in front of the place."""
    where = f"{name} {place}".strip()
    return DirectiveRefused(place=where, value=value, reason=reason, remedy=remedy)


def _word(name: str, content: bytes) -> str:
    try:
        return word.text_of(content)
    except word.NotADocument as problem:
        raise refused(
            name, "文件内容", problem.args[0], "不是完好的docx文件", "请用文字处理软件打开后另存为docx"
        ) from problem


def _decoded(name: str, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(name, content, "utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _is_binary(text):
            return text
    mended = content.decode("utf-8", errors="replace")
    if not _is_binary(mended) and mended.count("\ufffd") <= _UNREADABLE_SHARE * len(mended):
        return mended
    raise refused(
        name, "文件编码", content[:8].hex(" "), "不是utf-8或gb18030的文字", "请另存为utf-8的文本文件"
    )


def _strict(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        value = content[problem.start : problem.start + 8].hex(" ")
        raise refused(
            name, "文件编码", value, f"不是完好的{encoding}文字", "请另存为utf-8的文本文件"
        ) from problem


def _is_binary(text: str) -> bool:
    odd = sum(ord(sign) < _FIRST_PRINTABLE and sign not in "\t\n\r\f\v" for sign in text[:4096])
    return odd > _UNREADABLE_SHARE * min(len(text), 4096)
