"""Who is meant by the numbers of a file: a record of the register, or a visitor that it does not know.

1. *read*: each number once, as lists are read (document with its check digit, telephone).
2. *resolve*: by uid, document, or telephone (and name, where there is one), set by set.
3. *visitors*: whoever the register does not know is kept by digest, to be called by sealed numbers.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import polars as pl

from lianfang.apps.intake.reading import values
from lianfang.apps.intake.reading.terms import IdStatus
from lianfang.apps.venues.rules.reading import Column
from lianfang.apps.venues.terms import RowFault
from lianfang.core import sealing, sql
from lianfang.core.access import rows
from lianfang.core.access.terms import Work
from lianfang.kernel.clock import ZONE
from lianfang.kernel.names import clean_name

APP: Final = "venues"
KEYS: Final = (Column.PERSON, Column.ID_NUMBER, Column.PHONE, Column.NAME)
USABLE: Final = frozenset({IdStatus.OK, IdStatus.UPGRADED_15, IdStatus.X_RESTORED, IdStatus.OTHER_DOCUMENT})
RESOLVING: Final = Work(
    "venues.resolve", "who was seen at a venue may live anywhere; a number of the record is all that is kept"
)
STAGED: Final = {
    "k": pl.Int64,
    "person_uid": pl.String,
    "kind": pl.String,
    "number": pl.String,
    "phone": pl.String,
    "name": pl.String,
    "fault": pl.String,
    "column": pl.String,
}


@dataclass
class People:
    """Whom the numbers of a file mean; what was resolved once is not asked again."""

    area: str
    at: datetime
    known: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(
            schema={
                **dict.fromkeys(KEYS, pl.String),
                "person": pl.Int64,
                "fault": pl.String,
                "column": pl.String,
            }
        )
    )

    def resolve(self, found: pl.DataFrame) -> pl.DataFrame:
        """The rows with `person`; where nobody or several are meant, with `fault` and `column`."""
        keys = found.filter(pl.col("fault").is_null()).select(KEYS).unique(maintain_order=True)
        new = keys.join(self.known, on=KEYS, how="anti", maintain_order="left")
        if new.height:
            self.known = pl.concat([self.known, self._ask(new)])
        joined = found.join(self.known, on=KEYS, how="left", maintain_order="left", suffix="_known")
        return joined.with_columns(
            pl.coalesce("fault", "fault_known").alias("fault"),
            pl.coalesce("column", "column_known").alias("column"),
        ).drop("fault_known", "column_known")

    def _ask(self, keys: pl.DataFrame) -> pl.DataFrame:
        read = _read(keys, self.at)
        staged = _sealed(read)
        with rows.acting_for(RESOLVING):
            sql.run(APP, "make_keys")
            sql.copy_in("venues_key", staged)
            sql.run(APP, "analyse_keys")
            sql.run(APP, "resolve_keys", unknown=RowFault.PERSON_UNKNOWN, several=RowFault.SEVERAL)
            sql.run(APP, "write_visitors", area=self.area, at=self.at)
            sql.run(APP, "number_visitors")
            answers = sql.fetch(APP, "resolved_keys")
        schema = {"k": pl.Int64, "person": pl.Int64, "fault_found": pl.String}
        answered = pl.DataFrame(answers, schema=schema)
        whole = read.join(answered, on="k", how="left", maintain_order="left")
        fault = pl.coalesce("fault", "fault_found")
        asked = (
            pl.when(pl.col("number") != "")
            .then(pl.lit(Column.ID_NUMBER.value))
            .when(pl.col("phone") != "")
            .then(pl.lit(Column.PHONE.value))
            .otherwise(pl.lit(Column.PERSON.value))
        )
        column = pl.when(fault.is_not_null()).then(pl.coalesce("column", asked))
        told = whole.select("person", fault.alias("fault"), column.alias("column"))
        return pl.concat([keys, told], how="horizontal")


def _read(keys: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """What each set of numbers says: uid, document of a kind, telephone, name; or the fault of one."""
    on = at.astimezone(ZONE).date()
    read = []
    for k, (uid, document, phone, name) in enumerate(keys.select(KEYS).iter_rows()):
        kind, number, status, _, _ = values.read_id(document, "", on=on)
        mobiles, landlines, _ = values.read_phone(phone)
        telephone = (mobiles or landlines or [""])[0]
        fault, column = None, None
        if not uid and status not in USABLE and status is not IdStatus.EMPTY:
            fault, column = RowFault.NUMBER_WRONG, Column.ID_NUMBER
        elif not uid and status is IdStatus.EMPTY and not telephone:
            fault, column = RowFault.NUMBER_WRONG, Column.PHONE
        whole = number if status in USABLE and number else ""
        read.append((k, uid, kind if whole else "", whole, telephone, clean_name(name), fault, column))
    return pl.DataFrame(read, schema=STAGED, orient="row")


def _sealed(read: pl.DataFrame) -> pl.DataFrame:
    """The keys as the staging table has them: digests to find, sealed values to keep; no faulty ones."""
    asked = read.filter(pl.col("fault").is_null())
    kinds = [kind or "phone" for kind in asked["kind"]]
    main = [number or phone for number, phone in zip(asked["number"], asked["phone"], strict=True)]
    digests = [sealing.digest(kind, value) for kind, value in zip(kinds, main, strict=True)]
    return asked.select(
        "k",
        pl.when(pl.col("person_uid").str.contains(r"^[0-9a-fA-F-]{36}$"))
        .then("person_uid")
        .otherwise(pl.lit(None))
        .alias("person_uid"),
        (pl.col("person_uid") != "").alias("by_uid"),
        pl.Series("digest", digests, dtype=pl.Binary),
        pl.Series("kind", kinds, dtype=pl.String),
        pl.Series("sealed", sealing.seals(main), dtype=pl.Binary),
        pl.Series("phone", sealing.seals(asked["phone"]), dtype=pl.Binary),
        pl.col("name").fill_null(""),
    )
