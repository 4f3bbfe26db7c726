"""What cells say, as pages show it: numbers of persons and telephones masked."""

from typing import Any, Final

from lianfang.core.sealing import mask_numbers

BETWEEN: Final = "、"


def shown(value: Any) -> str:
    """A value of a row in words: lists joined, nothing as nothing, long numbers masked."""
    if value is None:
        return ""
    text = BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)
    return mask_numbers(text)
