"""Kept files that no row names any more: found over every area, told, removed.

Nothing is removed unless the session is proven to see every declared table whole, in the database that
belongs to the home. To remove too little is put right by the next run; too much by nothing.
"""

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q

from lianfang.core import keeping
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.core.audit import queries as log
from lianfang.core.retention.registry import file_columns, folders
from lianfang.core.retention.terms import FileColumn, Swept
from lianfang.kernel.errors import DomainError

SWEEPING: Final = Work(
    "retention.files", "a file goes when no row of any area names it; counts are all it tells"
)
YOUNG: Final = timedelta(days=1)
"""What was kept or kept again within it stays: the row that names it may not be written yet."""
MOST: Final = 0.5
"""Share of all kept files beyond which one run removes none, unless told to."""
FEW: Final = 100
"""Files that may go whatever their share."""
ELSEWHERE: Final = "只处理部分辖区的数据时不清理文件。"


class SweepRefused(DomainError):
    """It is not certain that a file is named by nobody: none is removed."""

    code = "retention.sweep_refused"
    sentence = "没有清理文件：{reason}。{remedy}。"


def count(*, at: datetime) -> Swept:
    """What a sweep would remove now; a refusal is told as its remark."""
    try:
        found, whole = nameless(at=at)
        return _told([*found, *outdated()], whole)
    except SweepRefused as refusal:
        return Swept(remark=str(refusal))


def sweep(*, by: Actor, at: datetime, any_number: bool = False) -> Swept:
    """Remove the files that no row names, with a line in the log. Raises SweepRefused.

    To be called when what deleted the rows is committed: a file can't be brought back.
    """
    if by.scope:
        return Swept(remark=ELSEWHERE)
    before, sizes = _before(), []
    for path, size in outdated():
        path.unlink(missing_ok=True)
        sizes.append(size)
    with keeping.sweeping():
        found, whole = nameless(at=at, any_number=any_number)
        sizes += [size for path, size in found if keeping.forget(path, before=before)]
    done = Swept(len(sizes), sum(sizes), whole)
    with transaction.atomic():
        audit.record("retention.files", subject="retention", by=by, at=at, files=done.files, bytes=done.bytes)
    return done


def nameless(*, at: datetime, any_number: bool = False) -> tuple[list[tuple[Path, int]], int]:
    """Files that no row names, with their bytes, and of how many. Raises SweepRefused."""
    columns = file_columns()
    candidates = {path.name: path for path in keeping.older(_before())}  # before the rows are read
    whole = len(candidates)
    with rows.acting_for(SWEEPING):
        _check_database()
        _check_whole(columns)
        for column in columns:
            for name in _names(column, at):
                candidates.pop(name, None)
    if len(candidates) > max(FEW, MOST * whole) and not any_number:
        raise SweepRefused(
            reason=f"{whole}个文件中有{len(candidates)}个没有记录指着，超过一半",
            remedy="请先核对数据库是不是这个库的；确认无误后加--any-number再执行",
        )
    return [(path, path.stat().st_size) for path in candidates.values()], whole


def outdated() -> list[tuple[Path, int]]:
    """Copies in clear that have lain in their folder for longer than it keeps them, with their bytes."""
    old: list[tuple[Path, int]] = []
    for folder in folders():
        before = time.time() - folder.keep.total_seconds()
        for path in (settings.HOME.root / folder.name).glob("*"):
            with suppress(FileNotFoundError):  # fetched and removed meanwhile
                told = path.stat()
                old += [(path, told.st_size)] if told.st_mtime < before else []
    return old


def _told(files: Sequence[tuple[Path, int]], whole: int) -> Swept:
    return Swept(len(files), sum(size for _, size in files), whole)


def _before() -> float:
    return time.time() - YOUNG.total_seconds()


def _check_database() -> None:
    """The log's newest line must be the one that the home remembers: no older or other database."""
    if not log.is_anchored():
        raise SweepRefused(
            reason="数据库与库外锚定不符，可能不是这个库的，或恢复到了较早的状态",
            remedy="请运行lianfang audit verify查明",
        )


def _check_whole(columns: Iterable[FileColumn]) -> None:
    """Every declared table must show this session all its rows, by the locks that the database has."""
    with connection.cursor() as cursor:
        cursor.execute("select current_user, lianfang_reach()")
        role, reach = cursor.fetchone()
    closed = rows.are_closed(role)
    locks = rows.locks()
    for column in columns:
        lock = locks.get(column.table)
        if not (reach and closed) or (lock and not lock.within.startswith(rows.WHOLE)):
            raise SweepRefused(
                reason=f"不能确定看得到表{column.table}的全部行", remedy="请重新启动一次，使行锁与程序一致"
            )


def _names(column: FileColumn, at: datetime) -> Iterable[str]:
    found = _models()[column.table]._default_manager.order_by()
    if column.since:
        found = found.filter(Q(**{column.since: None}) | Q(**{f"{column.since}__gte": at - column.keep}))
    return found.values_list(column.column, flat=True).distinct().iterator()


def _models() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}
