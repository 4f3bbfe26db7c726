"""Pages of doubtful rows: the queue, and a row beside the persons it may be."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import POST_NAMES, PostCode
from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.models import Batch
from lianfang.apps.intake.rules import faults
from lianfang.apps.intake.terms import CHANNEL_NAMES, DECISION_NAMES, EVIDENCE_NAMES, HINT_NAMES, Decision
from lianfang.apps.intake.web import masking
from lianfang.apps.intake.web.tabs import tabs
from lianfang.apps.people import queries as people
from lianfang.apps.people.terms import KeyKind, PersonCard
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.paging import SIZE, Page, skipped_before
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import NotFound, WrongCall

Place = tuple[int, int, int]
FOUND_BESIDE: Final = 8
SEXES: Final = {"male": _("男"), "female": _("女")}
ROW_LINES: Final = (
    ("name", _("姓名"), "name"),
    ("id", _("证件号码"), "id_number"),
    ("phone", _("电话"), "phones"),
    ("sex", _("性别"), "sex"),
    ("birth_date", _("出生年"), "birth_date"),
    ("village", _("住地"), "address"),
)
"""What is compared: the evidence, its name, and the field of the row."""
ALSO_SAID: Final = (
    (_("人员类别"), "exposure_text"),
    (_("风险等级"), "level_text"),
    (_("来源地"), "origin"),
    (_("末次接触日期"), "last_exposure"),
    (_("到达日期"), "arrived"),
    (_("工作单位"), "workplace"),
    (_("备注"), "note"),
)


@dataclass(frozen=True)
class Line:
    """One fact on both sides, and whether they agree."""

    label: str
    left: str
    right: str
    differs: bool
    tone: str


@dataclass(frozen=True)
class Likely:
    """A person that the row may be, beside the row; nothing but the number where they are out of sight."""

    uid: str
    key: int
    name: str
    place: str
    rule: str
    lines: tuple[Line, ...]
    agrees: str
    differs: str
    chosen: bool
    seen: bool


@needs(Permission.REVIEW_ROWS)
def reviews(request: PageRequest) -> HttpResponse:
    """Rows that wait for a person, the oldest list first."""
    batch = _number(request.GET.get("batch", ""))
    area = request.actor.scope
    total = _total(queries.waiting_rows(area=area, batch=batch, most=1))
    skipped = skipped_before(request.GET, total)
    rows = queries.waiting_rows(area=area, batch=batch, most=SIZE, skipped=skipped)
    names = areas.names(row["area"] for row in rows)
    shown = [_waiting(row, names) for row in rows]
    context = {"tabs": tabs(request), "page": Page.beside(shown, request.GET, total), "total": total}
    return render(request, "intake/review_list.html" if request.htmx else "intake/reviews.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _total(rows: list[dict[str, Any]]) -> int:
    return int(rows[0]["total"]) if rows else 0


def _waiting(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    place = (row["batch"], row["sheet_no"], row["row"], row["part"])
    return row | {
        "href": reverse("intake:review", args=place),
        "area": names.get(row["area"], row["area"]),
        "channel": CHANNEL_NAMES.get(row["channel"], row["channel"]),
        "reason": faults.sentence(row["reason"]),
    }


@needs(Permission.REVIEW_ROWS)
def review(request: PageRequest, batch: int, sheet: int, row: int, part: int) -> HttpResponse:
    """A doubtful row beside the persons it may be, with what speaks for and against each."""
    place = (sheet, row, part)
    found = queries.batch_of_row(batch, place, by=request.actor)
    doubtful = queries.row_in_review(found, place, by=request.actor)
    clear = queries.contents(found.pk, [place])[place]
    asked = request.GET.get("q", "").strip()
    persons = _likely(request, found, place, clear, asked)
    chosen = request.GET.get("person", "") or (persons[0]["person"] if persons else "")
    waiting = [_key(one) for one in queries.waiting_rows(area=request.actor.scope)]
    here = (found.pk, *place)
    context = {
        "batch": found,
        "channel": CHANNEL_NAMES.get(found.channel, found.channel),
        "place": {"sheet": _sheet_name(found, sheet), "row": row},
        "reason": faults.sentence(doubtful.reason),
        "remedy": faults.remedy(doubtful.reason),
        "area": areas.names([doubtful.area]).get(doubtful.area, doubtful.area),
        "row": [(name, _said(clear, field)) for _fact, name, field in ROW_LINES],
        "also": [(name, text) for name, field in ALSO_SAID if (text := masking.shown(clear.get(field)))],
        "beyond": _beyond(request, found, place, doubtful.area),
        "persons": [_beside(request, one, clear, n, chosen) for n, one in enumerate(persons, 1)],
        "asked": asked,
        "decided": [_decision(one) for one in queries.decisions(found.pk, place)],
        "nameless": not clear.get("name"),
        "left": len(waiting),
        "next": _address(_after(waiting, here)),
        "decide": reverse("intake:decide", args=here),
    }
    return render(request, "intake/review.html", context)


def _beyond(request: PageRequest, found: Batch, place: Place, area: str) -> dict[str, Any] | None:
    """How many the row may be beside those in sight, and who can see them all."""
    hidden = queries.beyond(found.pk, place, area=area)
    if hidden is None:
        return None
    post = PostCode.TOWN_CLERK if hidden.area else PostCode.COUNTY_OFFICE
    who = areas.responsible(area=hidden.area or area[: LENGTHS[Level.COUNTY]], post=post, at=request.moment)
    return {
        "count": hidden.count,
        "place": areas.names([hidden.area]).get(hidden.area, ""),
        "holder": who.holder if who else "",
        "post": POST_NAMES[PostCode(who.holder_post)] if who else "",
    }


def _sheet_name(found: Batch, sheet: int) -> str:
    return str(found.mapping["sheets"][sheet - 1]["name"])


def _key(row: dict[str, Any]) -> tuple[int, int, int, int]:
    return (row["batch"], row["sheet_no"], row["row"], row["part"])


def _after(
    waiting: list[tuple[int, int, int, int]], here: tuple[int, int, int, int]
) -> tuple[int, int, int, int] | None:
    """The next row that waits, in the order of the queue; the first again after the last."""
    if here in waiting:
        turned = waiting[waiting.index(here) + 1 :] + waiting[: waiting.index(here)]
        return turned[0] if turned else None
    return waiting[0] if waiting else None


def _address(place: tuple[int, int, int, int] | None) -> str:
    return reverse("intake:review", args=place) if place else ""


def _decision(one: Any) -> dict[str, Any]:
    person = one.person
    return {
        "at": one.recorded_at,
        "what": DECISION_NAMES[one.decision],
        "detail": one.reason or (person.name if person else ""),
        "by": one.by,
    }


def _likely(
    request: PageRequest, found: Batch, place: Place, clear: dict[str, Any], asked: str
) -> list[dict[str, Any]]:
    """The candidates of the row, and whom a person looked for beside them."""
    own = queries.candidates(found.pk, place=place)
    known = {one["person"] for one in own}
    looked_for = people.find(text=asked, scope=request.actor.scope, limit=FOUND_BESIDE) if asked else []
    more = [
        {"person": str(one.person), "name": one.name, "rule": "", "agrees": [], "differs": []}
        for one in looked_for
        if str(one.person) not in known
    ]
    return own + more


def _beside(
    request: PageRequest, one: dict[str, Any], clear: dict[str, Any], key: int, chosen: str
) -> Likely:
    try:
        card = people.person(one["person"], scope=request.actor.scope)
    except NotFound:
        card = None
    return Likely(
        uid=one["person"],
        key=key,
        name=card.name if card else "",
        place=card.place if card else "",
        rule=HINT_NAMES.get(one["rule"], ""),
        lines=tuple(_lines(card, one, clear)) if card else (),
        agrees=_evidence(one["agrees"]),
        differs=_evidence(one["differs"]),
        chosen=one["person"] == chosen,
        seen=card is not None,
    )


def _evidence(found: list[str]) -> str:
    return "、".join(EVIDENCE_NAMES.get(fact, fact) for fact in found)


def _lines(card: PersonCard, one: dict[str, Any], clear: dict[str, Any]) -> list[Line]:
    right = {
        "name": card.name,
        "id": "、".join(key.value for key in card.keys if key.kind != KeyKind.PHONE),
        "phone": "、".join(key.value for key in card.keys if key.kind == KeyKind.PHONE),
        "sex": SEXES.get(card.sex, ""),
        "birth_date": str(card.birth_year or ""),
        "village": card.place,
    }
    agrees = {fact.removesuffix("_sound") for fact in one["agrees"]}
    return [
        Line(
            label,
            _said(clear, field),
            right[fact],
            differs=fact in one["differs"],
            tone="good" if fact in agrees else "bad" if fact in one["differs"] else "",
        )
        for fact, label, field in ROW_LINES
    ]


def _said(clear: dict[str, Any], field: str) -> str:
    """What the row says of a field, as much of it as pages show."""
    if field == "sex":
        return SEXES.get(clear.get("sex") or "", "")
    if field == "birth_date":
        return str(clear.get("birth_date") or "")[:4]
    return masking.shown(clear.get(field))


@require_POST
@needs(Permission.REVIEW_ROWS)
def decide(request: PageRequest, batch: int, sheet: int, row: int, part: int) -> HttpResponse:
    """Decide whose the row is, and go on with the next."""
    asked = request.POST.get("decision", "")
    word, _colon, person = asked.partition(":")
    if word not in set(Decision):
        raise WrongCall(problem="请选择：就是此人、新人员，或退回。")
    place = (sheet, row, part)
    found = queries.batch_of_row(batch, place, by=request.actor)
    waiting = [_key(one) for one in queries.waiting_rows(area=request.actor.scope)]
    operations.decide(
        batch=found,
        sheet_no=sheet,
        row_no=row,
        part=part,
        decision=Decision(word),
        person=person,
        reason=request.POST.get("reason", ""),
        by=request.actor,
        at=request.moment,
    )
    following = _after(waiting, (found.pk, *place))
    return HttpResponseRedirect(_address(following) or reverse("intake:reviews"))
