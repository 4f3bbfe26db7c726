"""Headers as senders write them, and what stops a reading because it is not certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.apps.intake.reading import columns
from lianfang.apps.intake.reading.synonyms import CHINESE, LABELS, words
from lianfang.apps.intake.reading.terms import Field, MappingUnusable, SavedMapping, mapping_from

HEADERS = """
姓名 → name
姓 名 → name
*姓名（必填） → name
被推送人 → name
密接者姓名 → name
姓名/Name → name
监护人姓名 →
填报人姓名 →
户主 →
身份证号码(必填) → id_number
身份证号/护照号 → id_number
公民身份号码 → id_number
ID number → id_number
证件类型 → id_kind
联系电话1 → phone
手机 → phone
联系人电话 →
性别 → sex
年龄(岁) → age
出生日期 → birth_date
现住址 → address
现居住地详细地址 → address
目的地详细地址 → address
单位地址 →
户籍地址 → registered_address
地址（户籍） → registered_address
县(市、区) → county_text
乡镇（街道） → town_text
当前驻留街镇 → town_text
村/社区 → village_text
村（社区） → village_text
所属网格 → grid_text
网格员 →
房间号 → room
职业 → occupation
工作单位 → workplace
来源地 → origin
您从哪里来 → origin
始发地风险等级 → level
人员类别 → exposure
车次/航班号 → transport
末次接触（暴露）时间 → last_exposure
离开来源地日期 → last_exposure
离开本县日期 →
返乡来乡日期 → arrived
到达本县日期 → arrived
发病日期 → onset
核查日期 → checked
是否接种疫苗 → vaccinated
体温(℃) → temperature
核查结果 → outcome
备注 → note
提交时间 →
是否有身份证号 →
"""


@pytest.mark.parametrize("line", HEADERS.strip().splitlines())
def test_what_a_header_means(line):
    header, _arrow, field = line.partition("→")
    found = columns.assign([(header.strip(),)]).columns
    assert [str(name) for name in found] == [field.strip()] * bool(field.strip())


def test_words_are_of_one_field_each():
    seen = {}
    for field in Field:
        for word in words(field):
            assert seen.setdefault(columns.normal(word), field) is field


def test_every_field_has_words_and_a_label():
    assert set(CHINESE) == set(LABELS) == set(Field)


@given(st.text(max_size=20))
def test_any_header_is_read_without_fault(header):
    assert columns.field_of(header) is None or columns.field_of(header) in Field
    assert columns.normal(columns.normal(header)) == columns.normal(header) or not header.isascii()


def test_headers_under_headers():
    levels = [
        ("基本信息", "姓名"),
        ("基本信息", "证件号码"),
        ("监护人", "姓名"),
        ("监护人", "电话"),
        ("现住址", "村"),
        ("户籍地", "详细地址"),
    ]
    found = columns.assign(levels)
    assert found.columns == {
        Field.NAME: (0,),
        Field.ID_NUMBER: (1,),
        Field.VILLAGE: (4,),
        Field.REGISTERED_ADDRESS: (5,),
    }
    assert found.unmapped == (2, 3)


def test_a_word_outranks_a_shape():
    found = columns.assign([("姓名",), ("机主姓名",)])
    assert found.columns == {Field.NAME: (0,)}
    assert found.unmapped == (1,)


def test_titles_are_distinct():
    assert columns.titles([("姓名",), ("姓名",), ("", ""), ("甲", "乙")]) == (
        "姓名",
        "姓名_2",
        "第3列",
        "甲/乙",
    )


def check(headers, mapping=None, samples=None):
    levels = [(header,) for header in headers]
    found = columns.assign(levels, mapping)
    columns.check("名单", columns.titles(levels), found, samples or {}, mapping)
    return found.columns


@pytest.mark.parametrize(
    ("headers", "field", "candidates"),
    [
        (["姓名", "名字", "身份证号"], "姓名", "“姓名”、“名字”"),
        (["姓名", "姓名", "身份证号"], "姓名", "“姓名”、“姓名_2”"),
        (["姓名", "现住址", "详细地址"], "现住址", "“现住址”、“详细地址”"),
    ],
)
def test_two_columns_that_claim_one_field_stop_the_reading(headers, field, candidates):
    with pytest.raises(columns.ColumnAmbiguous) as stopped:
        check(headers)
    assert stopped.value.facts == {"sheet": "名单", "field": field, "candidates": candidates}
    assert candidates in str(stopped.value)


def test_telephones_may_have_several_columns():
    assert check(["姓名", "手机", "固定电话"])[Field.PHONE] == (1, 2)


def test_a_list_without_names_stops_and_shows_what_looks_like_names():
    samples = {0: ["1", "2"], 1: ["张三", "李四"], 2: ["990121194912310021"]}
    with pytest.raises(columns.ColumnMissing) as stopped:
        check(["甲", "对象人", "身份证号"], samples=samples)
    assert stopped.value.facts["candidates"] == "“对象人”"


def test_numbers_under_an_unknown_header_stop_the_reading():
    samples = {1: ["990121194912310021", "99012119491231002X", ""][:2]}
    with pytest.raises(columns.ColumnMissing) as stopped:
        check(["姓名", "ZJHM"], samples=samples)
    assert (stopped.value.facts["field"], stopped.value.facts["candidates"]) == ("证件号码", "“ZJHM”")


def test_a_saved_mapping_settles_it():
    mapping = mapping_from({"名字": "name", "姓名": "", "ZJHM": "id_number"})
    assert check(["姓名", "名字", "ZJHM"], mapping) == {Field.NAME: (1,), Field.ID_NUMBER: (2,)}


def test_a_mapping_takes_its_field_from_the_words():
    mapping = mapping_from({"现居地址二": "address"})
    assert check(["姓名", "现住址", "现居地址二"], mapping)[Field.ADDRESS] == (2,)


def test_a_mapping_for_other_columns_does_not_fit():
    with pytest.raises(columns.MappingDoesNotFit) as stopped:
        check(["姓名", "电话"], mapping_from({"NAME": "name"}))
    assert stopped.value.facts["missing"] == "NAME"


def test_a_mapping_to_an_unknown_field_is_refused():
    with pytest.raises(MappingUnusable):
        mapping_from({"姓名": "nmae"})
    with pytest.raises(MappingUnusable):
        mapping_from({"姓名": "name"}, {"gender": {}})
    assert mapping_from({"姓名": "name"}) == SavedMapping({"姓名": "name"}, {})
