"""Check a table of areas: what each row's code and level are, and which rows can't be used, with the reason.

1. *read* each code: spaces off, padding zeros off (990121000000 is 990121) unless the table has the shorter
   code in its own right (441900 东莞市 stands beside 4419) or states the level.
2. *shape*: digits of a known length, agreeing with the stated level; a name; counts that are numbers.
3. *duplicates*: one code on several rows. The first of equal rows stays; of rows that differ, none does.
4. *scope*: rows outside the area the table is meant for.
5. *orphans*, from the top down: the area above is neither in the table nor current outside of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from lianfang.apps.areas.terms import AreaFault
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.names import name_key

REASONS: Final[dict[str, str]] = {
    "malformed": "代码应为2、4、6、9、12、15或18位数字，请核对后重填。",
    "wrong_length": "代码位数与级别不符，请核对代码或级别。",
    "no_name": "没有名称，请补填。",
    "bad_count": "人口或户数不是整数，请核对后重填。",
    "duplicate": "同一代码已在前面出现过且内容相同，请删去重复行。",
    "contradiction": "同一代码有不同名称或数字，请核对后只留一行。",
    "outside": "不属于本次装载的辖区，请从表中删去或改用相应的辖区装载。",
    "orphan": "上级区划不在表中，也未在库中，请补上级一行；不设区的市请为其补县级一行。",
}
_LONGEST_COUNT = 9
_SEGMENTS = list(zip((0, *LENGTHS.values()), LENGTHS.values(), strict=False))
_LENGTH_OF_LEVEL = {int(level): length for level, length in LENGTHS.items()}
_LEVEL_OF_LENGTH = {length: int(level) for level, length in LENGTHS.items()}
_PARENT_LENGTH = {int(level): LENGTHS[Level(level - 1)] for level in Level if level > Level.PROVINCE}


@dataclass(frozen=True)
class AreaTable:
    """A checked table: usable rows (code, level, name, name_key, population, households) and the faults."""

    rows: pl.DataFrame
    rows_read: int
    faults: tuple[AreaFault, ...]
    scope: str
    roots: list[str]
    levels: list[int]


Known = Callable[[list[str]], set[str]]


def check(frame: pl.DataFrame, *, scope: str | None, known: Known) -> AreaTable:
    """Check a table; `known` tells which of some codes are current in the register."""
    rows = _read(_complete(frame))
    for step in (_shape, _duplicates):
        rows = step(rows)
    if scope:
        rows = _mark(rows, ~pl.col("code").str.starts_with(scope), "outside")
    rows = _orphans(rows, scope=scope, known=known)
    usable = rows.filter(pl.col("reason").is_null())
    return AreaTable(
        rows=_finished(usable),
        rows_read=frame.height,
        faults=_faults(rows),
        scope=common_scope(usable["code"]) if scope is None else scope,
        roots=_roots(usable) if not scope else [scope],
        levels=usable["level"].unique().sort().to_list(),
    )


def common_scope(codes: pl.Series) -> str:
    """Longest area code that all codes begin with; "" where they share none."""
    if codes.is_empty():
        return ""
    first, last = str(codes.min()), str(codes.max())
    shared = next((at for at in range(len(first)) if first[: at + 1] != last[: at + 1]), len(first))
    return first[: max((length for length in LENGTHS.values() if length <= shared), default=0)]


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """Every column, as text, empty as null; rows get a line number where they have none."""
    wanted = ("code", "name", "level", "population", "households", "file")
    text = {name: pl.col(name).cast(pl.String).str.strip_chars() for name in wanted if name in frame.columns}
    filled = {name: pl.when(column != "").then(column) for name, column in text.items()}
    absent = {name: pl.lit(None, pl.String) for name in wanted if name not in text}
    line = pl.col("line").cast(pl.Int64) if "line" in frame.columns else pl.int_range(1, pl.len() + 1)
    return frame.select(**filled, **absent, line=line, reason=pl.lit(None, pl.String)).with_columns(
        written=pl.col("code").fill_null(""), file=pl.col("file").fill_null("")
    )


def _read(rows: pl.DataFrame) -> pl.DataFrame:
    """Step 1: the significant code, and the level of it."""
    level = pl.col("level").cast(pl.Int64, strict=False)
    rows = rows.with_columns(
        stated=level,
        stated_length=level.replace_strict(_LENGTH_OF_LEVEL, default=None, return_dtype=pl.Int64),
        level_given=pl.col("level").is_not_null(),
        short=_without_padding(rows),
    )
    own = pl.col("short").is_in(rows["code"].implode()) & (pl.col("short") != pl.col("code"))
    end = pl.col("stated_length")
    padded = pl.col("code").str.slice(end).str.contains(r"^0*$")
    code = (
        pl.when(end.is_not_null() & padded)
        .then(pl.col("code").str.slice(0, end))
        .when(end.is_null() & ~own)
        .then("short")
        .otherwise("code")
    )
    rows = rows.with_columns(code=code)
    length = pl.col("code").str.len_chars()
    return rows.with_columns(
        level=length.replace_strict(_LEVEL_OF_LENGTH, default=None, return_dtype=pl.Int64)
    )


def _without_padding(rows: pl.DataFrame) -> pl.Series:
    """The codes up to their last segment that is not all zeros; the province always stays."""
    short = rows.select(short="code")
    for start, end in reversed(_SEGMENTS[1:]):
        code = pl.col("short")
        zeros = (code.str.len_chars() == end) & code.str.slice(start).str.contains(r"^0+$")
        short = short.with_columns(short=pl.when(zeros).then(code.str.slice(0, start)).otherwise(code))
    return short["short"]


def _shape(rows: pl.DataFrame) -> pl.DataFrame:
    """Step 2."""
    code = pl.col("code").fill_null("")
    rows = _mark(rows, ~code.str.contains(r"^[0-9]+$") | pl.col("level").is_null(), "malformed")
    rows = _mark(rows, pl.col("level_given") & pl.col("stated").ne_missing(pl.col("level")), "wrong_length")
    rows = _mark(rows, pl.col("name").is_null(), "no_name")
    counts = [_count(name) for name in ("population", "households")]
    for column, name in zip(counts, ("population", "households"), strict=True):
        rows = _mark(rows, pl.col(name).is_not_null() & column.is_null(), "bad_count")
    return rows.with_columns(population=counts[0], households=counts[1])


def _count(name: str) -> pl.Expr:
    plain = pl.col(name).str.replace_all(",", "", literal=True)
    digits = plain.str.contains(rf"^[0-9]{{1,{_LONGEST_COUNT}}}$")
    return pl.when(digits).then(plain).cast(pl.Int64, strict=False).alias(name)


def _duplicates(rows: pl.DataFrame) -> pl.DataFrame:
    """Step 3, among the rows that are still usable."""
    usable = pl.col("reason").is_null()
    if not rows.filter(usable)["code"].is_duplicated().any():
        return rows
    alike = pl.struct("name", "population", "households").n_unique().over("code", "reason")
    again = pl.int_range(pl.len()).over("code", "reason") > 0
    differ = pl.int_range(pl.len()).over("code", "reason").ge(0) & (alike > 1)
    rows = rows.with_columns(again=again, differ=differ)
    rows = _mark(rows, usable & pl.col("differ"), "contradiction")
    return _mark(rows, usable & pl.col("again"), "duplicate")


def _orphans(rows: pl.DataFrame, *, scope: str | None, known: Known) -> pl.DataFrame:
    """Step 5: level by level, so that what hangs on an orphan is an orphan too."""
    usable = rows.filter(pl.col("reason").is_null())
    roots, levels = _roots(usable), set(usable["level"].unique())
    alone = [scope] if scope else roots if len(roots) == 1 else []
    for level in sorted(levels - {int(Level.PROVINCE)}):
        above = pl.col("code").str.slice(0, _PARENT_LENGTH[level])
        here = pl.col("reason").is_null() & (pl.col("level") == level)
        parents = rows.filter(pl.col("reason").is_null() & (pl.col("level") == level - 1))["code"]
        missing = rows.filter(here & ~above.is_in(parents.implode())).select(above)["code"].unique().to_list()
        found = known(missing) if missing and level - 1 not in levels else set()
        present = pl.concat([parents, pl.Series("code", sorted(found), pl.String)]).implode()
        orphan = here & ~above.is_in(present) & ~pl.col("code").is_in(alone)
        rows = _mark(rows, orphan, "orphan")
    return rows


def _roots(usable: pl.DataFrame) -> list[str]:
    """Codes of the highest level of the table."""
    return usable.filter(pl.col("level") == pl.col("level").min())["code"].sort().to_list()


def _mark(rows: pl.DataFrame, wrong: pl.Expr, reason: str) -> pl.DataFrame:
    first = pl.col("reason").is_null() & wrong.fill_null(value=False)
    return rows.with_columns(reason=pl.when(first).then(pl.lit(reason)).otherwise("reason"))


def _finished(usable: pl.DataFrame) -> pl.DataFrame:
    names = usable.select("name").unique()
    keyed = names.with_columns(
        name_key=pl.Series([name_key(name) for name in names["name"]], dtype=pl.String)
    )
    kept = usable.select("code", "level", "name", "population", "households")
    return kept.join(keyed, on="name", how="left", maintain_order="left")


def _faults(rows: pl.DataFrame) -> tuple[AreaFault, ...]:
    wrong = rows.filter(pl.col("reason").is_not_null()).select("file", "line", "written", "reason")
    return tuple(
        AreaFault(file=file, line=line, value=value, reason=reason, sentence=REASONS[reason])
        for file, line, value, reason in wrong.iter_rows()
    )
