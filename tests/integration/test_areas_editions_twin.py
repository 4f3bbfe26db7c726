"""Editions of a county, loaded one after the other, read back as they were: random tables, plain sets."""

import random

import pytest
from django.db.models import Q
from tests.factories import places

from lianfang.apps.areas.models import Area

pytestmark = pytest.mark.django_db
FRAME = [("99", "省"), ("9901", "市"), ("990121", "县"), ("990121100", "镇"), ("990121100300", "村")]


def random_table(rng: random.Random) -> dict[str, str]:
    """A county with some towns and villages under one of three names each, and one of each always."""
    rows = dict(FRAME)
    for town in (f"990121{100 + number}" for number in range(3) if rng.random() < 0.8):
        rows[town] = rng.choice("甲乙丙") + "镇"
        villages = (f"{town}{200 + number}" for number in range(4) if rng.random() < 0.7)
        rows |= {village: rng.choice("甲乙丙") + "村" for village in villages}
    return rows


def as_of(edition: int) -> dict[str, str]:
    """The areas as an edition knew them."""
    known = Q(until_edition=None) | Q(until_edition__gt=edition)
    return dict(Area.objects.filter(known, from_edition__lte=edition).values_list("code", "name"))


@pytest.mark.parametrize("seed", range(5))
def test_every_edition_reads_back_as_it_was_loaded(seed):
    rng = random.Random(seed)
    loaded: dict[int, dict[str, str]] = {}
    before: dict[str, str] = {}
    for turn in range(8):
        table = random_table(rng)
        rows = list(table.items())
        rng.shuffle(rows)
        load = places.load(rows, label=f"第{turn}次")
        assert load.opened == len(table.keys() - before.keys())
        assert load.closed == len(before.keys() - table.keys())
        assert load.changed == sum(before[code] != name for code, name in table.items() if code in before)
        assert (load.edition is None) == (table == before)
        if load.edition:
            loaded[load.edition] = table
        before = table
    assert loaded
    for edition, table in loaded.items():
        assert as_of(edition) == table
