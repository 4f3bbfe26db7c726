"""Rates that never flatter, and the words for places, offices and days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.apps.reporting.rules import wording
from lianfang.apps.reporting.terms import FIGURES, SECTIONS, Place
from lianfang.kernel.area_code import Level
from lianfang.kernel.rates import NO_RATE, rate


@pytest.mark.parametrize(
    ("done", "due", "shown"),
    [
        (0, 0, NO_RATE),
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (9999, 10000, "99.9%"),
        (1, 3, "33.3%"),
        (2, 3, "66.6%"),
        (1, 2000, "0.0%"),
    ],
)
def test_a_rate_is_cut_off_not_rounded(done: int, due: int, shown: str) -> None:
    assert rate(done, due) == shown


@given(st.integers(1, 10**7), st.data())
def test_only_all_is_a_hundred(due: int, data: st.DataObject) -> None:
    done = data.draw(st.integers(0, due))
    assert (rate(done, due) == "100.0%") == (done == due)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("澜砚县", "全县"),
        ("城关镇", "全镇"),
        ("双河街道", "全街道"),
        ("东街社区", "全社区"),
        ("高新园", "辖区"),
    ],
)
def test_people_speak_of_all_of_a_place(name: str, said: str) -> None:
    assert wording.whole(name) == said


@pytest.mark.parametrize(
    ("name", "unit", "level", "office"),
    [
        ("澜砚县", "澜砚县疫情防控指挥部", Level.COUNTY, "澜砚县疫情防控指挥部办公室"),
        ("澜砚县", "澜砚县指挥部办公室", Level.COUNTY, "澜砚县指挥部办公室"),
        ("城关镇", "城关镇防控办", Level.TOWN, "城关镇防控办"),
        ("柳林乡", None, Level.TOWN, "柳林乡疫情防控指挥部办公室"),
    ],
)
def test_a_place_speaks_through_its_headquarters_office(
    name: str, unit: str | None, level: Level, office: str
) -> None:
    assert wording.office(name, unit, level) == office


@pytest.mark.parametrize(
    ("level", "name", "upper", "told"),
    [
        (Level.COUNTY, "澜砚县", "", "澜砚县委、县人民政府"),
        (Level.TOWN, "城关镇", "澜砚县疫情防控指挥部办公室", "澜砚县疫情防控指挥部办公室"),
        (Level.TOWN, "城关镇", "", "上级疫情防控指挥部办公室"),
    ],
)
def test_a_county_tells_its_leaders_a_town_the_office_above(
    level: Level, name: str, upper: str, told: str
) -> None:
    assert wording.addressee(Place("", name, level, "", upper, {})) == told


def test_a_brief_is_numbered_by_the_day_of_the_year() -> None:
    assert wording.issue_number(date(2022, 1, 1)) == "2022年第1期"
    assert wording.issue_number(date(2024, 12, 31)) == "2024年第366期"


def test_every_declared_figure_has_one_place_for_its_number_and_a_paragraph_of_a_section() -> None:
    paragraphs = [name for section in SECTIONS for name in section.paragraphs]
    assert [figure.key for figure in FIGURES if figure.words.count("{}") != 1] == []
    assert {figure.paragraph for figure in FIGURES} == set(paragraphs)
    assert len({figure.key for figure in FIGURES}) == len(FIGURES)


@pytest.mark.parametrize("paragraph", sorted({figure.paragraph for figure in FIGURES}))
def test_every_paragraph_is_a_whole_sentence(paragraph: str) -> None:
    words = "".join(figure.words for figure in FIGURES if figure.paragraph == paragraph)
    assert words.endswith("。")
    assert "。" not in words[:-1]
