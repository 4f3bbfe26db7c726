"""Data-value sets of DHIS2: what leaves, what is read, and what has no counterpart and is told so."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import exchange as factory
from tests.factories.directives import OTHER, VILLAGE

from lianfang.apps.exchange.rules import dhis2, dhis2_reading, metadata, periods
from lianfang.apps.exchange.terms import PeriodKind

DAY = factory.DAY


def told(exported):
    return {
        (one["dataElement"], one["orgUnit"], one["period"]): one["value"]
        for one in exported.document["dataValues"]
    }


def reasons(unmapped):
    return {(one.code, one.reason) for one in unmapped}


@pytest.mark.parametrize(
    ("kind", "on", "name"),
    [
        (PeriodKind.DAILY, date(2022, 7, 1), "20220701"),
        (PeriodKind.WEEKLY, date(2022, 1, 2), "2021W52"),
        (PeriodKind.WEEKLY, date(2022, 1, 3), "2022W1"),
        (PeriodKind.MONTHLY, date(2022, 7, 31), "202207"),
    ],
)
def test_periods_have_the_names_of_dhis2(kind, on, name):
    assert periods.name(kind, on) == name


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(list(PeriodKind)))
def test_a_period_reads_back_as_its_first_day(on, kind):
    first, last = periods.days(kind, on)
    assert first <= on <= last
    assert periods.read(periods.name(kind, on)) == (kind, first)


@pytest.mark.parametrize("text", ["", "2022", "20221301", "2022W54", "2022Q1", "202213", "x"])
def test_what_is_no_period_of_ours_is_none(text):
    assert periods.read(text) is None


def test_a_report_is_one_value_a_field_by_code():
    found = dhis2.write([factory.row()], PeriodKind.DAILY)
    assert found.unmapped == ()
    one = next(
        value for value in found.document["dataValues"] if value["dataElement"] == "village_day.returned"
    )
    assert one == {
        "dataElement": "village_day.returned",
        "period": "20220701",
        "orgUnit": VILLAGE,
        "categoryOptionCombo": "default",
        "value": "3",
        "storedBy": "书记",
        "created": "2022-07-01T08:00:00.000+0800",
        "comment": "",
    }
    assert found.document["dataElementIdScheme"] == found.document["orgUnitIdScheme"] == "CODE"


def test_a_moment_is_told_in_the_zone_of_the_place():
    assert dhis2.moment(datetime(2022, 7, 1, 0, 0, tzinfo=UTC)) == "2022-07-01T08:00:00.000+0800"


def test_blank_is_absent_and_nought_is_not():
    values = {"returned": 0.0, "visited": None}
    found = told(dhis2.write([factory.row(values=values)], PeriodKind.DAILY))
    assert found == {("village_day.returned", VILLAGE, "20220701"): "0"}


def test_a_week_is_joined_by_the_rule_of_each_field():
    before = factory.row(on=DAY - timedelta(days=1), values={"returned": 2.0, "hottest": 36.5})
    last = factory.row(values={"returned": 3.0, "hottest": 36.4})
    found = dhis2.write([before, last], PeriodKind.WEEKLY)
    place = (VILLAGE, "2022W26")
    assert told(found) == {("village_day.returned", *place): "5", ("village_day.hottest", *place): "36.5"}
    assert found.unmapped == ()


def test_what_has_no_rule_is_not_joined_and_told():
    days = (DAY, DAY - timedelta(days=1))
    found = dhis2.write([factory.row(values={"note": "甲"}, on=on) for on in days], PeriodKind.WEEKLY)
    assert told(found) == {}
    assert {one.code for one in found.unmapped} == {"village_day.note"}


def test_persons_of_a_week_are_counted_once_and_only_with_their_lists():
    form = factory.form()
    people = form.by_code["persons"]
    one, other = UUID(int=5), UUID(int=6)
    joined = dhis2._people(
        people,
        [
            factory.row(values={"persons": 1.0}, persons={"persons": frozenset({one})}),
            factory.row(values={"persons": 2.0}, persons={"persons": frozenset({one, other})}),
        ],
    )
    assert joined == (2.0, None)
    assert dhis2._people(people, [factory.row(values={"persons": 1.0})])[0] is None


def test_a_metadata_export_gives_identities_by_code():
    known = metadata.read(factory.metadata())
    found = dhis2.write([factory.row(), factory.row(OTHER)], PeriodKind.DAILY, metadata=known)
    assert found.unmapped == ()
    assert found.count == 10
    uids = {value["dataElement"] for value in found.document["dataValues"]}
    assert uids == {uid for uid, _, _ in factory.ELEMENTS.values()}
    assert {value["orgUnit"] for value in found.document["dataValues"]} == set(factory.UNITS.values())
    assert {value["categoryOptionCombo"] for value in found.document["dataValues"]} == {factory.DEFAULT_COMBO}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda one: one["dataElements"][1].pop("code"), ("village_day.returned", "对方没有这个代码")),
        (
            lambda one: one["dataElements"][1].update(valueType="BOOLEAN"),
            ("village_day.returned", "类型BOOLEAN与本表字段不合"),
        ),
        (
            lambda one: one["dataElements"][1].update(domainType="TRACKER"),
            ("village_day.returned", "是TRACKER，不接收汇总数"),
        ),
        (
            lambda one: one["dataSets"][0]["dataSetElements"][1].update(categoryCombo={"id": factory.AGES}),
            ("village_day.returned", "按“Age”分组，本表没有分组"),
        ),
        (
            lambda one: (
                one["dataElements"][1].update(categoryCombo={"id": "x"}),
                one["dataSets"][0]["dataSetElements"][1].pop("categoryCombo"),
            ),
            ("village_day.returned", "按“x”分组，本表没有分组"),
        ),
        (
            lambda one: one["dataSets"][0].update(categoryCombo={"id": factory.AGES}),
            ("village_day", "整份按“Age”分组，本表没有分组"),
        ),
        (
            lambda one: one["dataSets"][0]["dataSetElements"].pop(1),
            ("village_day.returned", "不在数据集village_day中"),
        ),
        (lambda one: one["organisationUnits"].pop(0), (VILLAGE, "对方没有这个代码")),
        (lambda one: one["dataSets"][0]["organisationUnits"].pop(0), (VILLAGE, "没有分配数据集village_day")),
        (
            lambda one: one["dataSets"][0].update(periodType="Monthly"),
            ("village_day", "按Monthly填报，与所选周期不同"),
        ),
        (lambda one: one.update(dataSets=[]), ("village_day", "对方没有这个代码")),
        (lambda one: one.update(categoryOptionCombos=[]), ("default", "元数据中没有默认分组")),
    ],
)
def test_what_has_no_counterpart_is_told_with_the_reason(change, reason):
    document = factory.metadata()
    change(document)
    found = dhis2.write([factory.row()], PeriodKind.DAILY, metadata=metadata.read(document))
    assert reason in reasons(found.unmapped)


@given(
    st.dictionaries(
        st.sampled_from(["returned", "visited", "hottest"]), st.integers(0, 9999).map(float), min_size=1
    )
)
def test_what_leaves_is_read_again(values):
    known = metadata.read(factory.metadata())
    for given_metadata in (None, known):
        exported = dhis2.write([factory.row(values=values)], PeriodKind.DAILY, metadata=given_metadata)
        read = dhis2_reading.read(exported.document, factory.form(), metadata=given_metadata)
        (one,) = read.given
        assert (one.reporter, one.on, one.slot, read.refused) == (VILLAGE, DAY, "day", ())
        assert {code: float(said) for code, said in one.typed.items()} == values


def test_what_the_ledger_tells_is_left_aside():
    exported = dhis2.write([factory.row()], PeriodKind.DAILY)
    read = dhis2_reading.read(exported.document, factory.form())
    assert read.aside == ("在管人数",)
    assert "persons" not in read.given[0].typed


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"period": "202207"}, "是几天的合计，不能拆成每天的报表"),
        ({"period": "2022Q3"}, "不是日、周、月"),
        ({"dataElement": "village_day.nothing"}, "不是这张报表的字段"),
        ({"dataElement": "school_check.present"}, "不是这张报表的字段"),
        ({"categoryOptionCombo": "Age0to4Years"}, "是分组的数，本表没有分组"),
        ({"attributeOptionCombo": "ProjectNorth"}, "是分组的数，本表没有分组"),
        ({"deleted": True}, "对方已删除"),
        ({"orgUnit": None}, "没有机构"),
    ],
)
def test_a_value_that_can_not_be_taken_names_place_and_reason(change, reason):
    exported = dhis2.write([factory.row(values={"returned": 3.0})], PeriodKind.DAILY)
    exported.document["dataValues"][0].update(change)
    read = dhis2_reading.read(exported.document, factory.form())
    assert read.given == ()
    ((problem,),) = [one.problems for one in read.refused]
    assert (problem.place, problem.reason) == ("第1个数据值", reason)


def test_a_set_by_identity_is_read_by_the_metadata_of_its_server():
    known = metadata.read(factory.metadata())
    values = [
        {
            "dataElement": factory.ELEMENTS[code][0],
            "period": "20220701",
            "orgUnit": factory.UNITS[VILLAGE],
            "categoryOptionCombo": factory.DEFAULT_COMBO,
            "attributeOptionCombo": factory.DEFAULT_COMBO,
            "value": said,
            "created": "2022-07-01T15:45:24.476+0000",
            "followup": False,
        }
        for code, said in (("returned", "3"), ("visited", "10"), ("persons", "2"))
    ]
    read = dhis2_reading.read({"dataValues": values}, factory.form(), metadata=known)
    (report,) = read.given
    assert (report.reporter, report.on, dict(report.typed)) == (
        VILLAGE,
        factory.DAY,
        {"returned": "3", "visited": "10"},
    )
    assert (read.refused, read.aside) == ((), ("在管人数",))


def test_two_values_of_one_place_contradict_and_none_is_taken():
    exported = dhis2.write([factory.row(values={"returned": 3.0})], PeriodKind.DAILY)
    values = exported.document["dataValues"]
    values.append(values[0] | {"value": "4"})
    read = dhis2_reading.read(exported.document, factory.form())
    assert (read.given, len(read.refused)) == ((), 1)


def test_a_set_may_name_its_period_and_unit_once():
    document = {
        "dataElementIdScheme": "CODE",
        "orgUnitIdScheme": "CODE",
        "period": "20220701",
        "orgUnit": VILLAGE,
        "dataValues": [{"dataElement": "village_day.returned", "value": "3"}],
    }
    (one,) = dhis2_reading.read(document, factory.form()).given
    assert (one.reporter, one.on, one.typed) == (VILLAGE, DAY, {"returned": "3"})


@pytest.mark.parametrize("document", [None, [], {}, {"dataValues": {}}])
def test_what_is_no_set_is_refused(document):
    with pytest.raises(dhis2_reading.NotASet):
        dhis2_reading.read(document, factory.form())
