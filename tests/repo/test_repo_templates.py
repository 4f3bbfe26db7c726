"""A page template fits on one screen, and holds neither style nor script of its own."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "lianfang"
TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.html"))
SCREEN = 60


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_a_template_fits_on_one_screen(path):
    assert path.read_text().count("\n") <= SCREEN


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_a_template_has_no_style_no_script_and_no_handler_of_its_own(path):
    text = path.read_text()
    assert not re.search(r"<script|<style|\son\w+=|javascript:", text)
    assert "|safe" not in text


def test_there_are_templates_to_check():
    assert TEMPLATES
