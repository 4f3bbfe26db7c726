"""Clean-up of text is idempotent and leaves nothing invisible; formulas are defused and come back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.kernel.text import clean, neutralise_formula, restore_formula, simplify, to_simplified


@given(st.text())
def test_clean_is_idempotent(text):
    once = clean(text)
    assert clean(once) == once


@given(st.text())
def test_clean_leaves_single_spaces_and_none_at_the_ends(text):
    cleaned = clean(text)
    assert cleaned == cleaned.strip(" ")
    assert "  " not in cleaned
    assert not set(cleaned) & set("\n\t\r\u3000\u200b\ufeff\x00")


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("　１３８ 1234\u200b5678　", "138 12345678"),
        ("张\ufeff三\n", "张三"),
        ("(甲)，乙；丙：丁", "(甲),乙;丙:丁"),
        ("a \t\r\n b", "a b"),
        ("x\x07y", "xy"),
        ("e\u0301", "é"),
        ("", ""),
    ],
)
def test_clean(dirty, expected):
    assert clean(dirty) == expected


@pytest.mark.parametrize(
    ("traditional", "simplified"), [("張國榮", "张国荣"), ("张三", "张三"), ("abc", "abc")]
)
def test_to_simplified(traditional, simplified):
    assert to_simplified(traditional) == simplified


@pytest.mark.parametrize(
    ("name", "simplified"),
    [
        ("張國榮", "张国荣"),
        ("沈思", "沈思"),
        ("李乾", "李乾"),
        ("於小明", "於小明"),
        ("王昇", "王昇"),
        ("陳昇", "陈昇"),
        ("張三（戶主）", "张三（户主）"),
        ("abc", "abc"),
    ],
)
def test_names_are_simplified_by_character_and_never_corrected(name, simplified):
    assert simplify(name) == simplified
    assert simplify(simplified) == simplified


@given(st.text())
def test_neutralised_text_never_starts_a_formula_and_comes_back(text):
    safe = neutralise_formula(text)
    assert safe[:1] not in tuple("=+-@＝＋－＠\t\r\n")
    if not text.startswith("'"):
        assert restore_formula(safe) == text
