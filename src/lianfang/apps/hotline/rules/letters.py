"""Read a letter that came by e-mail: its words and its writer; a file is never kept as it is."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from html import unescape
from typing import Any, Final

from lianfang.apps.hotline.terms import Identity, Mail
from lianfang.kernel.errors import InputRefused

LONGEST: Final = 5_000_000
_MARKUP: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_BREAK: Final = re.compile(r"<(?:br|/p|/div|/tr|/li)\b[^>]*>", re.IGNORECASE)


class NotALetter(InputRefused):
    """A file that is no e-mail, or one that says nothing."""

    code = "hotline.not_a_letter"
    sentence = "文件“{file}”不是可以读取的邮件（.eml），或没有正文。"


def read_letter(content: bytes, *, file: str) -> Mail:
    """What a letter says, and who wrote it. Raises NotALetter."""
    if len(content) > LONGEST:
        raise NotALetter(file=file)
    message = message_from_bytes(content, policy=policy.default)
    body = _body(message).strip()
    if not body or not message.get("From"):
        raise NotALetter(file=file)
    name, address = parseaddr(str(message["From"]))
    subject = str(message.get("Subject", "")).strip()
    attached = sum(1 for _ in message.iter_attachments())
    note = f"（附件{attached}个，未导入）" if attached else ""
    words = "\n".join(part for part in (subject, body, note) if part)
    return Mail(words, Identity(name=name, mail=address), str(message.get("Message-ID", "")).strip())


def _body(message: "EmailMessage[Any, Any]") -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, ValueError, KeyError):
        return ""
    if part.get_content_subtype() != "html":
        return text
    return unescape(_MARKUP.sub("", _BREAK.sub("\n", text)))
