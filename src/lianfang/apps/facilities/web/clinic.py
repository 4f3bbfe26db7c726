"""The fever clinic, made for a phone: who waits, with which result, and letters to homes elsewhere."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.control import queries as control
from lianfang.apps.control.terms import RESULT_NAMES, Result
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import HOLD_END_NAMES, HOLD_GROUND_NAMES, HoldGround, Newcomer
from lianfang.apps.facilities.web.sides import sides
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, done, told
from lianfang.core.typed import one_of


@needs(Permission.RUN_CLINIC)
@require_GET
def clinic(request: PageRequest) -> HttpResponse:
    """Who waits at the fever clinics for a result, by the clock."""
    return clinic_page(request, {})


def clinic_page(request: PageRequest, more: dict[str, Any]) -> HttpResponse:
    """The page of all who wait."""
    found, letters = queries.holds(**told(request)), queries.letters(**told(request))
    persons = [one.person for one in found] + [one.person for one in letters]
    named = request.actor.may(Permission.VIEW_PERSON)
    context = {
        "sides": sides(request.actor, "facilities:clinic"),
        "holds": found,
        "named": named,
        "names": people.names_by_uid(persons) if named else {},
        "clinics": queries.clinics(by=request.actor),
        "grounds": HOLD_GROUND_NAMES,
        "ground_choices": [
            (ground.value, name)
            for ground, name in HOLD_GROUND_NAMES.items()
            if ground is not HoldGround.RETEST
        ],
        "ends": HOLD_END_NAMES,
        "results": RESULT_NAMES,
        "person": request.GET.get("person", ""),
        "letters": letters,
    }
    return render(request, "facilities/clinic.html", context | more)


@needs(Permission.RUN_CLINIC)
@require_POST
def hold_at_clinic(request: PageRequest) -> HttpResponse:
    """Somebody was tested and waits."""

    form = request.POST

    def work() -> object:
        ground = one_of(form.get("ground", ""), HoldGround, wrong=gettext("“{text}”不是留观的原因"))
        more: Any = {"note": form.get("note", ""), **told(request)}
        person = people.meant(form.get("person", ""), by=request.actor)
        if person:
            return operations.hold_at_clinic(person, form.get("clinic", ""), ground, **more)
        said = {name: form.get(name, "") for name in ("name", "document", "phone", "home")}
        return operations.take_newcomer(Newcomer(**said), form.get("clinic", ""), ground, **more)

    said = gettext("已登记采样，6小时内出结果。")
    return done(request, work, said=said, then=("facilities:clinic",), page=partial(clinic_page, request))


@needs(Permission.RUN_CLINIC)
@require_GET
def hold_card(request: PageRequest, uid: str) -> HttpResponse:
    """One who waits: since when, for how long at most, and the result."""
    return hold_page(request, uid, {})


def hold_page(request: PageRequest, uid: str, more: dict[str, Any]) -> HttpResponse:
    """The page of one who waits."""
    found = queries.hold(uid, by=request.actor, at=request.moment)
    named = request.actor.may(Permission.VIEW_PERSON)
    context = {
        "sides": sides(request.actor, "facilities:clinic"),
        "one": found,
        "name": people.names_by_uid([found.person]).get(found.person, "") if named else "",
        "grounds": HOLD_GROUND_NAMES,
        "ends": HOLD_END_NAMES,
        "results": RESULT_NAMES,
        "diseases": control.disease_choices(),
        "result_choices": [(result.value, name) for result, name in RESULT_NAMES.items()],
    }
    return render(request, "facilities/hold.html", context | more)


@needs(Permission.RUN_CLINIC)
@require_POST
def tell_result(request: PageRequest, uid: str) -> HttpResponse:
    """The result that somebody waited for."""

    def work() -> object:
        result = one_of(request.POST.get("result", ""), Result, wrong=gettext("“{text}”不是检测结果"))
        said = {name: request.POST.get(name, "") for name in ("disease", "to_place")}
        return operations.tell_result(uid, result, **said, **told(request))

    said, page = gettext("结果已登记，留观结束。"), partial(hold_page, request, uid)
    return done(request, work, said=said, then=("facilities:clinic",), page=page)


@needs(Permission.RUN_CLINIC)
@require_POST
def free(request: PageRequest, uid: str) -> HttpResponse:
    """Somebody goes."""
    work = partial(operations.free, uid, note=request.POST.get("note", ""), **told(request))
    page = partial(hold_page, request, uid)
    return done(request, work, said=gettext("已登记离开。"), then=("facilities:clinic",), page=page)


@needs(Permission.RUN_CLINIC)
@require_GET
def letter(request: PageRequest, uid: str) -> HttpResponse:
    """A letter to the home of somebody, to be read there or printed and sent."""
    return letter_page(request, uid, {})


def letter_page(request: PageRequest, uid: str, more: dict[str, Any]) -> HttpResponse:
    """The page of one letter."""
    found = queries.letter(uid, **told(request))
    context = {
        "sides": sides(request.actor, "facilities:clinic"),
        "one": found,
        "name": people.names_by_uid([found.person]).get(found.person, ""),
        "grounds": HOLD_GROUND_NAMES,
        "ends": HOLD_END_NAMES,
    }
    return render(request, "facilities/letter.html", context | more)


@needs(Permission.RUN_CLINIC)
@require_POST
def acknowledge_letter(request: PageRequest, uid: str) -> HttpResponse:
    """A letter is taken up at home, or was sent outside."""
    work, page = (
        partial(operations.acknowledge_letter, uid, **told(request)),
        partial(letter_page, request, uid),
    )
    return done(request, work, said=gettext("已签收。"), then=("facilities:letter", uid), page=page)
