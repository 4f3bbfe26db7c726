"""Photographs are known by their first bytes, whatever they are called."""

import pytest

from lianfang.core import photographs


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n0", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1", "image/heic"),
    ],
)
def test_what_phones_make_is_known(content, expected):
    assert photographs.media_type("a.bin", content) == expected


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7", b"x\xff\xd8\xff", b"WEBP"])
def test_what_is_no_photograph_is_refused(content):
    with pytest.raises(photographs.NoPhotograph, match=r"a\.jpg"):
        photographs.media_type("a.jpg", content)


def test_a_photograph_has_a_largest_size():
    largest = b"\xff\xd8\xff".ljust(photographs.LARGEST, b"x")
    assert photographs.media_type("a.jpg", largest) == "image/jpeg"
    with pytest.raises(photographs.PhotographTooLarge, match=str(photographs.LARGEST)):
        photographs.media_type("a.jpg", largest + b"x")
