"""The pages of policy: tables with the ground of each number, two side by side, one case, all concerned."""

import re

import pytest
from tests.factories.access import signed_in

from lianfang.apps.control import queries as control
from lianfang.apps.policy import queries as policy
from lianfang.core import sql


@pytest.fixture
def client():
    return signed_in("headquarters")


def text_of(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_every_table_is_listed_and_shown_with_the_source_of_its_rows(county, client):
    assert all(pack["title"] in text_of(client, "/policy/") for pack in policy.list_packs())
    number = policy.find_pack("covid19-v9")
    pack, page = policy.read_pack(number), text_of(client, f"/policy/{number}/")
    for rule in pack.rules:
        assert rule.label in page
        assert rule.source.replace("'", "&#x27;") in page
    assert pack.legal_basis[0]["text"] in page


def test_the_comparison_marks_as_many_stricter_cells_as_the_check_finds(county, client):
    upper, lower = policy.find_pack("covid19-20measures"), policy.find_pack("covid19-v9")
    found = policy.diff(upper_id=upper, lower_id=lower)
    page = text_of(client, f"/policy/{lower}/compare/?upper={upper}")
    assert page.count('class="differs bad-row"') == len(found.stricter) > 0
    only = text_of(client, f"/policy/{lower}/compare/?upper={upper}&direction=stricter")
    assert only.count('class="differs') == len(found.stricter)


def test_one_case_is_tried_with_its_days_and_nothing_is_written(county, client):
    number = policy.find_pack("covid19-v9")
    before = sql.query("select count(*) as n from control_measure")
    asked = "exposure=close_contact&last_exposure=2022-07-08&on=2022-07-10"
    page = text_of(client, f"/policy/{number}/try/?{asked}")
    assert "2022-07-08" in page
    assert "确定程度" in page
    assert sql.query("select count(*) as n from control_measure") == before


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ("last_exposure=2022-02-30", "日历上没有这一天"),
        ("age=x", "不是年龄"),
        ("on=gestern", "不是日期"),
        ("level=sky", "不是风险等级"),
    ],
)
def test_a_wrong_cell_is_named_beside_its_field(county, client, cells, says):
    number = policy.find_pack("covid19-v9")
    page = text_of(client, f"/policy/{number}/try/?exposure=close_contact&{cells}", status=422)
    assert re.search(rf'class="error"[^>]*>[^<]*{says}', page)


def test_what_a_table_would_change_counts_everybody_under_measure_once(county, client):
    number = policy.find_pack("covid19-v9")
    found = control.effect_of_table(pack_id=number, area=county.area, at=county.at)
    held = sql.query(
        "select count(distinct exposure_id) as n from control_measure where duties_from <= %(on)s "
        "and ends_on > %(on)s and ended_at is null and disease = 'covid19'",
        on=county.at.date(),
    )
    assert sum(row.persons for row in found) == held[0]["n"] > 0
    assert f"{held[0]['n']:,}" in text_of(client, f"/policy/{number}/effect/")


def test_the_table_in_force_changes_nobody_who_has_one_exposure(county):
    number = policy.pack_in_force(disease="covid19", area=county.area, on=county.at.date())
    found = control.effect_of_table(pack_id=number, area=county.area, at=county.at)
    assert sum(row.same for row in found) > 0.9 * sum(row.persons for row in found)


def test_a_table_that_is_not_there_is_a_page_that_says_so(county, client):
    assert "没有找到政策包" in text_of(client, "/policy/999999/", status=404)


def test_who_may_not_look_at_policy_is_refused(county):
    assert signed_in("auditor").get("/policy/").status_code in {302, 403}
