"""The roll-up: children add up to their parent, level by level, at any moment of knowledge."""

import json
from collections import Counter

import pytest
from tests.factories import reporting as factory

from lianfang.apps.reporting import queries
from lianfang.apps.reporting.terms import COLUMNS
from lianfang.core.duty import engine, registry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people():
    return factory.build_county()


def sums(area: str, known_at=factory.CUT_OFF, *, only: str = "") -> Counter[tuple[str, str]]:
    """Sums over the areas below, or over one row's area only, by kind and column."""
    found = queries.rollup(area=area, on=factory.DAY, as_known_at=known_at)
    rows = [row for row in found.rows if only in {"", row.area}]
    return Counter(
        {
            (kind.code, column): sum(getattr(row, column) for row in rows if row.kind == kind.code)
            for kind in registry.kinds()
            for column in COLUMNS
        }
    )


def test_each_row_balances():
    found = queries.rollup(area=factory.COUNTY, on=factory.DAY, as_known_at=factory.CUT_OFF)
    assert [row for row in found.rows if row.due != row.done + row.gap] == []
    assert [row for row in found.rows if row.done != row.on_time + row.late] == []


def test_every_area_below_has_every_kind_zeros_included():
    found = queries.rollup(area=factory.COUNTY, on=factory.DAY, as_known_at=factory.CUT_OFF)
    expected = {(area, kind.code) for area in (factory.EAST, factory.WEST) for kind in registry.kinds()}
    assert {(row.area, row.kind) for row in found.rows} >= expected
    assert any(row.due == 0 for row in found.rows)


@pytest.mark.parametrize("known_at", [factory.at(9), factory.CUT_OFF, factory.at(47)])
def test_children_sum_to_their_parent_at_every_level(known_at):
    county, own = sums(factory.COUNTY, known_at), sums(factory.COUNTY, known_at, only=factory.COUNTY)
    towns = {code: sums(code, known_at) for code in (factory.EAST, factory.WEST)}
    town_own = [sums(code, known_at, only=code) for code in towns]
    villages = [sums(code, known_at) for code in (factory.STREET, factory.HILL, factory.WILLOW)]
    whole = engine.on_day(area=factory.COUNTY, day=factory.DAY, known_at=known_at)
    parent = Counter(
        {
            (tally.kind, column): getattr(tally, column)
            for tally in engine.tallies(view=whole, digits=len(factory.COUNTY))
            for column in COLUMNS
        }
    )
    assert +county == +parent
    assert +sum(towns.values(), own) == +county
    assert sum(villages, Counter()) + sum(town_own, Counter()) == +sum(towns.values(), Counter())
    assert county["temperature", "due"] > 0


def test_more_is_done_the_later_it_is_known():
    early, late = sums(factory.COUNTY, factory.CUT_OFF), sums(factory.COUNTY, factory.at(20))
    assert late["temperature", "done"] == early["temperature", "done"] + 1


def test_the_command_prints_rows_as_json_and_as_a_table(run_command, capsys):
    common = ("rollup", "--area", factory.COUNTY, "--on", "2022-07-20", "--as-known-at", "2022-07-20T17:00")
    assert run_command(*common, "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"area", "kind", "due", "done", "on_time", "late", "gap"} <= set(rows[0])
    assert sum(row["due"] for row in rows if row["kind"] == "release_on_time") == 2
    assert run_command(*common) == 0
    shown = capsys.readouterr().out
    assert "城关镇" in shown
    assert "到期解除" in shown


def test_the_command_writes_and_traces_a_brief(run_command, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", "2022-07-20T17:00:00")
    path = tmp_path / "日报.docx"
    assert run_command("brief", "daily", "--area", factory.COUNTY, "-o", str(path)) == 0
    capsys.readouterr()
    assert run_command("brief", "trace", str(path), "--json") == 0
    traced = json.loads(capsys.readouterr().out)
    assert traced["sound"] is True
    assert traced["as_known_at"] == "2022-07-20T17:00:00+08:00"
    rows = next(figure for figure in traced["figures"] if figure["key"] == "lists.rows")
    assert (rows["value"], rows["recount"], rows["state"], len(rows["records"])) == (6, 6, "intact", 6)
    assert run_command("brief", "trace", str(path), "--key", "lists.rows") == 0
    assert "lists.rows" in capsys.readouterr().out


def test_the_command_refuses_what_it_cannot_do(run_command, capsys, tmp_path, monkeypatch):
    text = tmp_path / "a.docx"
    text.write_text("x")
    assert run_command("brief", "trace", str(text)) == 3
    assert "a.docx" in capsys.readouterr().err
    nowhere = tmp_path / "missing" / "b.docx"
    day = ("--on", "2022-07-20")
    assert run_command("brief", "daily", "--area", factory.COUNTY, *day, "-o", str(nowhere)) == 3
    monkeypatch.setenv("LIANFANG_SCOPE", factory.WEST)
    assert run_command("rollup", "--area", factory.COUNTY, *day) == 4
