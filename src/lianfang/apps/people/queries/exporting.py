"""Persons as a list that leaves, and as the same list comes back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from lianfang.apps.people.queries.finding import mask
from lianfang.apps.people.terms import KEY_NAMES, STATE_NAMES, KeyKind, PersonState
from lianfang.core import sealing, sql
from lianfang.core.exports.leaving import Leaving
from lianfang.kernel import area_code

CHUNK: Final = 10_000
SEX_NAMES: Final = {"": "", "male": "男", "female": "女"}
BETWEEN: Final = "；"
HEAD: Final = (
    "人员编号",
    "姓名",
    "性别",
    "出生日期",
    "辖区代码",
    "现住址",
    "户编号",
    "职业",
    "状态",
    "证件类型",
    "证件号码",
    "其他证件",
    "联系电话",
)
VILLAGE_ONLY: Final = ""
"""What a masked list shows of an address: the code names the village."""
Keys = Mapping[int, Sequence[tuple[str, str]]]


def export_persons(*, area: str, clear: bool) -> Iterator[list[tuple[str, ...]]]:
    """The persons of an area in chunks of rows of text; numbers masked unless `clear`."""
    lo, hi = area_code.prefix_range(area)
    after = 0
    while rows := sql.tuples(sql.text("people", "export_persons"), lo=lo, hi=hi, after=after, limit=CHUNK):
        after = rows[-1][0]
        keys = _keys(rows[0][0], after, lo, hi, clear=clear)
        yield [_row(row, keys.get(row[0], ()), clear=clear) for row in rows]


def persons_leaving(*, clear: bool) -> Leaving:
    """The persons of an area as a list that leaves."""
    what = "人员（完整号码）" if clear else "人员（遮蔽）"
    return Leaving(what, "人员", HEAD, lambda area: export_persons(area=area, clear=clear), clear=clear)


def _keys(first: int, last: int, lo: str, hi: str, *, clear: bool) -> Keys:
    found: dict[int, list[tuple[str, str]]] = {}
    statement = sql.text("people", "export_keys")
    for person, kind, sealed in sql.tuples(statement, first=first, last=last, lo=lo, hi=hi):
        value = sealing.unseal(sealed)
        found.setdefault(person, []).append((kind, value if clear else mask(kind, value)))
    return found


def _row(row: tuple[Any, ...], keys: Sequence[tuple[str, str]], *, clear: bool) -> tuple[str, ...]:
    _, uid, name, sex, born, area, address, household, occupation, state = row
    documents = [key for key in keys if key[0] != KeyKind.PHONE]
    kind, number = documents[0] if documents else ("", "")
    return (
        str(uid),
        name,
        SEX_NAMES[sex],
        born.isoformat() if born else "",
        area,
        address if clear else VILLAGE_ONLY,
        str(household) if household else "",
        occupation,
        STATE_NAMES[PersonState(state)],
        KEY_NAMES[KeyKind(kind)] if kind else "",
        number,
        BETWEEN.join(f"{KEY_NAMES[KeyKind(kind)]}:{number}" for kind, number in documents[1:]),
        BETWEEN.join(value for kind, value in keys if kind == KeyKind.PHONE),
    )


def facts_of(uids: Sequence[str]) -> pl.DataFrame:
    """What the register says of some persons, as text and dates; those that it does not hold are absent."""
    schema = {"uid": pl.String, "person_id": pl.Int64, "name": pl.String, "sex": pl.String}
    schema |= {"birth_date": pl.Date}
    schema |= dict.fromkeys(("area", "address", "occupation", "state"), pl.String)
    rows = sql.tuples(sql.text("people", "facts_of_persons"), uids=",".join(uids))
    return pl.DataFrame(rows, schema=schema, orient="row")
