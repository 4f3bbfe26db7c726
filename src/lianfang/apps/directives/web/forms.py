"""The form by which an item is corrected: what it shows of an item, and what was typed into it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import POST_NAMES, UNIT_KIND_NAMES, PostCode
from lianfang.apps.directives import queries
from lianfang.apps.directives.models import Item
from lianfang.apps.directives.operations import Correction
from lianfang.apps.directives.terms import ITEM_USE_NAMES, ItemUse, Limit, Targets
from lianfang.core import doors
from lianfang.core.duty import registry
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import WrongCall

HOUR: Final = timedelta(hours=1)
USES: Final = [(use.value, name) for use, name in ITEM_USE_NAMES.items()]
Field = dict[str, Any]


def form_of(item: Item, *, typed: QueryDict | None = None) -> dict[str, Any]:
    """What the form of an item shows: its fields as they are, or as they were typed and refused."""
    chosen = typed.getlist("posts") if typed else item.posts
    kinds = typed.getlist("unit_kinds") if typed else item.unit_kinds
    shown = (item, typed)
    return {
        "head": [_field(shown, "text", _("任务内容"), "area", value=item.text, rows=6, required=True)],
        "use": _field(shown, "use", _("怎么处理"), "choice", value=item.use, choices=USES),
        "covered": _field(
            shown, "covered_by", _("由哪一项常规事项覆盖"), "choice", value=item.covered_by, choices=_kinds()
        ),
        "posts": [
            (code.value, name, code in chosen)
            for code, name in POST_NAMES.items()
            if code is not PostCode.UNIT_HEAD
        ],
        "unit_kinds": [(code.value, name, code in kinds) for code, name in UNIT_KIND_NAMES.items()],
        "units": _field(
            shown,
            "units",
            _("指定单位"),
            "area",
            value="\n".join(one.name for one in queries.units(area=item.area, uids=item.units)),
            rows=2,
            help=_("每行一个单位名称，写全称或唯一的简称。"),
        ),
        "areas": _field(
            shown, "areas", _("只交给"), "choice", value=next(iter(item.areas), ""), choices=_places(item)
        ),
        "limit": list(_limit_fields(shown)),
    }


def _field(shown: tuple[Item, QueryDict | None], name: str, label: str, kind: str, **more: object) -> Field:
    item, typed = shown
    made = {"id": f"{name}-{item.index}", "name": name, "label": label, "kind": kind} | more
    return made | {"value": typed.get(name, "")} if typed else made


def _kinds() -> list[tuple[str, str]]:
    return [("", _("请选择")), *((kind.code, kind.name) for kind in registry.kinds())]


def _places(item: Item) -> list[tuple[str, str]]:
    below = areas.area(item.area).children
    return [("", _("全部辖区")), *((place.code, place.name) for place in below)]


def _limit_fields(shown: tuple[Item, QueryDict | None]) -> Iterable[Field]:
    item, _typed = shown
    hours = "" if item.within is None else f"{item.within / HOUR:g}"
    due = item.due_at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if item.due_at else ""
    clocks = " ".join(clock.strftime("%H:%M") for clock in item.clocks)
    yield _field(shown, "within", _("交办后多少小时内"), "number", value=hours)
    yield _field(shown, "due_at", _("或：截止时间"), "datetime-local", value=due)
    yield _field(shown, "times", _("或：反复办理，共几次"), "number", value=item.times or "")
    yield _field(shown, "days", _("每几天"), "number", value=item.days or "")
    yield _field(
        shown, "clocks", _("每次几点前"), "text", value=clocks, help=_("如 10:00 16:00；不填由系统均分。")
    )


def read_correction(posted: QueryDict, item: Item) -> Correction:
    """What was typed, as a correction; raises WrongCall for what is no number, time or name."""
    typed = {name: str(posted.get(name, "")) for name in posted}
    use = typed.get("use", ItemUse.TASK)
    if use not in set(ItemUse):
        raise WrongCall(problem=_("请选择怎么处理这一条。"))
    return Correction(
        text=typed.get("text", ""),
        title=item.title,
        use=ItemUse(use),
        covered_by=typed.get("covered_by", ""),
        limit=_limit(typed, item),
        targets=Targets(
            tuple(posted.getlist("posts")),
            tuple(posted.getlist("unit_kinds")),
            tuple(_units(typed.get("units", ""), item)),
            (typed["areas"],) if typed.get("areas") else (),
        ),
    )


def _units(text: str, item: Item) -> Iterable[Any]:
    names = [line.strip() for line in text.splitlines() if line.strip()]
    found = queries.units_by_name(names, area=item.area) if names else {}
    for name in names:
        if name not in found:
            raise WrongCall(
                problem=gettext("没有名为“{name}”的单位，或不止一个。请写全称。").format(name=name)
            )
        yield from found[name]


def _limit(typed: Mapping[str, str], item: Item) -> Limit:
    if typed.get("times"):
        clocks = tuple(_clock(word) for word in typed.get("clocks", "").replace("，", " ").split())
        days = _number(typed.get("days") or "1")
        return Limit(times=_number(typed["times"]), days=days, clocks=clocks, weekday=item.weekday)
    if typed.get("due_at"):
        return Limit(due_at=doors.moment(typed["due_at"]))
    if typed.get("within"):
        return Limit(within=_number(typed["within"]) * HOUR)
    return Limit()


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise WrongCall(problem=gettext("“{text}”应为整数。").format(text=text))
    return int(text)


def _clock(word: str) -> time:
    try:
        return datetime.strptime(word, "%H:%M").time()  # noqa: DTZ007  a wall clock has no zone
    except ValueError as problem:
        raise WrongCall(problem=gettext("“{word}”不是时刻，应写作 16:00。").format(word=word)) from problem
