"""The demonstration county in the register: whole, once, and never beside another one."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.models import Area, Assignment, Post
from lianfang.apps.people import queries as people
from lianfang.apps.people.models import IdentityKey, Person
from lianfang.apps.policy.models import RiskArea
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.demo import load
from lianfang.demo.county import build_county
from lianfang.demo.residents import build_residents

pytestmark = pytest.mark.django_db
AT = datetime(2022, 7, 10, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
BY = Actor(name="演示")
TINY = 0.01


def build(**changed: object) -> load.Built:
    return load.build(**({"seed": 5, "scale": TINY, "by": BY, "at": AT} | changed))


def counts() -> tuple[int, ...]:
    return tuple(
        model.objects.count() for model in (Area, Post, Assignment, RiskArea, Person, IdentityKey, AuditEvent)
    )


def test_everybody_drawn_is_registered():
    built = build()
    residents = build_residents(build_county(seed=5, scale=TINY))
    assert built.fresh
    assert built.people == residents.height == Person.objects.count()
    assert set(map(str, Person.objects.values_list("uid", flat=True))) == set(residents["uid"])
    numbers = residents["id_number"].drop_nulls().len()
    phones = residents["phone"].drop_nulls().len()
    assert IdentityKey.objects.count() == numbers + phones


def test_a_second_build_changes_nothing():
    first = build()
    before = counts()
    second = build()
    assert not second.fresh
    assert (second.people, second.areas, second.posts) == (first.people, first.areas, first.posts)
    assert counts() == before


def test_an_interrupted_build_is_finished_by_the_next(monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(load.people, "register", broken)
        with pytest.raises(KeyboardInterrupt):
            build()
    assert Person.objects.count() == 0
    assert Area.objects.count() > 0
    built = build()
    assert built.fresh
    assert Person.objects.count() == built.people


def test_another_county_is_refused_beside_the_first():
    build()
    before = counts()
    with pytest.raises(load.OtherCounty) as refusal:
        build(seed=6)
    assert "种子 5" in str(refusal.value)
    assert counts() == before


def test_people_are_found_and_places_have_holders():
    build()
    residents = build_residents(build_county(seed=5, scale=TINY))
    name, number = residents.filter(residents["id_number"].is_not_null()).select("name", "id_number").row(0)
    assert [line.name for line in people.find(text=number)] == [name]
    village = residents["area"][0][:12]
    held = areas.responsible(area=village, post="village_secretary", at=AT)
    assert held.holder
    assert areas.area(village).population > 0


def test_the_command_says_what_it_built(run_command, capsys):
    assert run_command("demo", "build", "--scale", str(TINY), "--seed", "5", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["fresh"]
    assert printed["people"] == Person.objects.count()
    assert run_command("demo", "build", "--scale", str(TINY), "--seed", "5") == 0
    assert "未作改动" in capsys.readouterr().out.replace("\n", "")


def test_the_command_writes_lists(run_command, capsys, tmp_path):
    out = str(tmp_path / "lists")
    assert run_command("demo", "lists", "--out", out, "--scale", str(TINY), "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    written = sorted(path.suffix for path in (tmp_path / "lists").iterdir())
    assert printed["files"] == len(written) - 3
    assert {".xlsx", ".xls", ".ods", ".csv"} == set(written)


def test_the_command_refuses_a_kind_it_does_not_know(run_command, capsys, tmp_path):
    assert run_command("demo", "lists", "--out", str(tmp_path), "--rows", "5", "--kind", "gossip") == 2
    assert "police" in capsys.readouterr().err


def test_the_command_builds_what_is_known_from_the_countys_own_day_on(run_command):
    assert run_command("demo", "build", "--scale", "0.01") == 0
    evening = datetime(2022, 7, 10, 17, tzinfo=AT.tzinfo)
    found = areas.responsible(area="990121", post="county_office", at=evening, known_at=evening)
    assert found is not None
