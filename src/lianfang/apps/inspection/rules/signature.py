"""A signature drawn on a phone: a small picture (PNG), as the page's own script makes it."""

import struct
from typing import Final

from lianfang.kernel.errors import InputRefused

LARGEST: Final = 200 * 1024
"""Bytes."""
WIDEST: Final = 2000
"""Points of either side."""
BEGINNING: Final = b"\x89PNG\r\n\x1a\n"
HEAD: Final = struct.Struct(">8s4x4sII")
"""How a PNG begins: its mark, the length and name of its first block, width and height."""


class NoSignature(InputRefused):
    """A file that is no small PNG."""

    code = "inspection.no_signature"
    sentence = (
        "“{name}”不是手写签名：要小于{largest:,}字节、边长不超过{widest}点的PNG图片。请在页面上重新签。"
    )


class SignedAlready(InputRefused):
    """A visit that has its signature."""

    code = "inspection.signed_already"
    sentence = "这次检查已有手写签名，不能更换。"


def size_of(name: str, content: bytes) -> tuple[int, int]:
    """Width and height of a signature in points; raises NoSignature."""
    refusal = NoSignature(name=name, largest=LARGEST, widest=WIDEST)
    if not HEAD.size <= len(content) <= LARGEST:
        raise refusal
    beginning, first, width, height = HEAD.unpack_from(content)
    if beginning != BEGINNING or first != b"IHDR" or not (0 < width <= WIDEST and 0 < height <= WIDEST):
        raise refusal
    return width, height
