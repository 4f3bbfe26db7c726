"""Files that wait for their sender: sealed on disk, given to nobody else, gone after a day."""

import os
import time

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.core import uploads
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import WrongCall

SENDER, OTHER = Actor("村医", user=1), Actor("村医", user=2)


def hold(text: bytes = b"reading") -> str:
    return uploads.hold(SimpleUploadedFile("体温.csv", text), by=SENDER)


def files() -> list[bytes]:
    return [path.read_bytes() for path in settings.HOME.held.iterdir()]


def test_a_held_file_comes_back_under_its_name_and_lies_sealed():
    word = hold()
    with uploads.held(word, by=SENDER) as path:
        assert (path.name, path.read_bytes()) == ("体温.csv", b"reading")
    assert not path.exists()
    assert not [text for text in files() if b"reading" in text]


def test_nobody_else_has_it():
    with pytest.raises(WrongCall), uploads.held(hold(), by=OTHER):
        raise AssertionError


def test_after_a_day_nothing_is_left_of_it():
    word, yesterday = hold(), time.time() - uploads.HELD - 1
    for path in settings.HOME.held.iterdir():
        os.utime(path, (yesterday, yesterday))
    hold(b"another")
    assert len(files()) == 1
    with pytest.raises(WrongCall), uploads.held(word, by=SENDER):
        raise AssertionError
