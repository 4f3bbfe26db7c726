"""What is taken out of a caller's words before they are kept where others read them.

The values that the caller gave of themselves, however spaced, and what a caller says of themselves in the
text: 我叫…, 我的电话…, 身份证号…. The words as they came are kept in the vault.
"""

import re
from typing import Final

from lianfang.apps.hotline.terms import Identity

HIDDEN: Final = "〔已封存〕"
SHORTEST: Final = 2
_GAP: Final = r"[\s\-—－·]*"
_SELF: Final = (
    re.compile(
        r"((?:我(?:的名字)?叫|本人姓名|我的名字是|举报人|投诉人|反映人|联系人|署名|姓名)(?:是|为)?[:：]?\s*)"
        r"(?:[\u4e00-\u9fff·]{2,4})"
    ),
    re.compile(
        r"((?:我的?|本人|联系|反映人|举报人)?(?:电话|手机号?|号码|微信号?|QQ号?)(?:号码)?(?:是|为)?[:：]?\s*)"
        r"[A-Za-z0-9_\-+()（） ]{5,24}"
    ),
    re.compile(
        r"((?:我家住|我住在?|本人住址|家庭住址|联系地址|住址|地址)(?:是|为)?[:：]?\s*)[^，。；\s]{3,40}"
    ),
)
_NUMBER: Final = re.compile(
    r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d(?:[\s\-]?\d{4}){2}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)(?!\d)"
)


def redacted(text: str, identity: Identity) -> str:
    """The words without who said them."""
    for value in sorted(_values(identity), key=len, reverse=True):
        text = re.sub(_GAP.join(map(re.escape, value)), HIDDEN, text, flags=re.IGNORECASE)
    for pattern in _SELF:
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return _NUMBER.sub(HIDDEN, text)


def _values(identity: Identity) -> set[str]:
    given = (identity.name, identity.phone, identity.address, identity.mail)
    bare = {re.sub(r"[\s\-—－·]", "", value) for value in given}
    return {value for value in bare if len(value) >= SHORTEST}
