"""Tubes: their list with hand-overs and files, one of them with its results and corrections."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.control.terms import RESULT_NAMES, Result
from lianfang.apps.people import queries as people
from lianfang.apps.policy import queries as policy
from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.rules import reading
from lianfang.apps.testing.terms import (
    FAULT_NAMES,
    REMEDIES,
    TUBE_KIND_NAMES,
    TUBE_STATE_NAMES,
    TubeAccount,
    TubeResult,
    TubeState,
)
from lianfang.apps.testing.web.sampling import NotSampled
from lianfang.apps.testing.web.sides import sides
from lianfang.core import uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, done, told
from lianfang.core.refusals import status_of
from lianfang.core.typed import one_of
from lianfang.kernel.errors import DomainError, WrongCall

TONES: Final = {"open": "", "resulted": "good", "corrected": "late"}
RESULT_TONES: Final = {"negative": "good", "positive": "bad", "inconclusive": "late"}
STEPS: Final = (TubeState.SEALED, TubeState.COURIER, TubeState.RECEIVED, TubeState.PLATED)


@needs(Permission.VIEW_TESTING)
@require_GET
def tubes(request: PageRequest) -> HttpResponse:
    """Tubes of one's areas, the newest first; those in one state."""
    return tubes_page(request, {})


def tubes_page(request: PageRequest, more: dict[str, Any]) -> HttpResponse:
    """The page of all tubes."""
    state = request.GET.get("state", "")
    wanted = [state] if state in set(TubeState) else None
    context = {
        "sides": sides(request.actor, "testing:tubes"),
        "tubes": queries.tubes(by=request.actor, states=wanted),
        "state": state,
        "states": TUBE_STATE_NAMES,
        "choices": [("", gettext("全部")), *((one.value, name) for one, name in TUBE_STATE_NAMES.items())],
        "steps": [(step.value, TUBE_STATE_NAMES[step]) for step in STEPS],
        "kinds": TUBE_KIND_NAMES,
        "results": RESULT_NAMES,
        "tones": TONES,
        "result_tones": RESULT_TONES,
        "may_load": request.actor.may(Permission.TAKE_SAMPLE) or request.actor.may(Permission.HANDLE_TUBES),
    }
    return render(request, "testing/tubes.html", context | more)


@needs(Permission.TAKE_SAMPLE)
@require_POST
def pass_on(request: PageRequest) -> HttpResponse:
    """Record one step of some tubes."""

    def work() -> object:
        form = request.POST
        codes = form.get("codes", "").replace("，", " ").replace(",", " ").split()
        told: dict[str, Any] = {"who": form.get("who", ""), "plate": form.get("plate", "")}
        told |= {"by": request.actor, "at": request.moment}
        return operations.pass_on(codes, one_of(request.POST.get("step", ""), TubeState), **told)

    return done(
        request,
        work,
        said=gettext("交接已登记。"),
        then=("testing:tubes",),
        page=partial(tubes_page, request),
    )


@needs(Permission.TAKE_SAMPLE)
@require_POST
def load_samples(request: PageRequest) -> HttpResponse:
    """Load a file of samples; its account stands on the page."""
    return _load(request, operations.load_samples)


@needs(Permission.HANDLE_TUBES)
@require_POST
def load_results(request: PageRequest) -> HttpResponse:
    """Load a file of results; its account stands on the page."""
    return _load(request, operations.load_results)


def _load(request: PageRequest, work: Callable[..., TubeAccount]) -> HttpResponse:
    file = request.FILES.get("file")
    try:
        if file is None:
            raise WrongCall(problem=gettext("没有选择文件"))
        with uploads.kept(file) as path:
            account = work(path, **told(request))
    except DomainError as refusal:
        answer = tubes_page(request, {"problem": str(refusal)})
        answer.status_code = status_of(refusal)
        return answer
    return tubes_page(request, {"account": account})


@needs(Permission.VIEW_TESTING)
@require_GET
def tube(request: PageRequest, code: str) -> HttpResponse:
    """One tube: what happened to it, who is in it, its result."""
    return tube_page(request, code, {})


def tube_page(request: PageRequest, code: str, more: dict[str, Any]) -> HttpResponse:
    """The page of one tube."""
    found = queries.tube(code, by=request.actor)
    inside = queries.samples(found)
    named = inside if request.actor.may(Permission.VIEW_PERSON) else []
    names = people.names_by_uid(str(one.person_uid) for one in named)
    context = {
        "sides": sides(request.actor, "testing:tubes"),
        "tube": found,
        "disease": policy.diseases().get(found.disease, found.disease),
        "events": queries.events(found),
        "samples": [(one, names.get(str(one.person_uid), "")) for one in inside],
        "held": queries.held_now(one.person_id for one in inside)
        if found.result == Result.POSITIVE
        else set(),
        "states": TUBE_STATE_NAMES,
        "kind": TUBE_KIND_NAMES,
        "results": RESULT_NAMES,
        "result_tones": RESULT_TONES,
        "choices": [(result.value, name) for result, name in RESULT_NAMES.items()],
        "resulting": found.state in {TubeState.RECEIVED, TubeState.PLATED},
    }
    return render(request, "testing/tube.html", context | more)


@needs(Permission.HANDLE_TUBES)
@require_POST
def give_result(request: PageRequest, code: str) -> HttpResponse:
    """Record a tube's result, or correct it with a reason."""

    def work() -> object:
        form, told = request.POST, {"by": request.actor, "at": request.moment}
        found = TubeResult(
            code,
            one_of(request.POST.get("result", ""), Result),
            request.moment,
            _ct(form.get("ct", "")),
            form.get("laboratory", ""),
        )
        if "reason" in form:
            return operations.correct(found, reason=form["reason"], **told)  # type: ignore[arg-type]
        (fate,) = operations.give_results([found], **told)  # type: ignore[arg-type]
        if fate.fault:
            raise NotSampled(problem=gettext(FAULT_NAMES[fate.fault]), remedy=gettext(REMEDIES[fate.fault]))
        return fate

    said = gettext("结果已登记，送达管内每一个人。")
    return done(request, work, said=said, then=("testing:tube", code), page=partial(tube_page, request, code))


def _ct(text: str) -> Any:
    try:
        return reading.ct_of(text)
    except ValueError as problem:
        raise WrongCall(problem=gettext("“{text}”不是Ct值").format(text=text)) from problem
