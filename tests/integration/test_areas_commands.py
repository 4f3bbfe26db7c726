"""The command line of areas: exact words, JSON alone on standard output, exit codes."""

import json

import pytest
from tests.factories import places
from tests.factories.places import COUNTY, GRID, ROWS, TOWN, VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(run_command, capsys):
    def run(*arguments, code=0):
        capsys.readouterr()
        assert run_command(*arguments) == code
        return capsys.readouterr()

    return run


def table(tmp_path, rows=ROWS, name="county.csv"):
    path = tmp_path / name
    path.write_text("code,name\n" + "".join(f"{code},{place}\n" for code, place in rows))
    return str(path)


def test_load_prints_its_account(call, tmp_path):
    source = table(tmp_path)
    first = json.loads(call("areas", "load", source, "--json").out)
    assert (first["rows"], first["opened"], first["refused"]) == (8, 8, 0)
    again = call("areas", "load", source)
    assert "未作改动" in again.out
    assert "核对" in again.err


def test_load_refuses_with_a_list_and_loads_the_rest_when_asked(call, tmp_path):
    source = table(tmp_path, [*ROWS, ("990122100", "孤镇")])
    refused = call("areas", "load", source, "--json", code=3)
    (fault,) = json.loads(refused.out)["faults"]
    assert (fault["file"], fault["line"], fault["value"], fault["reason"]) == (
        "county.csv",
        10,
        "990122100",
        "orphan",
    )
    assert "第10行" in refused.err
    kept = json.loads(call("areas", "load", source, "--skip-faulty", "--json").out)
    assert (kept["opened"], kept["refused"]) == (8, 1)


def test_load_of_a_file_that_is_no_table(call, tmp_path):
    path = tmp_path / "table.xlsx"
    path.write_bytes(b"PK")
    assert "只接受" in call("areas", "load", str(path), code=3).err


def test_show_an_area_by_any_form_of_its_code(call):
    places.build_county()
    places.establish(("village_secretary", VILLAGE))
    shown = json.loads(call("areas", "show", "990121000000", "--json").out)
    assert (shown["code"], shown["name"], shown["level_name"]) == (COUNTY, "澜砚县", "县（区）")
    assert [place["name"] for place in shown["path"]] == ["虚岭省", "虚安市", "澜砚县"]
    assert [place["name"] for place in shown["children"]] == ["城关镇", "柳林乡"]
    assert "（社区）书记" in call("areas", "show", VILLAGE).out


@pytest.mark.parametrize(("code", "sentence"), [("990121999", "没有找到"), ("99x", "不是区划代码")])
def test_show_of_an_unknown_code(call, code, sentence):
    places.load()
    assert sentence in call("areas", "show", code, code=3).err


def test_responsible_names_the_holder_and_whether_by_vacancy(call):
    places.build_county()
    places.establish(("grid_worker", GRID), ("town_clerk", TOWN))
    nobody = json.loads(call("areas", "responsible", GRID, "--post", "grid_worker", "--json").out)
    assert (nobody["area"], nobody["holder"]) == (GRID, None)
    call("areas", "assign", TOWN, "--post", "town_clerk", "--name", "镇办")
    shown = json.loads(call("areas", "responsible", GRID, "--post", "网格员", "--json").out)
    assert (shown["holder"], shown["holder_post"], shown["by_vacancy"]) == ("镇办", "town_clerk", True)
    call("areas", "assign", GRID, "--post", "grid_worker", "--name", "王芳", "--from", "2022-07-01T08:00")
    assert "王芳，网格员" in call("areas", "responsible", GRID, "--post", "grid_worker").out
    before = call("areas", "responsible", GRID, "--post", "grid_worker", "--at", "2022-06-30", "--json")
    assert json.loads(before.out)["holder"] is None
    call("areas", "vacate", GRID, "--post", "grid_worker", "--ground", "调离")
    assert "空缺" in call("areas", "responsible", GRID, "--post", "grid_worker").out


def test_an_unknown_post_is_refused(call):
    places.build_county()
    assert "没有岗位" in call("areas", "responsible", GRID, "--post", "king", code=3).err


def test_recode_lists_accepts_and_records(call):
    places.load()
    rows = [(code.replace(TOWN, "990121300"), name) for code, name in ROWS]
    places.load(rows, label="次年")
    listed = json.loads(call("areas", "recode", "--json").out)
    assert (listed[0]["old_code"], listed[0]["new_code"]) == (TOWN, "990121300")
    assert "same_parent" in call("areas", "recode").out
    accepted = json.loads(call("areas", "recode", "--accept", "--json").out)
    assert accepted["recorded"] == 3
    assert json.loads(call("areas", "recode", "--json").out) == []
    assert json.loads(call("areas", "show", VILLAGE, "--json").out)["code"] == "990121300201"


def test_recode_of_one_needs_its_ground(call):
    places.load()
    assert "--ground" in call("areas", "recode", TOWN, "990121300", code=2).err


def test_an_operator_writes_nothing_outside_their_area(call, tmp_path, monkeypatch):
    places.build_county()
    places.establish(("grid_worker", GRID), ("town_clerk", TOWN))
    monkeypatch.setenv("LIANFANG_SCOPE", VILLAGE)
    call("areas", "assign", GRID, "--post", "grid_worker", "--name", "王芳")
    assert "权限之外" in call("areas", "assign", TOWN, "--post", "town_clerk", "--name", "镇办", code=4).err
    call("areas", "vacate", TOWN, "--post", "town_clerk", code=4)
    call("areas", "load", table(tmp_path), code=4)
