"""Columns of the frames that bulk operations take: what must be there, what may be left out."""

from collections.abc import Mapping, Sequence

import polars as pl

from lianfang.kernel.errors import WrongCall

Columns = Mapping[str, pl.DataType | type[pl.DataType]]


def complete(frame: pl.DataFrame, *, required: Sequence[str], optional: Columns) -> pl.DataFrame:
    """The required and optional columns alone, absent ones empty.

    Raises WrongCall where a required one is missing.
    """
    missing = [name for name in required if name not in frame.columns]
    if missing:
        raise WrongCall(problem=f"缺少列{'、'.join(missing)}。")
    present = [pl.col(name) for name in (*required, *optional) if name in frame.columns]
    absent = [pl.lit(None, kind).alias(name) for name, kind in optional.items() if name not in frame.columns]
    return frame.select(*present, *absent)
