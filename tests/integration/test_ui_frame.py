"""The navigation: whoever looks is led only where their door opens, and to what is theirs."""

import re

import pytest

WAY = re.compile(r'<nav class="ways".*?</nav>', re.DOTALL)
TOWN, VILLAGE = "990121100", "990121100001"


def ways(client, address: str) -> list[str]:
    (found,) = WAY.findall(client.get(address, follow=True).content.decode())
    return re.findall(r">([^<>\s]+)</a>", found)


@pytest.mark.parametrize(
    ("role", "area", "shown"),
    [
        ("administrator", "", ["账户"]),
        ("auditor", "", ["审计"]),
        (
            "village_secretary",
            VILLAGE,
            [
                "今天",
                "总览",
                "缺口",
                "转交",
                "检测",
                "照护",
                "任务",
                "文件",
                "督查",
                "报表",
                "来电来信",
                "政策",
                "岗位",
            ],
        ),
        (
            "grid_worker",
            VILLAGE,
            ["今天", "总览", "缺口", "检测", "照护", "任务", "文件", "督查", "报表", "来电来信", "政策"],
        ),
        ("site_clerk", TOWN, ["今天", "缺口", "隔离点", "报表"]),
        (
            "health_centre",
            TOWN,
            [
                "今天",
                "总览",
                "缺口",
                "卫生院",
                "检测",
                "照护",
                "任务",
                "文件",
                "督查",
                "报表",
                "来电来信",
                "政策",
            ],
        ),
        (
            "town_clerk",
            TOWN,
            [
                "今天",
                "总览",
                "缺口",
                "名单",
                "卫生院",
                "病例",
                "检测",
                "隔离点",
                "任务",
                "文件",
                "督查",
                "报表",
                "公文",
                "来电来信",
                "政策",
                "岗位",
            ],
        ),
    ],
)
def test_each_role_sees_its_ways(county, signed_in, role, area, shown):
    client = signed_in(role, area)
    assert ways(client, "/") == shown
    for address in re.findall(
        r'href="(/[^"]*)"', WAY.findall(client.get("/", follow=True).content.decode())[0]
    ):
        assert client.get(address, follow=True).status_code == 200, address


def test_the_overview_is_that_of_ones_own_area(county, signed_in):
    for role, area in (("village_secretary", VILLAGE), ("town_clerk", TOWN), ("headquarters", county.area)):
        assert signed_in(role, area).get("/rollup/").headers["Location"] == f"/rollup/{area}/"
    assert signed_in("headquarters", "").get("/rollup/").headers["Location"] == f"/rollup/{county.area}/"


def test_links_of_a_list_lead_only_where_their_reader_may_go(county, signed_in):
    for role in ("site_clerk", "health_centre", "grid_worker"):
        text = signed_in(role, TOWN).get("/gaps/").content.decode()
        assert '"/reviews/"' not in text
        assert "/posts/" not in text
    assert '"/reviews/"' in signed_in("town_clerk", TOWN).get("/gaps/").content.decode()


def test_vacant_posts_stand_behind_what_is_due_for_persons(county, signed_in):
    before, doubtful, _after = (
        signed_in().get(f"/gaps/?area={county.area}").content.decode().partition("存疑行研判</td>")
    )
    assert doubtful
    assert "岗位补缺</td>" not in before
