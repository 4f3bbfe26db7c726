"""A directive of an invented county: read by hand, kept, issued to places with and without holders."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from lianfang.apps.areas.models import Area, Assignment, Edition, Officer, Post, Unit
from lianfang.apps.directives import operations
from lianfang.apps.directives.terms import (
    Actor,
    ActorKind,
    Deadline,
    DeadlineKind,
    Item,
    ItemKind,
    Paper,
    Reading,
    Recurrence,
    Span,
)
from lianfang.core.access import terms as access
from lianfang.core.access.permissions import EVERY
from lianfang.kernel.area_code import level_of
from lianfang.kernel.clock import ZONE

COUNTY = "990121"
TOWN = f"{COUNTY}100"
VILLAGE = f"{TOWN}001"
OTHER = f"{TOWN}002"
FAR = f"{COUNTY}200001"
AREAS = (COUNTY, TOWN, VILLAGE, OTHER, f"{COUNTY}200", FAR)
NOW = datetime(2022, 7, 11, 9, tzinfo=ZONE)
BEFORE = NOW - timedelta(days=30)
OFFICE = access.Actor(name="县办", scopes=(COUNTY,), role="headquarters", permissions=EVERY)
SECRETARY = access.Actor(name="书记", scopes=(VILLAGE,), role="village_secretary", permissions=EVERY)
SPAN = Span(0, 1)


def secretary() -> access.Actor:
    """The secretary, signed in: an actor who knows which officer it is."""
    return replace(
        SECRETARY, officers=frozenset(Officer.objects.filter(name="书记").values_list("uid", flat=True))
    )


TITLE = "测试县关于做好夏季疫情防控工作的通知"
TEXT = "一、排查\n1.各村每日排查返乡人员，18时前上报。\n2.卫生院三天内备齐药品。\n3.加强宣传。\n"


def county(areas: Sequence[str] = AREAS) -> None:
    """A county with two towns and three villages."""
    edition = Edition.objects.create(
        label="测试", content_hash="x", areas=len(areas), deepest=5, loaded_at=BEFORE
    )
    Area.objects.bulk_create(
        Area(code=code, level=level_of(code), name=f"区{code[6:] or code}", from_edition=edition)
        for code in areas
    )


def held(code: str, area: str, name: str = "", *, unit: Unit | None = None) -> Post:
    """A post, held by somebody where a name is given."""
    post = Post.objects.create(code=code, area=area, unit=unit, established_at=BEFORE)
    if name:
        officer = Officer.objects.create(name=name)
        Assignment.objects.create(
            post=post, officer=officer, area=area, begins_at=BEFORE, begin_recorded_at=BEFORE
        )
    return post


def staffed() -> None:
    """The county with its office, a health centre's head, and the secretary of one village."""
    county()
    held("county_office", COUNTY, "县办")
    held("health_centre_head", TOWN, "院长")
    held("village_secretary", VILLAGE, "书记")


def actor(*codes: str, text: str = "各村", kind: ActorKind = ActorKind.POST) -> Actor:
    return Actor(text, SPAN, kind, "subject", "test", codes=codes)


def item(index: int, number: str, text: str, *codes: str, **facts: object) -> Item:
    """A demand as the reader gives it, to posts or kinds of unit."""
    given = {"actors": (actor(*codes),) if codes else ()} | facts
    return Item(
        index=index,
        paper=0,
        number=number,
        level=2,
        parent=None,
        kind=ItemKind.DEMAND,
        area_of_work="排查",
        title="",
        text=text,
        span=Span(max(TEXT.find(text), 0), max(TEXT.find(text), 0) + len(text)),
        **given,  # type: ignore[arg-type]
    )


def daily(times: int = 1, *clocks: time, days: int = 1, weekday: int | None = None) -> dict[str, object]:
    """What an item says that comes back."""
    return {"recurrences": (Recurrence("每日", SPAN, "test", times, days, clocks, weekday),)}


def within(span: timedelta, anchor: str = "") -> dict[str, object]:
    """What an item says that has a limit."""
    return {"deadlines": (Deadline("内", SPAN, "test", DeadlineKind.WITHIN, within=span, anchor=anchor),)}


def reading(*items: Item) -> Reading:
    """A paper with these items, or three usual ones."""
    usual = (
        item(0, "1.", "各村每日排查返乡人员，18时前上报。", "village_secretary", **daily(1, time(18))),
        item(1, "2.", "卫生院三天内备齐药品。", "health_centre", **within(timedelta(days=3))),
        item(2, "3.", "加强宣传。", "village_secretary"),
    )
    return Reading("通知.txt", TEXT, (Paper(TITLE, Span(0, len(TEXT)), date(2022, 7, 11)),), items or usual)


def kept(*items: Item, area: str = COUNTY, at: datetime = NOW) -> UUID:
    """A directive received and not issued."""
    return operations.keep(reading(*items), TEXT.encode(), area=area, by=OFFICE, at=at)


def issued(*items: Item, area: str = COUNTY, at: datetime = NOW) -> UUID:
    """A directive issued to everybody."""
    made = kept(*items, area=area, at=at)
    operations.issue(made, by=OFFICE, at=at)
    return made
