"""Whether a home would do: who lives there, what each condition says, what follows."""

from functools import partial
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.rules import homes as rules
from lianfang.apps.facilities.terms import CONDITIONS, NEED_NAMES, RECOMMENDED_NAMES, LivesThere
from lianfang.apps.facilities.web.sides import sides
from lianfang.apps.people import queries as people
from lianfang.apps.policy.terms import PLACES
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, done, found_or, told
from lianfang.core.typed import number_or

OF_EACH: Final = {
    "lives": _("现在同住"),
    "isolates": _("一同隔离"),
    "carer": _("由其照护"),
    "ill": _("患病、不能照护"),
}
"""What is found of each who is registered there."""


@needs(Permission.CHECK_HOME)
@require_GET
def homes(request: PageRequest) -> HttpResponse:
    """Whose home would do; for one person the form, with who lives there."""
    return homes_page(request, {})


def homes_page(request: PageRequest, more: dict[str, Any]) -> HttpResponse:
    """The page of all checks of homes, and the form for one person."""
    checks = queries.home_checks(by=request.actor)
    typed = request.POST.get("person", "") or request.GET.get("person", "")
    person, wrong = found_or(lambda: people.meant(typed, by=request.actor), "")
    lived = queries.household_of(person, **told(request)) if person else None
    everybody = [one.person for one in checks]
    everybody += [one.person for one in (lived.person, *lived.others)] if lived else []
    context = {
        "sides": sides(request.actor, "facilities:homes"),
        "checks": checks,
        "names": people.names_by_uid(everybody),
        "conditions": {code: one for code, one in CONDITIONS.items() if not one.of_members},
        "recommended": RECOMMENDED_NAMES,
        "person": person,
        "typed": typed,
        "lived": lived,
        "mates": [_mate(request, one) for one in lived.others] if lived else [],
        "of_each": OF_EACH,
        "places": PLACES,
        "kinds": NEED_NAMES,
        "met": request.POST.getlist("met"),
    }
    return render(request, "facilities/homes.html", context | wrong | more)


def _mate(request: PageRequest, one: Any) -> dict[str, Any]:
    """One of the household with what is ticked: as typed, or as the register lets expect."""
    expected = {"lives": one.state == "present", "isolates": bool(one.place)}
    ticked = {name for name, so in expected.items() if so}
    if request.method == "POST":
        ticked = {name for name in OF_EACH if _name(name, one.person) in request.POST}
    boxes = [(code, _name(code, one.person), name, code in ticked) for code, name in OF_EACH.items()]
    return {"one": one, "special": rules.special(one), "boxes": boxes}


def _name(code: str, person: str) -> str:
    return f"{code}-{person}"


@needs(Permission.CHECK_HOME)
@require_POST
def check_home(request: PageRequest) -> HttpResponse:
    """A home was looked at, condition by condition and person by person."""
    form = request.POST

    def work() -> object:
        met = set(form.getlist("met"))
        asked = [code for code, one in CONDITIONS.items() if not one.of_members]
        members = [
            LivesThere(one, **{code: _name(code, one) in form for code in OF_EACH})
            for one in form.getlist("member")
        ]
        return operations.check_home(
            people.meant(form.get("person", ""), by=request.actor),
            {code: code in met for code in asked},
            members=members,
            unlisted=number_or(form.get("unlisted", ""), 0),
            note=form.get("note", ""),
            **told(request),
        )

    page = partial(homes_page, request)
    return done(request, work, said=gettext("已登记核查结果。"), then=("facilities:homes",), page=page)


@needs(Permission.CHECK_HOME)
@require_GET
def home(request: PageRequest, uid: str) -> HttpResponse:
    """One check: what is recommended and why, each answer, and what was found of each who lives there."""
    found = queries.home_check(uid, by=request.actor)
    names = people.names_by_uid([found.person, *(one.person for one in found.members)])
    context = {
        "sides": sides(request.actor, "facilities:homes"),
        "one": found,
        "name": names.get(found.person, ""),
        "recommended": RECOMMENDED_NAMES,
        "answers": [(one, found.answers.get(code)) for code, one in CONDITIONS.items()],
        "members": [
            (names.get(one.person, ""), [name for code, name in OF_EACH.items() if getattr(one, code)])
            for one in found.members
        ],
    }
    return render(request, "facilities/home.html", context)
