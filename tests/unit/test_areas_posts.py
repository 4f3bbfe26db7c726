"""Posts: every one has a name, a way up that ends at the county, and stands in for those below."""

import pytest

from lianfang.apps.areas import rules
from lianfang.apps.areas.terms import POST_NAMES, SUPERIORS, UNIT_KIND_NAMES, PostCode, UnitKind


def test_every_post_and_kind_of_unit_has_a_name():
    assert set(POST_NAMES) == set(PostCode)
    assert set(UNIT_KIND_NAMES) == set(UnitKind)


@pytest.mark.parametrize("post", list(PostCode))
def test_every_ladder_ends_at_the_county_office(post):
    assert rules.ladder(post)[0] is post
    assert rules.ladder(post)[-1] is PostCode.COUNTY_OFFICE
    assert len(set(rules.ladder(post))) == len(rules.ladder(post))


def test_only_the_county_office_has_nobody_above():
    assert set(PostCode) - set(SUPERIORS) == {PostCode.COUNTY_OFFICE}


@pytest.mark.parametrize("text", ["grid_worker", "网格员"])
def test_a_post_is_known_by_code_and_by_name(text):
    assert rules.post_code(text) is PostCode.GRID_WORKER


def test_an_unknown_post_is_refused_with_the_list():
    with pytest.raises(rules.UnknownPost, match="网格员"):
        rules.post_code("网管")


def test_whoever_answers_for_the_area_above_has_a_name():
    assert rules.post_name(rules.AREA_SUPERIOR) == "上一级负责人"
    assert rules.post_name("village_doctor") == "村医"
