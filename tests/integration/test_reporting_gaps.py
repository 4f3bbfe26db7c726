"""The list of gaps comes from the database in parts: those of the whole list, as a twin sorts it."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from lianfang.apps.reporting import queries
from lianfang.core import kept
from lianfang.core.duty import engine, lists, registry


@pytest.fixture(autouse=True)
def _few_at_hand(monkeypatch: pytest.MonkeyPatch):
    """So few rows are at hand that all ways of fetching are gone."""
    monkeypatch.setattr(lists, "FIRST", 3)
    kept.forget()
    yield
    kept.forget()


def twin(county, kind: str, *, at: datetime | None = None):
    """The whole list, by the group and clock of each gap alone."""
    kinds = [registry.kind(kind)] if kind else registry.kinds()
    gaps = list(engine.gaps(view=engine.at_moment(area=county.area, at=at or county.at), kinds=kinds))
    posts = {"post_filled", "staffing"}
    return sorted(gaps, key=lambda gap: (gap.kind in posts, gap.kind != "fever_transfer", gap.due_at))


@pytest.mark.parametrize(("kind", "hours"), [("", 0), ("temperature", 4), ("push_check", 0)])
def test_every_part_of_the_list_is_that_part_of_the_whole(county, kind: str, hours: int):
    at = county.at + timedelta(hours=hours)
    whole = twin(county, kind, at=at)
    listed = queries.gap_list(area=county.area, at=at, kind=kind)
    assert len(listed) == len(whole) > 3
    for part in (slice(0, 2), slice(1, 3), slice(2, 10), slice(0, len(whole)), slice(len(whole) - 3, 10**6)):
        assert list(listed[part]) == whole[part]
    assert listed.overdue == sum(gap.due_at < at for gap in whole)
    assert listed.holders == Counter(gap.holder for gap in whole if gap.holder)


def test_what_a_holder_has_is_what_the_whole_list_says(county):
    whole = twin(county, "")
    listed = queries.gap_list(area=county.area, at=county.at)
    for holder, number in Counter(gap.holder for gap in whole).most_common(40):
        own = [gap for gap in whole if gap.holder == holder]
        part = listed.held(queries.holding(holder or "-"))
        assert list(part[0:1000]) == own
        assert len(part) == number
        assert part.overdue == sum(gap.due_at < county.at for gap in own)
    assert len(listed.held(queries.holding("无此人"))) == 0
    assert len(listed.held(queries.holding("无此人"))[0:50]) == 0
