"""Vectorised cleaning gives, cell by cell, what the plain twins give; dirt is random."""

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.apps.intake.reading import values
from lianfang.apps.intake.reading.clean import AGE_TOLERANCE, Cells, clean_rows
from lianfang.apps.intake.reading.terms import (
    CODE_FIELDS,
    DATE_FIELDS,
    SCHEMA,
    TEXT_FIELDS,
    Field,
    SavedMapping,
    SheetPlan,
)
from lianfang.kernel.citizen_id import check_digit
from lianfang.kernel.names import name_key

ON = date(2022, 3, 10)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
CODES = {Field.LEVEL: values.LEVELS, Field.EXPOSURE: values.EXPOSURES, Field.VACCINATED: values.VACCINATED}


def plan_of(fields):
    """A plan whose columns hold these fields in order; a repeated field has several columns."""
    columns = {}
    for at, field in enumerate(fields):
        columns.setdefault(field, []).append(at)
    headers = tuple(f"{field}_{at}" for at, field in enumerate(fields))
    return SheetPlan(
        sheet="",
        label="",
        header_row=1,
        first_row=2,
        headers=headers,
        levels=tuple((header,) for header in headers),
        columns={field: tuple(places) for field, places in columns.items()},
        sequence=(),
        unmapped=(),
    )


def cleaned(rows, fields, mapping=None):
    """Clean rows of field → text; every field of `fields` has a column."""
    cells = pl.DataFrame(
        {
            "row_no": pl.Series(range(2, len(rows) + 2), dtype=pl.Int32),
            **{
                f"c{at}": pl.Series([row.get(field) for row in rows], dtype=pl.String)
                for at, field in enumerate(fields)
            },
        }
    )
    return clean_rows(Cells(cells, plan_of(fields), mapping), on=ON)


@st.composite
def citizen_ids(draw):
    born = draw(st.dates(date(1900, 1, 1), date(2022, 12, 31)))
    region = draw(st.sampled_from(["990121", "980321", "110105", "810000", "830000", "911124", "070000"]))
    first17 = f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    number = first17 + check_digit(first17)
    forms = (
        *(number, number.lower(), number[:17], number[:6] + number[8:17], number[:15] + "000", f" {number} "),
        *(
            number[:-1] + "0",
            number[:17] + "X",
            f"身份证{number}",
            number + "1",
            number + "、" + number[::-1],
        ),
        *("1.10101E+17", number.translate(FULL_WIDTH), number[:14]),
    )
    return draw(st.sampled_from(forms))


def dirty(*usual):
    return st.none() | st.sampled_from(usual) | st.text(max_size=12)


TEXT_DIRT = dirty(
    *("青石镇红华村17组288号", "無", "臺灣路１２号", "'=1+1", "a  b", " x", "N/A", "同上", "沈思路", "3")
)
DATE_DIRT = dirty(
    *("2022-03-05", "2022-03-05 10:20:30", "2022-03-05T24:00", "2022-03-05 25:00", "44625", "3月5日"),
    *("2022-03-11", "2022-02-30", "03/04/05", "昨天", "1799-01-01", "无", " 2022-03-05"),
)
DIRT = {
    Field.NAME: dirty(
        *(
            "张三",
            "张 三",
            "張國榮",
            "沈思",
            "张三、李四",
            "张三(户主)",
            "合计",
            "无",
            "John Smith",
            "欧阳娜娜",
        ),
        *(
            "买买提•吐尔逊",
            "张三13812345678",
            "1.张三",
            "張三（戶主）",
            "张三等5人",
            " 张三　",
            "张\u200b三",
            "桛三",
        ),
    ),
    Field.ID_NUMBER: citizen_ids() | dirty("E12345678", "H12345678", "无", "12345678", "USA110000000012"),
    Field.ID_KIND: dirty("身份证", "护照", "港澳居民居住证"),
    Field.PHONE: dirty(
        *("13812345678", "138 1234 5678", "+8613812345678", "13812345678、13912345678", "0571-88888888"),
        *("无", "1381234", "１３８１２３４５６７８", "13812345678/1391", "1.38123E+10"),
    ),
    Field.SEX: dirty("男", "女", "男性", "F", "male", "2", "不详"),
    Field.AGE: dirty("35", "35岁", "8个月", "1岁6个月", "200", "0", "-1", "35.0"),
    Field.BIRTH_DATE: dirty("1990-01-02", "19900102", "1990年1月2日", "32875", "1990-13-01", "1990-01"),
    Field.ADDRESS: TEXT_DIRT,
    Field.NOTE: TEXT_DIRT,
    Field.ARRIVED: DATE_DIRT,
    Field.ONSET: DATE_DIRT,
    Field.LEVEL: dirty("高风险", "HIGH", "中", "中高风险", "low risk"),
    Field.EXPOSURE: dirty("密接", "次密接", "close contact", "其他"),
    Field.VACCINATED: dirty("是", "否", "3针", "无"),
}
GROUPS = (
    (Field.NAME, Field.ADDRESS),
    (Field.ID_NUMBER, Field.ID_KIND, Field.SEX, Field.BIRTH_DATE, Field.AGE),
    (Field.PHONE, Field.NOTE),
    (Field.ARRIVED, Field.ONSET),
    (Field.LEVEL, Field.EXPOSURE, Field.VACCINATED),
)


