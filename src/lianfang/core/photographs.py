"""Photographs: known by their first bytes, no larger than a phone makes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lianfang.kernel.errors import InputRefused

LARGEST: Final = 12 * 1024 * 1024
_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
)


class NoPhotograph(InputRefused):
    """A file that is no photograph of a kind that phones make."""

    code = "photographs.no_photograph"
    sentence = "文件“{name}”不是照片（JPEG、PNG、WebP、HEIC）。请重新拍摄或选择照片。"


class PhotographTooLarge(InputRefused):
    """A photograph beyond what a phone makes."""

    code = "photographs.too_large"
    sentence = "照片“{name}”有{size}字节，超过{largest}。请降低分辨率后重新拍摄。"


@dataclass(frozen=True, slots=True)
class Shown:
    """A photograph to be shown."""

    media_type: str
    blocks: Iterable[bytes]


def media_type(name: str, content: bytes) -> str:
    """The type of a photograph; raises NoPhotograph, PhotographTooLarge."""
    if len(content) > LARGEST:
        raise PhotographTooLarge(name=name, size=len(content), largest=LARGEST)
    found = type_of(content)
    if not found:
        raise NoPhotograph(name=name)
    return found


def type_of(content: bytes) -> str:
    """The type of a photograph by its first bytes; empty for what is none."""
    for beginning, place, found in _BEGINNINGS:
        if content[place : place + len(beginning)] == beginning:
            return found
    return ""
