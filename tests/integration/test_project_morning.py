"""The demonstration morning: nobody lost, a second run changes nothing, an interrupted one is finished."""

from django.apps import apps
from django.conf import settings
from tests.factories.county import SCALE

from lianfang.core.audit.models import AuditEvent
from lianfang.core.sql.models import Run
from lianfang.project import morning


def census() -> dict[str, int]:
    """Rows of every table of the program, audit lines among them."""
    own = [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("lianfang.")
        for model in config.get_models()
    ]
    return {model._meta.label: model._default_manager.count() for model in own}


def folder(name):
    return settings.HOME.root / name


def test_every_row_of_every_list_is_accounted_for(county):
    assert len(county.lists) == 10
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


def test_an_interrupted_morning_is_finished_by_the_same_call(county):
    """As if killed after the work of a part, before it was kept as done: nothing is done twice."""
    before = census()
    Run.objects.filter(job__startswith="morning.").update(state="running")
    again = morning.run(scale=SCALE, folder=county.brief.parent)
    after = census()
    assert again.lists == county.lists
    assert {label for label, rows in after.items() if rows != before[label]} <= {AuditEvent._meta.label}
