"""The command line of people: JSON alone on standard output, masks, exit codes."""

import json

import pytest
from tests.factories import people, places
from tests.factories.people import citizen_number, number_of

pytestmark = pytest.mark.django_db
NUMBER = citizen_number()


@pytest.fixture
def call(run_command, capsys):
    def run(*arguments, code=0):
        capsys.readouterr()
        assert run_command(*arguments) == code
        return capsys.readouterr()

    return run


@pytest.fixture
def wang():
    places.build_county()
    return people.person("王芳", document=NUMBER, phones=["13800000000"])


def test_find(call, wang):
    (found,) = json.loads(call("people", "find", "王芳", "--json").out)
    assert (found["person"], found["documents"]) == (wang, ["990***********" + NUMBER[-4:]])
    assert json.loads(call("people", "find", "无此人", "--json").out) == []
    assert "138****0000" in call("people", "find", NUMBER).out


def test_show_by_uid_and_number(call, wang):
    for reference in (wang, str(number_of(wang))):
        card = json.loads(call("people", "show", reference, "--json").out)
        assert (card["person"], card["name"], card["unmasked"]) == (wang, "王芳", False)
    assert "没有找到" in call("people", "show", "999999", code=3).err


def test_show_unmasked_needs_a_reason(call, wang):
    assert "--reason" in call("people", "show", wang, "--unmask", code=2).err
    card = json.loads(call("people", "show", wang, "--unmask", "--reason", "流调", "--json").out)
    assert card["keys"][0]["value"] == NUMBER


def test_scope_of_the_operator(call, wang, monkeypatch):
    monkeypatch.setenv("LIANFANG_SCOPE", "990121200")
    assert json.loads(call("people", "find", "王芳", "--json").out) == []
    call("people", "show", wang, code=3)


def test_merge_and_unmerge(call, wang):
    other = people.person("王芳", phones=["13800000000"])
    (pair,) = json.loads(call("people", "duplicates", "--json").out)
    assert {pair["a"], pair["b"]} == {wang, other}
    made = json.loads(call("people", "merge", wang, other, "--json").out)
    assert (made["kept"], made["merged"]) == (wang, other)
    assert json.loads(call("people", "show", other, "--json").out)["person"] == wang
    assert "已并入的记录" in call("people", "show", wang).out
    call("people", "merge", wang, other, code=3)
    assert json.loads(call("people", "unmerge", made["merge"], "--json").out) == {"person": other}
    assert json.loads(call("people", "show", other, "--json").out)["person"] == other


def test_move_state_and_recode(call, wang):
    call("people", "move", wang, "990121200201", "--ground", "迁居")
    call("people", "state", wang, "away", "--ground", "外出务工")
    card = json.loads(call("people", "show", wang, "--json").out)
    assert (card["area"], card["state"]) == ("990121200201", "away")
    assert json.loads(call("people", "recode", "--json").out) == {"persons": 0}
