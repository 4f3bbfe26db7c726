"""Which rows of a table of areas can be used, and why the others can't."""

import polars as pl
import pytest

from lianfang.apps.areas.operations.checks import REASONS, check, common_scope

TREE = [("99", "省"), ("9901", "市"), ("990121", "县"), ("990121100", "镇"), ("990121100201", "村")]


def checked(rows, *, scope=None, known=(), **columns):
    frame = pl.DataFrame(
        {"code": [row[0] for row in rows], "name": [row[1] for row in rows], **columns},
        schema_overrides={"code": pl.String, "name": pl.String},
    )
    return check(frame, scope=scope, known=lambda codes: set(known) & set(codes))


def faults(table):
    return [(fault.line, fault.value, fault.reason) for fault in table.faults]


def test_a_sound_table_has_levels_keys_and_no_faults():
    table = checked(TREE)
    assert faults(table) == []
    assert table.rows["level"].to_list() == [1, 2, 3, 4, 5]
    assert table.rows["name_key"].to_list() == ["sheng", "shi", "xian", "zhen", "cun"]
    assert (table.scope, table.roots, table.levels) == ("99", ["99"], [1, 2, 3, 4, 5])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("990121000000", "990121"),
        ("990121100000", "990121100"),
        (" 990121 ", "990121"),
        ("990000", "99"),
        ("990121100201", "990121100201"),
    ],
)
def test_padding_zeros_come_off(written, code):
    assert checked([(written, "某地")], scope="").rows["code"].to_list() == [code]


def test_a_code_stands_as_it_is_where_the_table_has_the_shorter_one_too():
    rows = [("44", "广东省"), ("4419", "东莞市"), ("441900", "东莞市"), ("441900003", "东城街道")]
    assert checked(rows).rows["code"].to_list() == ["44", "4419", "441900", "441900003"]


def test_a_stated_level_decides_what_is_padding():
    rows = [("44", "广东省"), ("441900000000", "东莞市"), ("441900000000", "东莞市")]
    table = checked(rows, level=[1, 2, 3])
    assert table.rows["code"].to_list() == ["44", "4419", "441900"]
    assert faults(table) == []


@pytest.mark.parametrize(
    ("row", "columns", "reason"),
    [
        (("99012", "县"), {}, "malformed"),
        (("99O121", "县"), {}, "malformed"),
        ((None, "县"), {}, "malformed"),
        (("9901.21", "县"), {}, "malformed"),
        (("990121", "县"), {"level": ["4"]}, "wrong_length"),
        (("990121", "县"), {"level": ["县城"]}, "wrong_length"),
        (("990121", "  "), {}, "no_name"),
        (("990121", "县"), {"population": ["十二万"]}, "bad_count"),
        (("990121", "县"), {"households": ["-1"]}, "bad_count"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(row, columns, reason):
    table = checked([row], **columns)
    assert faults(table) == [(1, row[0] or "", reason)]
    assert table.faults[0].sentence == REASONS[reason]
    assert table.rows.is_empty()


def test_an_equal_duplicate_leaves_the_first_a_contradiction_leaves_none():
    rows = [*TREE, ("990121100201", "村"), ("990121200", "甲乡"), ("990121200", "乙乡")]
    table = checked(rows)
    assert faults(table) == [
        (6, "990121100201", "duplicate"),
        (7, "990121200", "contradiction"),
        (8, "990121200", "contradiction"),
    ]
    assert table.rows.height == 5


def test_what_hangs_on_an_orphan_is_an_orphan_too():
    rows = [*TREE, ("990122100", "镇"), ("990122100201", "村")]
    assert faults(checked(rows)) == [(6, "990122100", "orphan"), (7, "990122100201", "orphan")]


def test_the_root_of_a_countys_own_table_needs_no_parent():
    assert faults(checked(TREE[2:])) == []
    two = [("990121", "甲县"), ("990122", "乙县")]
    assert [reason for *_, reason in faults(checked(two))] == ["orphan", "orphan"]
    assert faults(checked(two, known=["9901"])) == []


def test_a_known_parent_helps_only_at_levels_the_table_leaves_out():
    rows = [*TREE, ("990122100", "镇")]  # a table with counties that leaves out 990122 closes it
    assert faults(checked(rows, known=["990122"])) == [(6, "990122100", "orphan")]


def test_rows_outside_the_scope_are_refused():
    rows = [("990121100", "镇"), ("990122100", "外")]
    assert faults(checked(rows, scope="990121", known=["990121"])) == [(2, "990122100", "outside")]


def test_rows_are_named_by_their_own_file_and_line_where_given():
    table = checked([("x", "县")], file=["streets.csv"], line=[41])
    assert (table.faults[0].file, table.faults[0].line) == ("streets.csv", 41)


@pytest.mark.parametrize(
    ("codes", "scope"),
    [
        (["11", "12"], ""),
        (["990121", "990121100"], "990121"),
        (["990121100", "990121200"], "990121"),
        ([], ""),
    ],
)
def test_the_scope_of_a_table_is_the_longest_code_all_begin_with(codes, scope):
    assert common_scope(pl.Series(codes, dtype=pl.String)) == scope
