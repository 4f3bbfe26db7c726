"""Pages of rounds: their list with what follows, one of them with coverage and who has not come."""

from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import queries as orders
from lianfang.apps.people import queries as people
from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.terms import (
    EXEMPT_NAMES,
    NEXT_STEP_NAMES,
    TUBE_KIND_NAMES,
    ExemptReason,
    NotCome,
    TubeKind,
)
from lianfang.apps.testing.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, done, told
from lianfang.core.typed import day, number_or, one_of
from lianfang.kernel.area_code import LENGTHS, Level

HOURS: Final = 24
"""A round lasts a day, where nothing else is said."""
LISTED: Final = 200
NAMED_FROM: Final = LENGTHS[Level.VILLAGE]
"""From the village down those who have not come are listed by name."""


@needs(Permission.VIEW_TESTING)
@require_GET
def rounds(request: PageRequest) -> HttpResponse:
    """Rounds of one's areas, the newest first, and what follows by the table of policy."""
    return rounds_page(request, {})


def rounds_page(request: PageRequest, more: dict[str, Any]) -> HttpResponse:
    """The page of all rounds."""
    actor, at = request.actor, request.moment
    found = queries.rounds(by=actor)
    following = queries.next_steps(found, on=at.date()).items()
    steps = [(area, NEXT_STEP_NAMES[step.code], step) for area, step in following]
    diseases = orders.disease_choices()
    context = {
        "sides": sides(actor, "testing:rounds"),
        "diseases": diseases,
        "disease_names": dict(diseases),
        "rounds": found,
        "names": areas.names(one.area for one in found),
        "steps": steps,
        "own": actor.scope,
        "kinds": [(kind.value, name) for kind, name in TUBE_KIND_NAMES.items()],
        "reasons": [(reason.value, name) for reason, name in EXEMPT_NAMES.items()],
    }
    return render(request, "testing/rounds.html", context | more)


@needs(Permission.MANAGE_TESTING)
@require_POST
def start_round(request: PageRequest) -> HttpResponse:
    """Begin a round."""

    def work() -> object:
        form = request.POST
        return operations.start_round(
            form.get("area", "").strip(),
            hours=number_or(form.get("hours", ""), HOURS),
            disease=form.get("disease", ""),
            pack=form.get("pack", "").strip(),
            pool=one_of(form.get("pool", ""), TubeKind),
            **told(request),
        )

    return _done(request, work, gettext("已启动，应检名单已生成。"))


@needs(Permission.MANAGE_TESTING)
@require_POST
def exempt(request: PageRequest) -> HttpResponse:
    """Exempt somebody from rounds until a day."""

    def work() -> object:
        form, reason = request.POST, one_of(request.POST.get("reason", ""), ExemptReason)
        until, note = day(form.get("until", "")), form.get("note", "")
        person = people.meant(form.get("person", ""), by=request.actor)
        return operations.exempt(person, reason, until=until, note=note, **told(request))

    return _done(request, work, gettext("豁免已登记。"))


def _done(request: PageRequest, work: Callable[[], object], said: str) -> HttpResponse:
    return done(request, work, said=said, then=("testing:rounds",), page=partial(rounds_page, request))


@needs(Permission.VIEW_TESTING)
@require_GET
def one_round(request: PageRequest, uid: str) -> HttpResponse:
    """A round: how far it has come area by area, households, and from the village down who has not come."""
    actor = request.actor
    one = queries.round_of(uid, by=actor)
    within = request.GET.get("area", "") or max(one.area, actor.scope, key=len)
    found = queries.coverage(one, by=actor, area=within, level=queries.below(within))
    named = len(within) >= NAMED_FROM and actor.may(Permission.VIEW_PERSON)
    context = {
        "sides": sides(actor, "testing:rounds"),
        "one": one,
        "within": within,
        "lines": found,
        "names": areas.names([one.area, within, *(line.area for line in found)]),
        "households": queries.households(one, by=actor, area=within) if len(within) >= NAMED_FROM else None,
        "missing": _doors(queries.not_come(one, by=actor, area=within, limit=LISTED) if named else []),
        "named": named,
        "pool": TUBE_KIND_NAMES[TubeKind(one.pool)],
        "targets": sum(line.targets for line in found),
        "come": sum(line.come for line in found),
    }
    return render(request, "testing/round.html", context)


def _doors(missing: list[NotCome]) -> list[tuple[str, list[NotCome]]]:
    """Who has not come, household by household."""
    return [
        (address, list(held))
        for (address, _), held in groupby(missing, lambda one: (one.address, one.household))
    ]


@needs(Permission.MANAGE_TESTING)
@require_POST
def end_round(request: PageRequest, uid: str) -> HttpResponse:
    """End a round."""

    return _done(request, partial(operations.end_round, uid, **told(request)), gettext("这一轮已结束。"))
