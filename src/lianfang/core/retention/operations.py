"""Delete what is due, or try it: the same statements, taken back at the end of a dry run."""

from datetime import datetime

from django.db import connection, transaction

from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.retention import files
from lianfang.core.retention.registry import purposes, sweepers
from lianfang.core.retention.terms import Deleted, Purpose, Report
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE


def run_whole(*, by: Actor, at: datetime, dry_run: bool, any_number: bool = False) -> Report:
    """Delete what is due, and when that is committed the files that nothing names any more; its report.

    A dry run counts the files as they are nameless after its deletions. Raises PermissionMissing,
    SweepRefused (the rows are deleted then, the files are not).
    """
    with transaction.atomic(durable=True):
        done = tuple(run(by=by, at=at, dry_run=False))
        if dry_run:
            told = files.count(at=at)
            transaction.set_rollback(True)
            return Report(done, told)
    for sweep in sweepers():
        sweep()
    return Report(done, files.sweep(by=by, at=at, any_number=any_number))


@transaction.atomic
def run(*, by: Actor, at: datetime, dry_run: bool) -> list[Deleted]:
    """Delete, for every purpose, what was due by now within the actor's scope; its report.

    A dry run does the same and takes it back: its numbers are those of a real run. Raises PermissionMissing.
    """
    check(by, Permission.RETAIN)
    point = transaction.savepoint()
    _let_facts_go()
    report = [_delete(purpose, by=by, at=at) for purpose in purposes()]
    if dry_run:
        transaction.savepoint_rollback(point)
        return report
    transaction.savepoint_commit(point)
    rows = {one.purpose.code: one.rows for one in report}
    audit.record("retention.run", subject="retention", area=by.scope, by=by, at=at, rows=rows)
    return report


def _let_facts_go() -> None:
    """Facts are append-only to everybody else; for this transaction their deletion is named."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lianfang.retention', 'on', true)")


def _delete(purpose: Purpose, *, by: Actor, at: datetime) -> Deleted:
    before = at - purpose.keep
    lo, hi = area_code.prefix_range(by.scope)
    day = before.astimezone(ZONE).date()
    done = sql.run(purpose.app, purpose.statement, before_at=before, before_on=day, lo=lo, hi=hi)
    return Deleted(purpose, day.isoformat(), done.rows)
