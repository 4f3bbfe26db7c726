"""Clear rows of a list: their keys, sealed with digests, and their whole content as text."""

from typing import Final

import polars as pl

from lianfang.apps.intake.rules import faults
from lianfang.core import sealing
from lianfang.kernel.citizen_id import DocumentKind

PHONE: Final = "phone"
UNKNOWN_DOCUMENT: Final = "other_document"


def document_kind() -> pl.Expr:
    """Kind under which a number is kept: that of its shape, one for all unknown ones."""
    kind = pl.col("id_kind")
    known = kind.is_not_null() & ~kind.is_in([DocumentKind.UNKNOWN.value, ""])
    return pl.when(known).then(kind).otherwise(pl.lit(UNKNOWN_DOCUMENT))


def sealed_keys(rows: pl.DataFrame) -> pl.DataFrame:
    """Every trusted number and every mobile of some rows: `k, kind, digest, sealed`."""
    solid = pl.col("id_status").is_in(faults.SOLID_ID)
    numbers = rows.filter(solid).select("k", kind=document_kind(), value="id_number")
    phones = rows.select("k", kind=pl.lit(PHONE), value="phones").explode("value").drop_nulls("value")
    keys = pl.concat([numbers, phones]).unique(["k", "kind", "value"])
    parts = [
        part.with_columns(digest=pl.Series(sealing.digests(part["kind"][0], part["value"]), dtype=pl.Binary))
        for part in keys.partition_by("kind")
    ]
    whole = pl.concat(parts) if parts else keys.with_columns(digest=pl.lit(None, pl.Binary))
    return whole.select(
        "k", "kind", "digest", sealed=pl.Series(sealing.seals(whole["value"]), dtype=pl.Binary)
    )


def contents(rows: pl.DataFrame) -> pl.Series:
    """Each row as one JSON object; columns that no row fills are left out, days are text."""
    filled = [name for name in rows.columns if rows[name].null_count() < rows.height]
    days = [name for name in filled if rows.schema[name] == pl.Date]
    told = rows.select(filled).with_columns(pl.col(days).dt.to_string("%Y-%m-%d"))
    return told.select(pl.struct(pl.all()).struct.json_encode().alias("content"))["content"]
