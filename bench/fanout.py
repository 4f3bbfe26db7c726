"""Directives: how fast do 33 items become tasks of 120 villages with named holders, against a bare insert?

1. A county of 10 towns with 12 villages each: the posts of the norms, held by named officers, one in 30
   vacant; area leaders, cadres and first secretaries beside them.
2. Issue: a directive of 33 items to the posts that such papers name; targets, tasks, holders, account, in
   one transaction, as the program does it. Then how it stands: every task with its state and holder.
3. Floor: the same task rows by one insert into the same table with the same indexes.

It makes a database of its own (a temporary home) and deletes it.
"""

import argparse
import sys
import time
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from bench.gaps import own_database

SECONDS: Final = 2.0  # the bar of an issue
ITEMS: Final = 33
COUNTY: Final = "990121"
AT: Final = datetime.fromisoformat("2022-07-10T09:00:00+08:00")
POSTS: Final = {
    6: ("county_office",),
    9: ("town_clerk", "health_centre_head", "police_station_head"),
    12: ("village_secretary", "village_cadre", "village_doctor", "area_leader", "first_secretary"),
}
ASKED: Final = (
    ("village_secretary", "village_cadre", "area_leader"),
    ("village_secretary",),
    ("first_secretary", "village_secretary"),
    ("police_station_head", "health_centre_head", "village_secretary"),
)
"""Whom the items of a town's opinion name, in turn."""


def main(arguments: list[str]) -> int:
    """Build, issue, look, insert the same rows, print seconds and ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--villages", type=int, default=120)
    parser.add_argument("--small", action="store_true", help="12 villages, no bar")
    chosen = parser.parse_args(arguments)
    with own_database():
        seconds = measure(12 if chosen.small else chosen.villages)
    return int(seconds > SECONDS and not chosen.small)


def measure(villages: int) -> float:
    """Median seconds of three issues, printed beside the floor."""
    from lianfang.apps.directives import operations, queries
    from lianfang.core.access.terms import SYSTEM

    build(villages)
    issues: list[float] = []
    for turn in range(3):
        at = AT + timedelta(hours=turn)
        uid = operations.keep(reading(), b"x", area=COUNTY, by=SYSTEM, at=at)
        started = time.perf_counter()
        account = operations.issue(uid, by=SYSTEM, at=at)
        issues.append(time.perf_counter() - started)
        found = queries.directive(uid, by=SYSTEM)
        started = time.perf_counter()
        told = queries.status(found, by=SYSTEM, at=at)
        looked = time.perf_counter() - started
    print(account)
    print(
        f"status: {told.total.tasks:,} tasks with state and holder in {looked:.2f} s,"
        f" {told.total.vacant} vacant"
    )
    bare = floor(found.pk)
    seconds = median(issues)
    print(
        f"issue: {ITEMS} items to {villages} villages, {account.tasks:,} tasks in {seconds:.2f} s,"
        f" bar {SECONDS} s"
    )
    print(f"floor: one insert of the same rows {bare:.2f} s; ratio {seconds / bare:.1f}")
    return seconds


def reading() -> Any:
    """A paper of 33 items."""
    from lianfang.apps.directives.terms import Actor, ActorKind, Item, ItemKind, Reading, Span

    span = Span(0, 1)
    items = [
        Item(
            index=place,
            paper=0,
            number=f"{place + 1}.",
            level=2,
            parent=None,
            kind=ItemKind.DEMAND,
            area_of_work="排查管控",
            title="",
            text="逐户逐人排查外来人员和返乡人员，确保排查无死角、人员全覆盖、信息无遗漏。" * 3,
            span=span,
            actors=tuple(
                Actor(code, span, ActorKind.POST, "责任人", "bench", codes=(code,))
                for code in ASKED[place % len(ASKED)]
            ),
        )
        for place in range(ITEMS)
    ]
    return Reading("意见.txt", "文", (), tuple(items))


def build(villages: int) -> None:
    """Places, posts, officers and who holds what since a month."""
    from lianfang.apps.areas.models import Area, Assignment, Edition, Officer, Post
    from lianfang.kernel.area_code import level_of

    towns = [f"{COUNTY}{100 + town}" for town in range(max(villages // 12, 1))]
    codes = [COUNTY, *towns, *(f"{towns[n // 12]}{1 + n % 12:03}" for n in range(villages))]
    before = AT - timedelta(days=30)
    edition = Edition.objects.create(
        label="x", content_hash="x", areas=len(codes), deepest=5, loaded_at=before
    )
    Area.objects.bulk_create(
        Area(code=code, level=level_of(code), name=f"区{code}", from_edition=edition) for code in codes
    )
    posts = Post.objects.bulk_create(
        Post(code=post, area=code, established_at=before) for code in codes for post in POSTS[len(code)]
    )
    kept = [post for place, post in enumerate(posts) if place % 30 or post.code == "county_office"]
    officers = Officer.objects.bulk_create(Officer(name=f"员{place}") for place in range(len(kept)))
    Assignment.objects.bulk_create(
        Assignment(post=post, officer=officer, area=post.area, begins_at=before, begin_recorded_at=before)
        for post, officer in zip(kept, officers, strict=True)
    )


def floor(directive: int) -> float:
    """Seconds of inserting the task rows of a directive again, as those of another."""
    from django.db import connection

    columns = (
        "item_id, area, issuer_area, post, unit_id, issued_at, receive_by, due_at, starts_on, times, days,"
        " clocks"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"create temporary table bare as select directive_id, {columns} from directives_task"
            f" where directive_id = {directive}"
        )
        cursor.execute("delete from directives_task where directive_id = %s", [directive])
        started = time.perf_counter()
        cursor.execute(f"insert into directives_task (directive_id, {columns}) select * from bare")
        return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
