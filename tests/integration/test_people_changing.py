"""Changing persons on pages: state and place, two records made one and apart again, a list taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import people

from lianfang.apps.people import queries
from lianfang.apps.people.models import Merge, Person
from lianfang.core import sql
from lianfang.core.audit.models import AuditEvent

GROUND = {"ground": "电话核实"}


@pytest.fixture
def client(county, signed_in):
    return signed_in("headquarters")


@pytest.fixture
def two(client) -> list[str]:
    """Two records of one telephone and different names."""
    area = sql.query("select area from people_person where length(area) >= 12 order by id limit 1")[0]["area"]
    return [people.person(name, phones=["13800000077"], area=area) for name in ("测甲乙", "测甲己")]


def said(answer) -> str:
    return answer.content.decode()


def test_two_records_are_compared_whole_shown_masked_and_made_one(client, two):
    found = said(client.get(f"/people/{two[0]}/merge/?q=测甲己"))
    assert f"?other={two[1]}" in found
    page = said(client.get(f"/people/{two[0]}/merge/?other={two[1]}"))
    assert "138****0077" in page
    assert "13800000077" not in page
    assert "相符：电话、住地" in page
    assert "不符：姓名" in page
    typed = {"other": two[1], "keep": two[1]}
    refused = client.post(f"/people/{two[0]}/merge/", typed)
    assert refused.status_code == 422
    assert not Merge.objects.filter(merged__uid=two[0]).exists()
    done = client.post(f"/people/{two[0]}/merge/", typed | GROUND)
    assert done.headers["Location"] == f"/people/{two[1]}/"
    assert str(queries.person(two[0]).person) == two[1]


def test_a_merge_is_undone_from_the_history_with_its_reason(client, two):
    client.post(f"/people/{two[0]}/merge/", {"other": two[1], "keep": two[0]} | GROUND)
    made = Merge.objects.get(merged__uid=two[1])
    address = f"/people/{two[0]}/unmerge/{made.uid}/"
    assert address in said(client.get(f"/people/{two[0]}/"))
    assert client.post(address, {"ground": " "}).status_code == 422
    assert client.post(address, {"ground": "认错了人"}).headers["Location"] == f"/people/{two[1]}/"
    assert str(queries.person(two[1]).person) == two[1]
    assert client.post(address, {"ground": "再来一次"}).status_code == 404
    assert address not in said(client.get(f"/people/{two[0]}/"))


def test_the_same_record_is_not_merged_into_itself(client, two):
    page = said(client.get(f"/people/{two[0]}/merge/?other={two[0]}"))
    assert "这就是同一条记录" in page
    answer = client.post(f"/people/{two[0]}/merge/", {"other": two[0]} | GROUND)
    assert answer.status_code == 422
    assert "已是同一人" in said(answer)


def test_another_areas_record_is_out_of_reach(county, signed_in, two):
    here = Person.objects.get(uid=two[0]).area
    other = sql.query(
        "select left(area, 9) as town from people_person"
        " where left(area, 9) <> %(town)s and length(area) > 9 limit 1",
        town=here[:9],
    )[0]["town"]
    stranger = signed_in("town_clerk", other)
    for address in (f"/people/{two[0]}/merge/", f"/people/{two[0]}/correct/"):
        assert stranger.get(address).status_code == 404


def test_state_and_place_change_with_their_ground(client, two):
    address = f"/people/{two[0]}/correct/"
    assert client.post(address, {"act": "state", "state": "deceased"}).status_code == 422
    assert client.post(address, {"act": "state", "state": "deceased"} | GROUND).status_code == 302
    assert Person.objects.get(uid=two[0]).state == "deceased"
    wrong = client.post(address, {"act": "move", "area": "无此地", "address": "新居1号"} | GROUND)
    assert wrong.status_code == 422
    assert 'value="新居1号"' in said(wrong)
    village = sql.query(
        "select code from areas_area where code like '990121%%' and level = 5 and until_edition_id is null"
        " order by code desc limit 1"
    )[0]["code"]
    assert (
        client.post(address, {"act": "move", "area": village, "address": "新居1号"} | GROUND).status_code
        == 302
    )
    moved = Person.objects.get(uid=two[0])
    assert (moved.area, moved.address) == (village, "新居1号")
    actions = AuditEvent.objects.filter(subject=f"person:{two[0]}").values_list("action", flat=True)
    assert {"people.state_set", "people.moved"} <= set(actions)


def test_an_exported_list_comes_back_unchanged_and_another_file_is_refused(client):
    town = sql.query("select code from areas_area where code like '990121%%' and level = 4 limit 1")[0][
        "code"
    ]
    asked = {"what": "persons-clear", "area": town, "format": "csv", "reason": "核对"}
    left = b"".join(client.post("/exports/", asked).streaming_content)
    before = Person.objects.count()
    page = said(client.post("/people/return/", {"file": SimpleUploadedFile("a.csv", left)}))
    assert "新登记" in page
    assert Person.objects.count() == before
    wrong = client.post("/people/return/", {"file": SimpleUploadedFile("b.csv", "列\n值\n".encode())})
    assert wrong.status_code == 422
    assert "缺少列" in said(wrong)
    assert "请选择文件" in said(client.post("/people/return/"))
