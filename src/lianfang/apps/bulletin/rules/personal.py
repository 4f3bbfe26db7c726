"""What of a text is personal by its shape: identity numbers, private telephones, mail addresses."""

import re
from typing import Final

IDENTITY: Final = re.compile(r"(?<!\d)\d{15}(?:\d{2}[\dXx])?(?!\d)")
TELEPHONE: Final = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)")
MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LEADS: Final = (
    "患者",
    "病例",
    "感染者",
    "密接",
    "密接者",
    "密切接触者",
    "居民",
    "村民",
    "姓名：",
    "姓名:",
    "姓名",
)
"""Words before which a name of two characters is a person's; three are known without."""


def personal_in(text: str, *, services: bool) -> tuple[str, str] | None:
    """What is personal in a text and what kind of thing it is; numbers of services may be telephones."""
    for what, pattern in (("证件号码", IDENTITY), ("手机号码", TELEPHONE), ("电子邮箱", MAIL)):
        found = pattern.search(text)
        if found and not (services and pattern is not IDENTITY):
            return what, found[0]
    return None
