"""The demonstration morning: nobody lost, a second run changes nothing, an interrupted one is finished."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from tests.factories.county import SCALE, connected_to, empty_database, run_morning

from lianfang.apps.control.models import Measure, MeasureEvent
from lianfang.core.audit.models import AuditEvent
from lianfang.core.sql.models import Run
from lianfang.project import fieldwork, morning


def census() -> dict[str, int]:
    """Rows of every table of the program, audit lines among them."""
    own = [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("lianfang.")
        for model in config.get_models()
    ]
    return {model._meta.label: model._default_manager.count() for model in own}


def test_every_row_of_every_list_is_accounted_for(county):
    assert {one.channel for one in county.lists} == {
        "公安推送", "上级推送", "交通推送", "通信推送", "主动报备", "入户摸排", "酒店登记"
    }  # fmt: skip
    for one in county.lists:
        assert one.rows == sum(one.counts.values()), one.file
    assert county.score.missing == 0


def test_resolution_and_location_meet_their_bars(county):
    precision, recall, wrong = county.bars
    assert county.score.precision >= precision
    assert county.score.recall >= recall
    assert county.score.wrong_village_share <= wrong


def test_due_is_done_and_gap_for_every_kind(county):
    assert county.duties
    for kind in county.duties:
        assert kind.due == kind.done + kind.gap, kind.name
        assert kind.overdue <= kind.gap, kind.name
    assert sum(kind.done for kind in county.duties) > 0


def test_the_brief_is_written(county):
    assert county.brief.read_bytes().startswith(b"PK")


def test_a_second_run_changes_nothing_and_tells_the_same(county):
    before = census()
    again = morning.run(scale=SCALE, folder=county.brief.parent)
    assert census() == before
    assert not again.fresh
    assert (again.lists, again.duties, again.holders, again.persons) == (
        county.lists,
        county.duties,
        county.holders,
        county.persons,
    )


class Killed(BaseException):
    """The power went."""


@pytest.mark.slow
def test_an_interrupted_morning_is_finished_by_the_same_call(county_morning, django_db_blocker, monkeypatch):
    """Killed once after the orders were given and before that was kept, once in the middle of the notices."""
    with django_db_blocker.unblock(), empty_database("interrupted") as name, connected_to(name):
        with monkeypatch.context() as power:
            power.setattr(morning, "finish", _dies_at(morning.finish, "orders"))
            with pytest.raises(Killed):
                run_morning(name)
        ordered = Measure.objects.filter(issued_at=morning.ORDERED_AT).count()
        with monkeypatch.context() as power:
            power.setattr(fieldwork.control, "serve_notice", _dies_after(fieldwork.control.serve_notice, 7))
            power.setattr(fieldwork, "CHUNK", 3)
            with pytest.raises(Killed):
                run_morning(name)
        acts = AuditEvent.objects.filter(action__endswith="served").count()
        assert acts == 6  # two whole chunks, nothing of the third
        made = run_morning(name)
        assert Measure.objects.filter(issued_at=morning.ORDERED_AT).count() == ordered > 0
        served = MeasureEvent.objects.filter(kind="served").values_list("measure_id", flat=True)
        assert len(served) == len(set(served))
        assert [one.counts for one in made.lists] == [one.counts for one in county_morning[1].lists]


def _dies_at(finish: Callable[..., None], part: str) -> Callable[..., None]:
    def dying(run: Run, **facts: Any) -> None:
        if run.job == f"morning.{part}":
            raise Killed
        finish(run, **facts)

    return dying


def _dies_after(act: Callable[..., Any], times: int) -> Callable[..., Any]:
    done = count(1)

    def dying(*args: Any, **kwargs: Any) -> Any:
        if next(done) > times:
            raise Killed
        return act(*args, **kwargs)

    return dying
