"""What reads the lake: DuckDB in this process, or a Spark cluster that `LIANFANG_LAKE` names."""

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from django.conf import settings

from lianfang.apps.venues.queries import lake, meeting
from lianfang.apps.venues.terms import Engine
from lianfang.kernel.errors import DomainError

if TYPE_CHECKING:
    from ibis import Table
    from ibis.backends import BaseBackend

SPARK: Final = "spark://"
LOCAL: Final = "spark://local"
CONNECTIONS: Final = 8
"""Threads that ask at a time; an older one's connection is let go."""


class EngineUnknown(DomainError):
    """`LIANFANG_LAKE` names no engine, or one that is not installed."""

    code = "venues.engine_unknown"
    sentence = "大数据引擎“{engine}”不可用：{reason}"
    exit_code = 70


def usual() -> Engine:
    """The engine of this installation; raises EngineUnknown."""
    named = settings.LAKE
    if named.startswith(SPARK):
        return Engine.SPARK
    if named == Engine.DUCKDB:
        return Engine.DUCKDB
    raise EngineUnknown(engine=named, reason="LIANFANG_LAKE应为duckdb、spark://local或spark://主机:端口。")


def meetings(
    engine: Engine,
    files: Sequence[Path],
    asked: pl.DataFrame,
    *,
    stays: pl.DataFrame | None,
    places: pl.DataFrame | None,
    window: int,
) -> pl.DataFrame:
    """The meetings of those asked about in some files of the lake; at some places, where they are given."""
    import ibis

    backend = _backend(engine)
    seen = _seen(backend, engine, files)
    if places is not None:
        seen = seen.semi_join(ibis.memtable(places.to_arrow()), "place")
    known = None if stays is None else ibis.memtable(stays.to_arrow(), schema=meeting.STAYS)
    whom = ibis.memtable(asked.to_arrow(), schema=meeting.ASKED)
    found = backend.to_pyarrow(meeting.met(seen, whom, known, window=window))
    frame = pl.from_arrow(found)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _seen(backend: Any, engine: Engine, files: Sequence[Path]) -> "Table":
    """The stays of the files, under the same names and types for every engine."""
    names = list(lake.SCHEMA)
    if not files:
        import ibis

        return ibis.memtable(pl.DataFrame(schema=lake.SCHEMA).to_arrow())
    if engine is Engine.DUCKDB:
        return backend.read_parquet(
            list(map(str, files)), table_name=_view(), hive_partitioning=False
        ).select(names)
    paths = [file.as_uri() for file in files]
    backend._session.read.parquet(*paths).select(*names).createOrReplaceTempView(_view())
    return backend.table(_view())


def _view() -> str:
    """The name of the files of one question: a thread asks one at a time."""
    return f"seen_{get_ident()}"


def _backend(engine: Engine) -> "BaseBackend":
    return _duckdb(os.getpid(), get_ident()) if engine is Engine.DUCKDB else _spark()


@lru_cache(maxsize=CONNECTIONS)
def _duckdb(process: int, thread: int) -> "BaseBackend":
    """A connection of a thread of a process, in memory; it opens nothing but the files that it is given."""
    import ibis

    return ibis.duckdb.connect(threads=_threads(), autoinstall_known_extensions=False)


def _threads() -> int:
    return len(os.sched_getaffinity(0))


@lru_cache(maxsize=1)
def _spark() -> "BaseBackend":
    """The session with the cluster; raises EngineUnknown where Spark is not installed or does not answer."""
    try:
        import ibis
        from pyspark.sql import SparkSession

        named = settings.LAKE
        master = f"local[{_threads()}]" if named in {LOCAL, str(Engine.DUCKDB)} else named
        session = SparkSession.builder.master(master).appName("lianfang")
        for setting, value in _spark_settings(master).items():
            session = session.config(setting, value)
        return ibis.pyspark.connect(session.getOrCreate())
    except Exception as problem:  # whatever a JVM says
        raise EngineUnknown(engine="spark", reason=str(problem).strip().splitlines()[0]) from problem


def _spark_settings(master: str) -> dict[str, str]:
    """No page of Spark's own; where it runs here, nothing listens beyond this machine."""
    usual = {"spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC"}
    if not master.startswith("local"):
        return usual
    here = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    folder = str(lake.folder().parent / "spark")
    return usual | here | {"spark.sql.warehouse.dir": folder, "spark.sql.shuffle.partitions": str(_threads())}
