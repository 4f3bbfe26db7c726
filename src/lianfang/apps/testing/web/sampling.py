"""A sampling point on a phone: who is sampled into which tube, with a network or without."""

from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.control import queries as orders
from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.rules import point_records
from lianfang.apps.testing.terms import (
    FAULT_NAMES,
    REMEDIES,
    TUBE_KIND_NAMES,
    TUBE_SIZES,
    TUBE_STATE_NAMES,
    Sealing,
    Swab,
    SwabFate,
    TubeKind,
    TubeState,
)
from lianfang.apps.testing.web.sides import sides
from lianfang.core import field_queue
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.field_queue import Fate, Queued
from lianfang.core.pages import PageRequest, done, told
from lianfang.core.typed import number
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused

KEPT: Final = ("tube", "kind", "disease")
"""What stays in the form for the next person."""
SHOWN: Final = 12
MOST: Final = 200
"""Records that a queue sends at once."""


class NotSampled(InputRefused):
    """A sample that could not be registered."""

    code = "testing.not_sampled"
    sentence = "没有登记：{problem}。{remedy}。"


def owner_of(actor: Actor) -> str:
    """To whom samples on a phone belong: the account, apart from its records of other kinds."""
    return f"{actor.user or ''}:samples"


@needs(Permission.TAKE_SAMPLE)
@require_GET
def point(request: PageRequest, uid: str) -> HttpResponse:
    """A sampling point on a phone: the form of the next person, the tubes that are open."""
    return point_page(request, uid, {})


def point_page(request: PageRequest, uid: str, more: dict[str, Any]) -> HttpResponse:
    """The page of one sampling point; tube and kind stay for the next person."""
    found = queries.point(uid, by=request.actor)
    kept = {name: request.GET[name] for name in KEPT if name in request.GET}
    states = {one.point.uid: one for one in queries.point_states(by=request.actor, at=request.moment)}
    context = {
        "sides": sides(request.actor, "testing:points"),
        "point": found,
        "tubes": queries.tubes(by=request.actor, point=found.uid, limit=SHOWN),
        "states": TUBE_STATE_NAMES,
        "kind_names": TUBE_KIND_NAMES,
        "kinds": [(kind.value, name) for kind, name in TUBE_KIND_NAMES.items()],
        "diseases": orders.disease_choices(),
        "sizes": TUBE_SIZES,
        "tried": {"kind": TubeKind.POOL10.value} | kept,
        "fresh": uuid4(),
        "state": states.get(found.uid),
        "is_open": found.opens <= request.moment.astimezone(ZONE).time() < found.closes,
        **field_queue.frame(owner_of(request.actor)),
    }
    return render(request, "testing/point.html", context | more)


@needs(Permission.TAKE_SAMPLE)
@require_POST
def sample(request: PageRequest, uid: str) -> HttpResponse:
    """Register the sample of one person; the form comes back for the next with the same tube."""
    found, form = queries.point(uid, by=request.actor), request.POST

    def work() -> object:
        client = queries.as_uuid(form.get("client_id", ""), gettext("登记"))
        swab = point_records.swab(client, form.dict(), point=found.uid, at=request.moment)
        (fate,) = operations.register([swab], **told(request))
        if fate.fault:
            raise NotSampled(problem=gettext(FAULT_NAMES[fate.fault]), remedy=gettext(REMEDIES[fate.fault]))
        return fate

    said, page = gettext("已登记。"), partial(point_page, request, uid)
    answer = done(request, work, said=said, then=("testing:point", uid), page=page)
    if answer.status_code == 302:  # noqa: PLR2004  on to the next person
        answer["Location"] += "?" + "&".join(f"{name}={form[name]}" for name in KEPT if form.get(name))
    return answer


@needs(Permission.TAKE_SAMPLE)
@require_POST
def seal(request: PageRequest, uid: str) -> HttpResponse:
    """Seal a tube."""

    def work() -> object:
        codes = [request.POST.get("tube", "")]
        return operations.pass_on(codes, TubeState.SEALED, **told(request))

    def page(more: dict[str, Any]) -> HttpResponse:
        return point_page(request, uid, {"problem": more["problem"]})

    return done(request, work, said=gettext("已封管。"), then=("testing:point", uid), page=page)


@needs(Permission.TAKE_SAMPLE)
@require_POST
def tell_queue(request: PageRequest, uid: str) -> HttpResponse:
    """Tell how many wait at a point."""

    def work() -> object:
        return operations.tell_queue(uid, number(request.POST.get("waiting", "")), **told(request))

    page = partial(point_page, request, uid)
    return done(request, work, said=gettext("排队人数已填报。"), then=("testing:point", uid), page=page)


@needs(Permission.TAKE_SAMPLE)
@require_POST
def records(request: PageRequest) -> HttpResponse:
    """Take the queue of a point's phone: one fate for each sample and each sealed tube."""
    owner, queued = field_queue.read(request.body, most=MOST, at=request.moment)
    if owner != owner_of(request.actor):
        return field_queue.not_its_owner()
    made = {one.id: found for one in queued if (found := _read(one)) is not None}
    fates = operations.take_queue(list(made.values()), **told(request))
    by_id = dict(zip(made, fates, strict=True))
    return field_queue.answered(_told(one, by_id.get(one.id)) for one in queued)


def _read(one: Queued) -> Swab | Sealing | None:
    """What a record of a phone says; None for what is neither a sample nor a sealed tube."""
    try:
        client = UUID(one.id)
        if one.kind == "seal":
            return Sealing(client, one.values.get("tube", "").strip(), one.entered_at)
        point = UUID(one.values["point"])
        return point_records.swab(client, one.values, point=point, at=one.entered_at)
    except (ValueError, KeyError, InputRefused):
        return None


def _told(one: Queued, fate: SwabFate | None) -> dict[str, Any]:
    """What became of a record, in the language of who sends it."""
    if fate is None:
        return field_queue.told(one.id, Fate.REFUSED, gettext("这条记录看不懂。请重新填写。"))
    if fate.fault:
        problem, remedy = gettext(FAULT_NAMES[fate.fault]), gettext(REMEDIES[fate.fault])
        return field_queue.told(one.id, Fate.REFUSED, f"{problem}。{remedy}。")
    if fate.problem:
        return field_queue.told(one.id, Fate.REFUSED, fate.problem)
    return field_queue.told(one.id, Fate.ACCEPTED if fate.fresh else Fate.KNOWN, "")
