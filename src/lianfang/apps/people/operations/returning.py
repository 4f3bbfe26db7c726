"""A list of persons that left comes back: what we hold is unchanged, what is new is registered.

Nothing is overwritten by a file: where a row says otherwise than the register, the whole file is refused with
what differs; to change a person there is a correction, with its ground.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

from lianfang.apps.people import queries
from lianfang.apps.people.operations.changes import add_keys
from lianfang.apps.people.operations.registration import register
from lianfang.apps.people.queries.exporting import BETWEEN, HEAD, SEX_NAMES
from lianfang.apps.people.terms import KEY_NAMES, STATE_NAMES, Registration
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import InputRefused, NotAllowed
from lianfang.kernel.text import restore_formula

FACTS: Final = ("name", "sex", "birth_date", "area", "address", "occupation", "state")
CODES: Final = (
    "uid",
    "name",
    "sex",
    "birth_date",
    "area",
    "address",
    "household_uid",
    "occupation",
    "state",
    "document_kind",
    "document",
    "others",
    "phones",
)
COLUMNS: Final = dict(zip(HEAD, CODES, strict=True))
_KINDS: Final = {name: str(code) for code, name in KEY_NAMES.items()}
MASK: Final = "*"
SOURCE: Final = "export"


class NotAnExport(InputRefused):
    """A file that is no list of persons as we write them."""

    code = "people.not_an_export"
    sentence = "文件“{file}”不是本系统导出的人员名单：{problem}。别的名单请用intake接收。"


class DiffersFromRegister(InputRefused):
    """Rows that say otherwise than the register."""

    code = "people.differs_from_register"
    sentence = "有{count}行与登记不同，没有写入。如{name}（{uid}）：{fields}。要改动请用更正。"


def take_back(path: Path, *, by: Actor, at: datetime) -> Registration:
    """Register the persons of an exported list that we do not hold; those that we hold change nothing.

    Raises NotAnExport, DiffersFromRegister, NotAllowed for rows out of the actor's sight, FactRefused.
    """
    people = _people(_table(path), path)
    outside = next((area for area in people["area"].unique() if not by.may_see(area)), None)
    if outside is not None:
        raise NotAllowed(actor=by.name, action=f"登记{outside}的人员")
    _check_unchanged(people)
    account = register(people.drop("others"), by=by, at=at, source=SOURCE)
    more = _other_documents(people)
    added = 0 if more.is_empty() else add_keys(more, by=by, at=at)
    return replace(account, keys=account.keys + added)


def _other_documents(people: pl.DataFrame) -> pl.DataFrame:
    """Documents beside the first one: `person_id, kind, value`."""
    listed = people.filter(pl.col("others") != "").select("uid", pl.col("others").str.split(BETWEEN))
    parts = listed.explode("others").with_columns(pl.col("others").str.split_exact(":", 1)).unnest("others")
    numbers = queries.facts_of(parts["uid"].unique().to_list()).select("uid", "person_id")
    kinds = pl.col("field_0").replace_strict(_KINDS, default="?", return_dtype=pl.String)
    return parts.join(numbers, on="uid").select(
        "person_id", kinds.alias("kind"), pl.col("field_1").alias("value")
    )


def _table(path: Path) -> pl.DataFrame:
    try:
        if path.suffix == ".csv":
            return pl.read_csv(path, infer_schema=False).with_columns(
                pl.all().map_elements(restore_formula, return_dtype=pl.String)
            )
        book = fastexcel.read_excel(path)
        sheets = [book.load_sheet(name, dtypes="string").to_polars() for name in book.sheet_names]
        return pl.concat(sheets, how="vertical")
    except (OSError, fastexcel.FastExcelError, pl.exceptions.PolarsError) as problem:
        raise NotAnExport(file=path.name, problem="无法读取") from problem


def _people(table: pl.DataFrame, path: Path) -> pl.DataFrame:
    missing = [name for name in HEAD if name not in table.columns]
    if missing:
        raise NotAnExport(file=path.name, problem=f"缺少列{'、'.join(missing)}")
    text = table.select(pl.col(name).fill_null("").alias(code) for name, code in COLUMNS.items())
    masked = pl.col("document", "others", "phones").str.contains(MASK, literal=True)
    if any(text.select(masked.any()).row(0)):
        raise NotAnExport(file=path.name, problem="号码已遮蔽，不能导回")
    return text.with_columns(
        pl.col("sex").replace_strict({name: code for code, name in SEX_NAMES.items()}, default="?"),
        pl.col("state").replace_strict({name: str(code) for code, name in STATE_NAMES.items()}, default="?"),
        pl.col("birth_date").replace("", None).str.to_date(strict=True),
        _or_none("household_uid"),
        _or_none("document"),
        pl.col("document_kind").replace_strict(_KINDS | {"": None}, default="?"),
        pl.when(pl.col("phones") != "").then(pl.col("phones").str.split(BETWEEN)).alias("phones"),
    )


def _or_none(column: str) -> pl.Expr:
    return pl.when(pl.col(column) != "").then(pl.col(column)).alias(column)


def _check_unchanged(people: pl.DataFrame) -> None:
    held = queries.facts_of(people["uid"].to_list())
    both = people.select("uid", *FACTS).join(held, on="uid", suffix="_held")
    differs = [pl.col(name).ne_missing(pl.col(f"{name}_held")).alias(name) for name in FACTS]
    found = both.select("uid", *differs, said=pl.col("name")).filter(pl.any_horizontal(FACTS))
    if not found.is_empty():
        first = found.row(0, named=True)
        fields = "、".join(name for name in FACTS if first[name])
        raise DiffersFromRegister(count=found.height, name=first["said"], uid=first["uid"], fields=fields)
