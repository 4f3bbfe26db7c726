"""The roll-up on pages, through the API and at the terminal: figures with what is missing beside them."""

import csv
import io
import json
import zipfile
from dataclasses import replace

import openpyxl
import polars as pl
import pytest
from tests.factories import directives as county
from tests.factories import forms as factory
from tests.factories.access import signed_in
from tests.factories.directives import COUNTY, OFFICE, OTHER, TOWN, VILLAGE

from lianfang.apps.forms import queries
from lianfang.apps.forms.operations import RollupAsked, export_rollup
from lianfang.core.access.models import Export
from lianfang.core.access.operations import ReasonMissing
from lianfang.core.access.terms import SYSTEM
from lianfang.core.exports.tables import TableFormat
from lianfang.core.forms.terms import ROLLUP_NAMES, Rollup
from lianfang.kernel.area_code import Level
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
NINE = factory.moment(9)


@pytest.fixture(autouse=True)
def _county() -> None:
    county.staffed()
    factory.load()
    factory.submit(VILLAGE, at=NINE, given=factory.filled(3, 10))
    factory.submit(OTHER, at=factory.moment(18), given=factory.filled(4, 20))
    factory.submit(VILLAGE, at=factory.moment(19), given=factory.filled(5, 10), reason="又到两人")


def rolled(hour: int, area: str = COUNTY, by=SYSTEM):
    return queries.rollup(
        "village_day",
        area=area,
        from_day=factory.DAY,
        known_at=factory.moment(hour),
        by=by,
        lowest=Level.TOWN,
    )


def test_what_was_known_at_five_is_not_what_is_known_now():
    then, now = rolled(17).nodes[COUNTY], rolled(20).nodes[COUNTY]
    assert (then.counts.expected, then.counts.received, then.counts.missing) == (3, 1, 0)
    assert (now.counts.expected, now.counts.received, now.counts.late, now.counts.missing) == (3, 2, 1, 1)
    assert (then.figures["returned"].value, now.figures["returned"].value) == (3, 9)
    assert (now.figures["hottest"].value, now.figures["hottest"].said) == (None, 0)


def test_nobody_rolls_up_what_lies_out_of_sight():
    with pytest.raises(NotFound):
        rolled(20, by=replace(OFFICE, scopes=(TOWN,)))


def test_as_data_every_place_has_its_counts_and_figures():
    told = queries.plain(rolled(20), lowest=Level.TOWN)
    places = {one["area"]: one for one in told["places"]}
    assert sorted(places) == [COUNTY, TOWN, f"{COUNTY}200"]
    assert places[TOWN]["figures"]["returned"] == {"value": 9, "reports": 2, "counted_again": 0}
    assert places[f"{COUNTY}200"]["missing"] == 1
    json.dumps(told, default=str)


def left(kind):
    asked = RollupAsked("village_day", COUNTY, factory.DAY, factory.moment(20))
    return export_rollup(asked, kind, reason="上报", by=OFFICE, at=factory.moment(20))


def test_as_parquet_the_columns_are_typed_unknown_is_null_and_the_dictionary_lies_beside():
    files = left(TableFormat.PARQUET).files
    frame = pl.read_parquet(io.BytesIO(files[".parquet"]))
    county_row = frame.row(by_predicate=pl.col("_area") == COUNTY, named=True)
    assert (county_row["_expected"], county_row["_received"], county_row["returned"]) == (3, 2, 9)
    assert county_row["hottest"] is None
    assert (frame.schema["returned"], frame.schema["hottest"]) == (pl.Int64, pl.Float64)
    lines = list(csv.DictReader(io.StringIO(files[".dictionary.csv"].decode("utf-8-sig"))))
    assert [line["code"] for line in lines] == frame.columns
    assert {line["code"]: line["rollup"] for line in lines}["hottest"] == ROLLUP_NAMES[Rollup.MAX]


@pytest.mark.parametrize("kind", [TableFormat.XLSX, TableFormat.CSV])
def test_as_a_table_that_people_open_unknown_is_blank(kind):
    files = left(kind).files
    if kind is TableFormat.XLSX:
        book = openpyxl.load_workbook(io.BytesIO(files[".xlsx"]))
        assert book.sheetnames == ["数据", "字典"]
        names, codes, *rows = book["数据"].iter_rows(values_only=True)
        assert dict(zip(codes, names, strict=True))["returned"] == "当日返回人数"
    else:
        codes, *rows = csv.reader(io.StringIO(files[".csv"].decode("utf-8-sig")))
    county_row = dict(zip(codes, next(row for row in rows if row[0] == COUNTY), strict=True))
    assert (str(county_row["returned"]), county_row["hottest"] or None) == ("9", None)


def test_a_file_of_a_roll_up_leaves_by_the_page_with_a_reason_and_a_line_in_the_log():
    client, address = signed_in("headquarters", COUNTY), f"/reports/village_day/rollup/{COUNTY}/export/"
    address += f"?on={factory.DAY}"
    refused = client.post(address, {"format": "parquet", "reason": ""})
    assert (refused.status_code, Export.objects.count()) == (422, 0)
    assert ReasonMissing().sentence in refused.content.decode()
    sent = client.post(address, {"format": "parquet", "reason": "上报"})
    with zipfile.ZipFile(io.BytesIO(sent.content)) as packed:
        assert [name.rsplit(".", 2)[-1] for name in packed.namelist()] == ["parquet", "csv"]
    assert Export.objects.get().reason == "上报"
    assert signed_in("village_secretary", f"{TOWN}201").post(address, {"reason": "x"}).status_code == 403