def rows_of(group):
    row = st.fixed_dictionaries({field: DIRT[field] for field in group})
    return st.tuples(st.just(group), st.lists(row, min_size=1, max_size=8))


def twin(row):
    """What one row says, by the plain functions alone."""
    text = {field: row.get(field) or "" for field in Field}
    name, name_status, note, people = values.read_name(text[Field.NAME])
    kind, number, id_status, id_birth, id_sex = values.read_id(
        text[Field.ID_NUMBER], text[Field.ID_KIND], on=ON
    )
    phones, landlines, phone_status = values.read_phone(text[Field.PHONE])
    sex, sex_status = with_id(*values.read_sex(text[Field.SEX]), id_sex)
    birth, birth_status = with_id(*values.read_day(text[Field.BIRTH_DATE], on=ON), id_birth)
    age, age_status = values.read_age(text[Field.AGE])
    said = {
        "name": name,
        "name_key": name_key(name) if name_status in ("ok", "noted") else None,
        "name_status": name_status,
        "name_note": note,
        "people": people,
        "id_kind": kind,
        "id_number": number,
        "id_status": id_status,
        "id_birth_date": id_birth,
        "id_sex": id_sex,
        "phones": phones,
        "landlines": landlines,
        "phone_status": phone_status,
        "sex": sex,
        "sex_status": sex_status,
        "birth_date": birth,
        "birth_date_status": birth_status,
        "age": age,
        "age_status": "contradicts_birth" if contradicts(age, birth) else age_status,
        **{str(field): values.read_text(text[field]) for field in TEXT_FIELDS},
    }
    for field in CODE_FIELDS:
        read = values.read_code(text[field], CODES[field])
        said[str(field)], said[f"{field}_text"], said[f"{field}_status"] = read
    for field in DATE_FIELDS:
        said[str(field)], said[f"{field}_status"] = values.read_day(text[field], on=ON)
    return said


def with_id(said, status, told):
    if status == "empty" and told is not None:
        return told, "from_id"
    if said is not None and told is not None and said != told:
        return said, "contradicts_id"
    return said, status


def contradicts(age, birth):
    if age is None or birth is None:
        return False
    reached = ON.year - birth.year - ((birth.month, birth.day) > (ON.month, ON.day))
    return abs(age - reached) > AGE_TOLERANCE


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(GROUPS).flatmap(rows_of))
def test_vectorised_cleaning_equals_its_plain_twin(drawn):
    group, rows = drawn
    frame = cleaned(rows, group)
    assert frame.schema == pl.Schema(SCHEMA)
    assert frame["row_no"].to_list() == list(range(2, len(rows) + 2))
    assert not any(frame.select(pl.col("^.*_status$").is_null().any()).row(0))
    for found, row in zip(frame.to_dicts(), rows, strict=True):
        expected = twin(row)
        if Field.ID_NUMBER not in group:
            expected["id_kind"] = None  # the table has no such column
        assert {name: found[name] for name in expected} == expected


def test_absent_columns_are_empty_and_typed():
    cells = pl.DataFrame({"row_no": pl.Series([2], dtype=pl.Int32), "c0": ["张三"]})
    frame = clean_rows(Cells(cells, plan_of([Field.NAME]), None), on=ON)
    assert frame.schema == pl.Schema(SCHEMA)
    row = frame.row(0, named=True)
    assert (row["name"], row["id_status"], row["phones"], row["date_status"]) == (
        "张三",
        "empty",
        [],
        "empty",
    )


def test_several_columns_of_telephones_are_read_together():
    cells = pl.DataFrame(
        {
            "row_no": pl.Series([2, 3], dtype=pl.Int32),
            "c0": ["13812345678", None],
            "c1": ["0571-88888888", "13912345678"],
        }
    )
    frame = clean_rows(Cells(cells, plan_of([Field.PHONE, Field.PHONE]), None), on=ON)
    assert frame["phones"].to_list() == [["13812345678"], ["13912345678"]]
    assert frame["landlines"].to_list() == [["0571-88888888"], []]


def test_saved_values_replace_texts_before_they_are_read():
    mapping = SavedMapping({}, {"sex": {"w": "女", "NA": ""}, "level": {"一级": "high"}})
    frame = cleaned(
        [{Field.SEX: "w", Field.LEVEL: "一级"}, {Field.SEX: " NA "}], (Field.SEX, Field.LEVEL), mapping
    )
    assert frame["sex"].to_list() == ["female", None]
    assert frame["sex_status"].to_list() == ["ok", "empty"]
    assert frame["level"].to_list() == ["high", None]
