"""What cells say, as pages show it: numbers of persons and telephones masked."""

import re
from typing import Any, Final

from lianfang.core.sealing import mask_id

LONG_NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{7,}[0-9Xx]?")
BETWEEN: Final = "、"


def shown(value: Any) -> str:
    """A value of a row in words: lists joined, nothing as nothing, long numbers masked."""
    if value is None:
        return ""
    text = BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)
    return LONG_NUMBER.sub(lambda number: mask_id(number[0]), text)
